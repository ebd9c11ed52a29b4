#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <system_error>
#include <thread>

#include "pipeline/drivers.hpp"
#include "support/held_transport.hpp"
#include "support/no_new_threads.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

// Behaviour that only the asynchronous driver has. Suites that are typed over the drivers test the
// behaviour that both have.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;

// Far longer than a cancellation needs, and far shorter than any timeout.
constexpr seconds Soon{10};

class AsyncDriverTest : public ::testing::Test {
 protected:
  AsyncDriverTest() { Options.TransportAdapter = Transport; }

  template <class Credential>
  WebPubSubServiceClient MakeClient(Credential credential) {
    return {"https://wps.example", "chat", std::move(credential), Options};
  }
  WebPubSubServiceClient MakeClient() { return MakeClient(AzureKeyCredential(TestKey)); }

  void BackOffForLong() {
    Options.Retry.Delay = std::chrono::hours(1);
    Options.Retry.MaxDelay = std::chrono::hours(1);
  }

  std::shared_ptr<HeldTransport> Transport = std::make_shared<HeldTransport>();
  WebPubSubServiceClientOptions Options;
};

TEST_F(AsyncDriverTest, DoesNotWaitForATransportThatIgnoresACancellation) {
  auto client = MakeClient();
  const Context context = Context::Cancellable();
  const auto pending = client.SendToAllAsync("hi", {}, context);
  Transport->WaitFor(1);
  context.Cancel();
  ASSERT_TRUE(pending.WaitFor(Soon));
  const auto ended = Thrown<OperationCancelledException>([&] { pending.Get(); });
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
  EXPECT_EQ(ended.Attempts(), 1);
  Transport->End();  // the call has ended already
  client.WaitUntilIdle();
}

TEST_F(AsyncDriverTest, DoesNotWaitForATransportThatIgnoresADeadline) {
  auto client = MakeClient();
  const auto begin = steady_clock::now();
  const auto pending = client.SendToAllAsync("hi", {}, Context::WithTimeout(milliseconds(50)));
  ASSERT_TRUE(pending.WaitFor(Soon));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(50));
  EXPECT_THAT(Thrown<OperationCancelledException>([&] { pending.Get(); }).what(),
              HasSubstr("deadline"));
  Transport->End();
}

TEST_F(AsyncDriverTest, ReportsHowTheTransportSaysACancelledAttemptEnded) {
  auto client = MakeClient();
  const Context context = Context::Cancellable();
  const auto pending = client.SendToAllAsync("hi", {}, context);
  Transport->WaitFor(1);
  context.Cancel();
  Transport->End(TransportFailure(TransportError::Cancelled, "not even connected", false));
  EXPECT_FALSE(Thrown<OperationCancelledException>([&] { pending.Get(); }).MayHaveBeenAccepted());
}

TEST_F(AsyncDriverTest, DoesNotBackOffAfterAnAttemptThatACancellationEnded) {
  BackOffForLong();
  auto client = MakeClient();
  const Context context = Context::Cancellable();
  const auto pending = client.SendToAllAsync("hi", {}, context);
  Transport->WaitFor(1);
  context.Cancel();
  Transport->End(TransportFailure(TransportError::ConnectionLost, "closed", true));
  ASSERT_TRUE(pending.WaitFor(Soon));
  EXPECT_TRUE(Thrown<OperationCancelledException>([&] { pending.Get(); }).MayHaveBeenAccepted());
}

TEST_F(AsyncDriverTest, EndsABackOffWhenItIsCancelled) {
  BackOffForLong();
  auto client = MakeClient();
  const Context context = Context::Cancellable();
  const auto pending = client.SendToAllAsync("hi", {}, context);
  Transport->End(HttpResponse(503));
  context.Cancel();
  ASSERT_TRUE(pending.WaitFor(Soon));
  EXPECT_THROW(pending.Get(), OperationCancelledException);
  EXPECT_EQ(Transport->Held(), 0U);
}

/// A transport whose SendAsync throws.
template <class Exception>
struct ThrowingTransport final : HttpTransport {
  explicit ThrowingTransport(Exception exception) : What(std::move(exception)) {}
  HttpResponse Send(const HttpRequest&, const Context&) override { return HttpResponse(202); }
  void SendAsync(HttpRequest, Context, Completion) override { throw What; }
  Exception What;
};

