#include <azure/messaging/webpubsub/future.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <type_traits>

#include "runtime/event_loop.hpp"
#include "support/held_transport.hpp"
#include "support/log_recorder.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

static_assert(!std::is_copy_constructible_v<Future<Response>>);
static_assert(std::is_nothrow_move_constructible_v<Future<Response>>);

/// A client whose requests end when the test ends them, and its log.
class FutureTest : public ::testing::Test {
 protected:
  FutureTest() {
    Options.TransportAdapter = Transport;
    Options.Logger = Log;
    Options.LoggerLevel = LogLevel::Warning;
    Options.Retry.MaxRetries = 0;
  }

  [[nodiscard]] WebPubSubServiceClient MakeClient() const {
    return {"https://wps.example", "chat", AzureKeyCredential(TestKey), Options};
  }

  std::shared_ptr<HeldTransport> Transport = std::make_shared<HeldTransport>();
  LogRecorder Log;
  WebPubSubServiceClientOptions Options;
};

// Runs `action` on the I/O thread of a client, after everything that was started before.
template <class Action>
void OnIoThread(WebPubSubServiceClient& client, HeldTransport& transport, Action action) {
  std::promise<void> done;
  client.UserExistsAsync("marker").Then([&](const Result<ValueResponse<bool>>&) {
    action();
    done.set_value();
  });
  transport.End(HttpResponse(200));
  done.get_future().get();
}

TEST_F(FutureTest, ReturnsItsValueRepeatedly) {
  auto client = MakeClient();
  const Future<Response> pending = client.SendToAllAsync("hi");
  EXPECT_TRUE(pending.IsValid());
  EXPECT_FALSE(pending.IsReady());
  EXPECT_FALSE(pending.WaitFor(milliseconds(0)));
  Transport->End();
  EXPECT_EQ(pending.Get().Status(), 202);
  EXPECT_EQ(pending.Get().Status(), 202);
  EXPECT_TRUE(pending.IsReady());
  EXPECT_TRUE(pending.WaitFor(std::chrono::nanoseconds::max()));
  EXPECT_TRUE(pending.AsResult().HasValue());
  EXPECT_EQ(pending.AsResult().Exception(), nullptr);
}

TEST_F(FutureTest, ThrowsTheCallsFailureOrReturnsItAsAResult) {
  auto client = MakeClient();
  const auto pending = client.SendToAllAsync("hi");
  Transport->End(HttpResponse(404));
  EXPECT_EQ(Thrown<RequestFailedException>([&] { pending.Get(); }).Status(), 404);
  EXPECT_EQ(Thrown<RequestFailedException>([&] { pending.Get(); }).Status(), 404);
  const Result<Response> result = pending.AsResult();
  EXPECT_FALSE(result);
  EXPECT_EQ(Thrown<RequestFailedException>([&] { (void)result.Value(); }).Status(), 404);
  EXPECT_THROW(std::rethrow_exception(result.Exception()), RequestFailedException);
}

TEST_F(FutureTest, MovesItsValueOutOfATemporary) {
  auto client = MakeClient();
  auto pending = client.UserExistsAsync("ann");
  Transport->End(HttpResponse(200));
  const ValueResponse<bool> first = pending.Get();
  const ValueResponse<bool> again = pending.Get();
  EXPECT_TRUE(first.Value());
  EXPECT_TRUE(again.Value());
  EXPECT_TRUE(pending.IsValid());
  const bool moved = std::move(pending).Get();
  EXPECT_TRUE(moved);
  EXPECT_FALSE(pending.IsValid());
  EXPECT_THROW((void)pending.Get(), std::logic_error);
}

TEST_F(FutureTest, ThrowsTheFailureOfATemporary) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  Transport->End(HttpResponse(400));
  EXPECT_THROW(std::move(pending).Get(), RequestFailedException);
}

TEST_F(FutureTest, WaitsForADurationOfAnyLength) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  EXPECT_FALSE(pending.WaitFor(std::chrono::hours::min()));
  EXPECT_FALSE(pending.WaitFor(std::chrono::duration<double>(0)));
  std::thread end([this] { Transport->End(HttpResponse(202)); });
  EXPECT_TRUE(pending.WaitFor(std::chrono::hours::max()));
  EXPECT_TRUE(pending.WaitFor(std::chrono::nanoseconds::max()));
  EXPECT_TRUE(pending.WaitFor(std::chrono::duration<std::int64_t, std::pico>::max()));
  end.join();
}

TEST_F(FutureTest, CallsBackOnTheIoThread) {
  auto client = MakeClient();
  std::promise<bool> isIoThread;
  client.SendToAllAsync("hi").Then([&, only = std::make_unique<int>(202)](Result<Response> sent) {
    EXPECT_EQ(sent.Value().Status(), *only);
    isIoThread.set_value(EventLoop::IsAnyThread());
  });
  Transport->End();
  EXPECT_TRUE(isIoThread.get_future().get());
}