TEST_F(AsyncDriverTest, FailsACallIfTheTransportThrows) {
  Options.TransportAdapter =
      std::make_shared<ThrowingTransport<std::runtime_error>>(std::runtime_error("broken"));
  const auto failure = Thrown<TransportException>([&] { MakeClient().SendToAllAsync("hi").Get(); });
  EXPECT_EQ(failure.Cause(), TransportError::Other);
  EXPECT_THAT(failure.what(), HasSubstr("broken"));
}

TEST_F(AsyncDriverTest, FailsACallWhateverTheTransportThrows) {
  Options.TransportAdapter = std::make_shared<ThrowingTransport<int>>(42);
  const auto failure = Thrown<TransportException>([&] { MakeClient().SendToAllAsync("hi").Get(); });
  EXPECT_EQ(failure.Cause(), TransportError::Other);
  EXPECT_TRUE(failure.MayHaveBeenAccepted());
}

TEST_F(AsyncDriverTest, TreatsWhatTheTransportThrowsAsTheBlockingFormDoes) {
  Options.Retry.MaxRetries = 1;
  Options.Retry.Delay = milliseconds(0);
  Options.TransportAdapter = std::make_shared<ThrowingTransport<TransportException>>(
      TransportException(TransportError::Connect, "refused", false));
  const auto failure = Thrown<TransportException>([&] { MakeClient().SendToAllAsync("hi").Get(); });
  EXPECT_EQ(failure.Cause(), TransportError::Connect);
  EXPECT_FALSE(failure.MayHaveBeenAccepted());
  EXPECT_EQ(failure.Attempts(), 2);
}

TEST_F(AsyncDriverTest, IgnoresASecondCompletion) {
  struct Twice final : HttpTransport {
    HttpResponse Send(const HttpRequest&, const Context&) override { return HttpResponse(202); }
    void SendAsync(HttpRequest, Context, Completion done) override {
      done(HttpResponse(202));
      done(HttpResponse(500));
    }
  };
  Options.TransportAdapter = std::make_shared<Twice>();
  auto client = MakeClient();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.SendToAllAsync("hi").Get().Status(), 202);
}

/// Returns its token when the test sets `Release`.
class SlowCredential final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest&, const Context&) override {
    Asked.set_value();
    released_.get();
    return {TestToken, std::chrono::system_clock::now() + std::chrono::hours(1)};
  }
  std::promise<void> Asked;
  std::promise<void> Release;

 private:
  std::shared_future<void> released_ = Release.get_future().share();
};

TEST_F(AsyncDriverTest, FetchesATokenWithoutBlockingTheLoop) {
  const auto credential = std::make_shared<SlowCredential>();
  auto client = MakeClient<std::shared_ptr<TokenCredential>>(credential);
  std::vector<Future<Response>> waiting;
  for (int i = 0; i < 100; ++i) waiting.push_back(client.SendToAllAsync("hi"));
  credential->Asked.get_future().get();
  const auto health = client.GetServiceHealthAsync();  // needs no token
  Transport->End(HttpResponse(200));
  EXPECT_EQ(health.Get().Status(), 200);
  credential->Release.set_value();
  for (int i = 0; i < 100; ++i) {
    const HttpRequest sent = Transport->End();
    EXPECT_EQ(sent.Headers().Get("Authorization"), "Bearer " + std::string(TestToken));
  }
  for (const auto& future : waiting) EXPECT_EQ(future.Get().Status(), 202);
}

TEST_F(AsyncDriverTest, EndsTheWaitForATokenWithTheContext) {
  const auto credential = std::make_shared<SlowCredential>();
  auto client = MakeClient<std::shared_ptr<TokenCredential>>(credential);
  const Context context = Context::Cancellable();
  const auto cancelled = client.SendToAllAsync("hi", {}, context);
  const auto late = client.SendToAllAsync("hi", {}, Context::WithTimeout(milliseconds(20)));
  credential->Asked.get_future().get();
  context.Cancel();
  EXPECT_EQ(Thrown<OperationCancelledException>([&] { cancelled.Get(); }).Attempts(), 0);
  EXPECT_FALSE(Thrown<OperationCancelledException>([&] { late.Get(); }).MayHaveBeenAccepted());
  credential->Release.set_value();
}

TEST_F(AsyncDriverTest, FetchesNoOtherTokenAfterACancellation) {
  const auto credential = std::make_shared<FixedTokenCredential>();
  auto client = MakeClient<std::shared_ptr<TokenCredential>>(credential);
  const Context context = Context::Cancellable();
  const auto pending = client.SendToAllAsync("hi", {}, context);
  Transport->WaitFor(1);
  context.Cancel();
  Transport->End(HttpResponse(
      401, {{"WWW-Authenticate", R"(Bearer error="insufficient_claims", claims="e30=")"}}));
  EXPECT_EQ(Thrown<OperationCancelledException>([&] { pending.Get(); }).Attempts(), 1);
  EXPECT_EQ(credential->Requests.size(), 1U);
}