TEST_F(FutureTest, CallsBackOnTheIoThreadEvenIfTheCallHasEnded) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  Transport->End();
  pending.Wait();
  std::promise<bool> isIoThread;
  std::move(pending).Then(
      [&](const Result<Response>&) { isIoThread.set_value(EventLoop::IsAnyThread()); });
  EXPECT_TRUE(isIoThread.get_future().get());
}

TEST_F(FutureTest, CallsBackAfterThenHasReturnedEvenOnTheIoThread) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  Transport->End();
  pending.Wait();
  std::promise<void> called;
  OnIoThread(client, *Transport, [&] {
    auto hasReturned = std::make_shared<bool>(false);
    std::move(pending).Then([&, hasReturned](const Result<Response>&) {
      EXPECT_TRUE(*hasReturned);
      called.set_value();
    });
    *hasReturned = true;
  });
  called.get_future().get();
}

TEST_F(FutureTest, IsConsumedByThen) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  std::move(pending).Then([](const Result<Response>&) {});
  EXPECT_FALSE(pending.IsValid());
  EXPECT_THROW(pending.Get(), std::logic_error);
  EXPECT_THROW(pending.Wait(), std::logic_error);
  EXPECT_THROW((void)pending.IsReady(), std::logic_error);
  EXPECT_THROW(std::move(pending).Then([](const Result<Response>&) {}), std::logic_error);
  Transport->End();
  client.WaitUntilIdle();
}

TEST_F(FutureTest, LogsWhatACallbackThrowsAndContinues) {
  auto client = MakeClient();
  client.SendToAllAsync("hi").Then(
      [](const Result<Response>&) { throw std::runtime_error("oops"); });
  client.SendToAllAsync("hi").Then([](const Result<Response>&) { throw 42; });
  Transport->End();
  Transport->End();
  client.WaitUntilIdle();
  EXPECT_THAT(Log.Events(), ElementsAre("CallbackFailure", "CallbackFailure"));
  EXPECT_EQ(Log.Records().at(0).Level, LogLevel::Error);
  EXPECT_THAT(Log.Records().at(0).ToText(), HasSubstr("oops"));
  const auto after = client.SendToAllAsync("hi");
  Transport->End();
  EXPECT_EQ(after.Get().Status(), 202);
}

TEST_F(FutureTest, LogsAFailureThatIsNotObserved) {
  auto client = MakeClient();
  client.SendToAllAsync("dropped before it fails");
  const TransportFailure failure(TransportError::ConnectionLost, "the line is dead", true);
  Transport->End(failure);
  {
    auto droppedLater = client.SendToAllAsync("hi");
    Transport->End(failure);
    droppedLater.Wait();
  }
  {
    auto replaced = client.SendToAllAsync("hi");
    Transport->End(failure);
    replaced.Wait();
    replaced = client.SendToAllAsync("hi");
    Transport->End();
    replaced.Get();
  }
  client.WaitUntilIdle();
  const auto unseen = Log.Of("UnseenFailure");
  ASSERT_EQ(unseen.size(), 3U);
  for (const LogRecord& record : unseen) {
    EXPECT_EQ(record.Level, LogLevel::Warning);
    EXPECT_THAT(record.ToText(), HasSubstr("the line is dead"));
  }
}

TEST_F(FutureTest, LogsNoObservedFailureAndNoSuccess) {
  auto client = MakeClient();
  client.SendToAllAsync("dropped");
  Transport->End();
  auto seen = client.SendToAllAsync("hi");
  Transport->End(HttpResponse(400));
  (void)seen.AsResult();
  client.SendToAllAsync("hi").Then([](const Result<Response>&) {});
  Transport->End(HttpResponse(400));
  client.WaitUntilIdle();
  EXPECT_THAT(Log.Of("UnseenFailure"), IsEmpty());
}

TEST_F(FutureTest, RefusesToWaitOnTheIoThread) {
  auto client = MakeClient();
  auto pending = client.SendToAllAsync("hi");
  Transport->End();
  pending.Wait();
  OnIoThread(client, *Transport, [&] {
    const std::vector<std::function<void()>> waits = {
        [&] { pending.Get(); },
        [&] { (void)pending.AsResult(); },
        [&] { pending.Wait(); },
        [&] { (void)pending.WaitFor(milliseconds(1)); },
        [&] { client.WaitUntilIdle(); },
        [&] { client.SendToAll("hi"); },
        [&] { (void)client.UserExists("ann"); },
        [&] { (void)client.ListConnectionsInGroup("room").begin(); },
        [&] { client.SendToUsers({"ann"}, "hi"); },
        [&] { client.SendToGroups({"room"}, "hi"); }};
    for (const auto& wait : waits) {
      EXPECT_THAT(Thrown<std::logic_error>(wait).what(), HasSubstr("I/O thread"));
    }
  });
}

TEST_F(FutureTest, MayStartCallsOnTheIoThread) {
  auto client = MakeClient();
  std::promise<int> status;
  client.SendToAllAsync("first").Then([&](const Result<Response>&) {
    client.SendToAllAsync("second").Then(
        [&](const Result<Response>& sent) { status.set_value(sent.Value().Status()); });
  });
  Transport->End();
  Transport->End();
  EXPECT_EQ(status.get_future().get(), 202);
}

TEST_F(FutureTest, RefusesBadArgumentsAtTheCall) {
  auto client = MakeClient();
  ExpectRefused("group", [&] { client.SendToGroupAsync("..", "hi"); });
  ExpectRefused("userId", [&] { (void)client.UserExistsAsync(""); });
  ExpectRefused("group", [&] { (void)client.ListConnectionsInGroupAsync(" "); });
  EXPECT_EQ(Transport->Held(), 0U);
}

TEST_F(FutureTest, FinishesTheCallsOfADestroyedClient) {
  auto pending = MakeClient().SendToAllAsync("hi");
  Transport->End();
  EXPECT_EQ(pending.Get().Status(), 202);
  std::promise<void> called;
  std::move(pending).Then([&](const Result<Response>&) { called.set_value(); });
  called.get_future().get();
}

TEST_F(FutureTest, AllowsTheLastClientToBeDestroyedInItsOwnCallback) {
  for (int i = 0; i < 20; ++i) {
    auto client = std::make_shared<WebPubSubServiceClient>(MakeClient());
    std::promise<void> gone;
    WebPubSubServiceClient& reference = *client;
    reference.SendToAllAsync("hi").Then(
        [client = std::move(client), &gone](const Result<Response>&) mutable {
          client.reset();
          gone.set_value();
        });
    Transport->End();
    gone.get_future().get();
  }
}

TEST_F(FutureTest, CallsBackWhereTheExecutorSays) {
  std::promise<std::function<void()>> given;
  Options.CallbackExecutor = [&](std::function<void()> task) { given.set_value(std::move(task)); };
  auto client = MakeClient();
  std::promise<std::thread::id> thread;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) {
    EXPECT_TRUE(client.SendToAll("blocking is fine here").Status() == 202);
    thread.set_value(std::this_thread::get_id());
  });
  Transport->End();
  given.get_future().get()();
  EXPECT_EQ(thread.get_future().get(), std::this_thread::get_id());
}

TEST_F(FutureTest, CallsBackEvenIfTheExecutorThrows) {
  Options.CallbackExecutor = [](const std::function<void()>&) { throw std::runtime_error("full"); };
  auto client = MakeClient();
  std::promise<bool> isIoThread;
  client.SendToAllAsync("hi").Then(
      [&](const Result<Response>&) { isIoThread.set_value(EventLoop::IsAnyThread()); });
  Transport->End();
  EXPECT_TRUE(isIoThread.get_future().get());
  EXPECT_THAT(Log.Records().at(0).ToText(), HasSubstr("full"));
}

TEST_F(FutureTest, CallsBackOnceEvenIfTheExecutorThrowsAfterwards) {
  Options.CallbackExecutor = [](const std::function<void()>& task) {
    task();
    throw std::runtime_error("full");
  };
  auto client = MakeClient();
  std::atomic<int> calls{0};
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) { ++calls; });
  Transport->End();
  client.WaitUntilIdle();
  EXPECT_EQ(calls, 1);
}

TEST_F(FutureTest, SignsAClientAccessUriWithoutACall) {
  const auto url = MakeClient().GetClientAccessUriAsync();
  EXPECT_TRUE(url.IsReady());
  EXPECT_THAT(url.Get(), HasSubstr("wss://wps.example/client/hubs/chat?access_token="));
}

TEST_F(FutureTest, WaitsUntilEveryCallHasEnded) {
  auto client = MakeClient();
  client.WaitUntilIdle();
  std::atomic<bool> called{false};
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) { called = true; });
  EXPECT_THROW(client.WaitUntilIdle(Context::WithTimeout(milliseconds(1))),
               OperationCancelledException);
  const Context cancelled = Context::Cancellable();
  cancelled.Cancel();
  EXPECT_THROW(client.WaitUntilIdle(cancelled), OperationCancelledException);
  std::thread ender([&] { Transport->End(); });
  WebPubSubServiceClient(client).WaitUntilIdle();
  EXPECT_TRUE(called);
  ender.join();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