#if defined(__linux__)

void ExpectNoThread(const std::function<void()>& call) {
  const auto failure = Thrown<TransportException>(call);
  EXPECT_EQ(failure.Cause(), TransportError::Resources);
  EXPECT_FALSE(failure.MayHaveBeenAccepted());
  EXPECT_EQ(failure.Attempts(), 0);
  EXPECT_THAT(failure.what(), HasSubstr("thread"));
}

TEST_F(AsyncDriverTest, FailsInTheFutureIfItsThreadCannotBeStarted) {
  auto client = MakeClient();
  {
    const NoNewThreads none;
    ExpectNoThread([&] { client.SendToAllAsync("hi").Get(); });
    ExpectNoThread([&] { (void)client.UserExistsAsync("ann").Get(); });
    ExpectNoThread([&] { (void)client.SendToUsers({"ann", "ben"}, "hi"); });
    ExpectNoThread([&] { (void)client.SendToGroupsAsync({"a", "b"}, "hi").Get(); });
    ExpectNoThread([&] { (void)client.ListConnectionsInGroupAsync("room").Next().Get(); });
  }
  client.WaitUntilIdle(Context::WithTimeout(Soon));
  const auto later = client.SendToAllAsync("hi");
  Transport->End();
  EXPECT_EQ(later.Get().Status(), 202);
}

TEST_F(AsyncDriverTest, CallsBackOnTheCallersThreadIfThereIsNoOther) {
  auto client = MakeClient();
  const NoNewThreads none;
  int calls = 0;
  client.SendToAllAsync("hi").Then([&](const Result<Response>& result) {
    ++calls;
    ExpectNoThread([&] { (void)result.Value(); });
    EXPECT_THROW(client.WaitUntilIdle(), std::logic_error);
  });
  client.GetClientAccessUriAsync().Then([&](const Result<std::string>& url) {
    ++calls;
    EXPECT_TRUE(url.HasValue());
  });
  client.SendToUsersAsync({}, "hi").Then([&](const auto& results) {
    ++calls;
    EXPECT_TRUE(results.HasValue());
  });
  EXPECT_EQ(calls, 3);
  client.WaitUntilIdle(Context::WithTimeout(Soon));
}

TEST_F(AsyncDriverTest, CallsBackOnTheExecutorThoughNoThreadCanBeStarted) {
  std::vector<std::function<void()>> tasks;
  Options.CallbackExecutor = [&](std::function<void()> task) { tasks.push_back(std::move(task)); };
  auto client = MakeClient();
  const NoNewThreads none;
  int calls = 0;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) { ++calls; });
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(calls, 0);
  tasks.front()();
  EXPECT_EQ(calls, 1);
}

TEST_F(AsyncDriverTest, FailsACallIfNoThreadCanBeStartedForItsToken) {
  auto client =
      MakeClient<std::shared_ptr<TokenCredential>>(std::make_shared<FixedTokenCredential>());
  const auto health = client.GetServiceHealthAsync();  // starts the loop's thread
  Transport->End(HttpResponse(200));
  health.Wait();
  const NoNewThreads none;
  const auto pending = client.SendToAllAsync("hi");
  EXPECT_EQ(Thrown<AuthenticationException>([&] { pending.Get(); }).Attempts(), 0);
}

#endif

TEST_F(AsyncDriverTest, RunsABlockingTransportOnManyWorkers) {
  struct Meeting final : HttpTransport {
    HttpResponse Send(const HttpRequest&, const Context&) override {
      std::unique_lock lock(Mutex);
      ++Here;
      Changed.notify_all();
      Changed.wait(lock, [this] { return Here >= 8; });  // hangs if the requests run one by one
      return HttpResponse(202);
    }
    std::mutex Mutex;
    std::condition_variable Changed;
    int Here = 0;
  };
  Options.TransportAdapter = std::make_shared<Meeting>();
  auto client = MakeClient();
  std::vector<Future<Response>> pending;
  for (int i = 0; i < 8; ++i) pending.push_back(client.SendToAllAsync("hi"));
  for (const auto& future : pending) EXPECT_EQ(future.Get().Status(), 202);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
