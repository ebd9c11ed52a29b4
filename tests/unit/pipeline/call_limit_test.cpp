#include "pipeline/call_limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <thread>

#include "support/held_transport.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Admission = CallLimit::Admission;
using std::chrono::milliseconds;
using ::testing::HasSubstr;

LimitOptions Limits(std::size_t calls, std::size_t bytes, OverflowAction whenFull) {
  LimitOptions options;
  options.MaxCalls = calls;
  options.MaxBytes = bytes;
  options.WhenFull = whenFull;
  return options;
}

TEST(CallLimit, FailsOverTheNumberOfCalls) {
  CallLimit limit(Limits(2, 100, OverflowAction::Fail));
  EXPECT_EQ(limit.Acquire(0, {}), Admission::Admitted);
  EXPECT_EQ(limit.Acquire(0, {}), Admission::Admitted);
  EXPECT_EQ(limit.Acquire(0, {}), Admission::Full);
  limit.Release(0);
  EXPECT_EQ(limit.Acquire(0, {}), Admission::Admitted);
  EXPECT_EQ(limit.Calls(), 2U);
}

TEST(CallLimit, FailsOverTheNumberOfBytes) {
  CallLimit limit(Limits(10, 100, OverflowAction::Fail));
  EXPECT_EQ(limit.Acquire(60, {}), Admission::Admitted);
  EXPECT_EQ(limit.Acquire(41, {}), Admission::Full);
  EXPECT_EQ(limit.Acquire(40, {}), Admission::Admitted);
  limit.Release(60);
  EXPECT_EQ(limit.Acquire(60, {}), Admission::Admitted);
}

TEST(CallLimit, AdmitsALargeMessageAlone) {
  CallLimit limit(Limits(10, 100, OverflowAction::Fail));
  EXPECT_EQ(limit.Acquire(1000, {}), Admission::Admitted);
  EXPECT_EQ(limit.Acquire(0, {}), Admission::Full);
  limit.Release(1000);
  EXPECT_EQ(limit.Acquire(1, {}), Admission::Admitted);
  EXPECT_EQ(limit.Acquire(1000, {}), Admission::Full);
}

// A call ends, and its callback returns.
void End(CallLimit& limit, std::size_t bytes) {
  limit.Release(bytes);
  limit.MarkIdle();
}

// A thread that waits to be admitted, and the result.
class Entering {
 public:
  Entering(CallLimit& limit, std::size_t bytes, const Context& context = {})
      : admission_(std::async(std::launch::async,
                              [&limit, bytes, context] { return limit.Acquire(bytes, context); })) {
  }
  bool IsWaiting() { return admission_.wait_for(milliseconds(20)) == std::future_status::timeout; }
  Admission Get() { return admission_.get(); }

 private:
  std::future<Admission> admission_;
};

TEST(CallLimit, AdmitsACallAsSoonAsAnotherHasEnded) {
  CallLimit limit(Limits(4, 100, OverflowAction::Wait));
  for (int i = 0; i < 4; ++i) limit.Acquire(0, {});
  Entering entering(limit, 0);
  EXPECT_TRUE(entering.IsWaiting());
  End(limit, 0);
  EXPECT_EQ(entering.Get(), Admission::Admitted);
  EXPECT_EQ(limit.Calls(), 4U);
}

TEST(CallLimit, AdmitsWhoeverWaitsLongest) {
  CallLimit limit(Limits(2, 100, OverflowAction::Wait));
  for (int i = 0; i < 2; ++i) limit.Acquire(0, {});
  std::deque<Entering> entering;
  for (int i = 0; i < 3; ++i) {
    entering.emplace_back(limit, 0);
    ASSERT_TRUE(entering.back().IsWaiting());
  }
  while (!entering.empty()) {
    End(limit, 0);
    EXPECT_EQ(entering.front().Get(), Admission::Admitted);
    entering.pop_front();
    if (!entering.empty()) {
      EXPECT_TRUE(entering.front().IsWaiting());
    }
  }
}

TEST(CallLimit, AdmitsNobodyBeforeALargeMessageThatWaits) {
  CallLimit limit(Limits(8, 100, OverflowAction::Wait));
  limit.Acquire(60, {});
  Entering large(limit, 50);
  EXPECT_TRUE(large.IsWaiting());
  Entering small(limit, 1);
  EXPECT_TRUE(small.IsWaiting());
  End(limit, 60);
  EXPECT_EQ(large.Get(), Admission::Admitted);
  EXPECT_EQ(small.Get(), Admission::Admitted);
}

TEST(CallLimit, AdmitsAllThatOneEndedCallMakesRoomFor) {
  CallLimit limit(Limits(8, 100, OverflowAction::Wait));
  limit.Acquire(100, {});
  std::deque<Entering> entering;
  for (int i = 0; i < 3; ++i) {
    entering.emplace_back(limit, 30);
    EXPECT_TRUE(entering.back().IsWaiting());
  }
  Entering over(limit, 30);
  EXPECT_TRUE(over.IsWaiting());
  End(limit, 100);
  for (Entering& each : entering) EXPECT_EQ(each.Get(), Admission::Admitted);
  EXPECT_TRUE(over.IsWaiting());
  End(limit, 30);
  EXPECT_EQ(over.Get(), Admission::Admitted);
}

TEST(CallLimit, AdmitsTheNextIfTheFirstHasStoppedWaiting) {
  CallLimit limit(Limits(8, 100, OverflowAction::Wait));
  limit.Acquire(60, {});
  const Context context = Context::Cancellable();
  Entering large(limit, 50, context);
  EXPECT_TRUE(large.IsWaiting());
  Entering small(limit, 40);
  EXPECT_TRUE(small.IsWaiting());
  context.Cancel();
  EXPECT_EQ(large.Get(), Admission::ContextEnded);
  EXPECT_EQ(small.Get(), Admission::Admitted);
  EXPECT_EQ(limit.Calls(), 2U);
}

TEST(CallLimit, WaitsForBytes) {
  CallLimit limit(Limits(4, 100, OverflowAction::Wait));
  limit.Acquire(100, {});
  Entering entering(limit, 1);
  EXPECT_TRUE(entering.IsWaiting());
  End(limit, 100);
  EXPECT_EQ(entering.Get(), Admission::Admitted);
}

TEST(CallLimit, WaitsWithALargeMessageUntilItIsAlone) {
  CallLimit limit(Limits(8, 100, OverflowAction::Wait));
  for (int i = 0; i < 4; ++i) limit.Acquire(10, {});
  Entering entering(limit, 1000);
  for (int i = 0; i < 3; ++i) End(limit, 10);
  EXPECT_TRUE(entering.IsWaiting());
  End(limit, 10);
  EXPECT_EQ(entering.Get(), Admission::Admitted);
}

TEST(CallLimit, StopsWaitingWithTheContext) {
  CallLimit limit(Limits(1, 100, OverflowAction::Wait));
  limit.Acquire(0, {});
  EXPECT_EQ(limit.Acquire(0, Context::WithTimeout(milliseconds(1))), Admission::ContextEnded);
  const Context context = Context::Cancellable();
  Entering entering(limit, 0, context);
  EXPECT_TRUE(entering.IsWaiting());
  context.Cancel();
  EXPECT_EQ(entering.Get(), Admission::ContextEnded);
  EXPECT_EQ(limit.Calls(), 1U);
}

/// A client with a limit of two calls.
class LimitedClient : public ::testing::Test {
 protected:
  WebPubSubServiceClient MakeClient(OverflowAction whenFull) {
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = Transport;
    options.Limits = Limits(2, 1000, whenFull);
    return {"https://wps.example", "chat", AzureKeyCredential(TestKey), options};
  }

  std::shared_ptr<HeldTransport> Transport = std::make_shared<HeldTransport>();
};

TEST_F(LimitedClient, FailsInTheFuture) {
  auto client = MakeClient(OverflowAction::Fail);
  client.SendToAllAsync("1");
  client.SendToAllAsync("2");
  const auto full = client.SendToAllAsync("3");
  EXPECT_TRUE(full.IsReady());
  const auto failure = Thrown<TooManyCallsException>([&] { full.Get(); });
  EXPECT_THAT(failure.what(), HasSubstr("/api/hubs/chat/:send"));
  EXPECT_FALSE(failure.MayHaveBeenAccepted());
  EXPECT_EQ(failure.Attempts(), 0);
  Transport->End();
  Transport->End();
  client.WaitUntilIdle();
  EXPECT_EQ(Transport->Held(), 0U);
}

TEST_F(LimitedClient, CallsBackForACallThatWasNotStarted) {
  auto client = MakeClient(OverflowAction::Fail);
  client.SendToAllAsync(std::string(1000, 'x'));
  std::promise<bool> failed;
  client.SendToAllAsync("y").Then(
      [&](const Result<Response>& result) { failed.set_value(!result.HasValue()); });
  EXPECT_TRUE(failed.get_future().get());
  Transport->End();
  client.WaitUntilIdle();
}

TEST_F(LimitedClient, WaitsOnItsCallersThread) {
  auto client = MakeClient(OverflowAction::Wait);
  client.SendToAllAsync("1");
  client.SendToAllAsync("2");
  auto third = std::async(std::launch::async, [&] { return client.SendToAllAsync("3").Get(); });
  Transport->WaitFor(2);
  Transport->End();
  Transport->End();
  Transport->End();
  EXPECT_EQ(third.get().Status(), 202);
  client.WaitUntilIdle();
}

TEST_F(LimitedClient, EndsTheWaitWithTheContextInTheFuture) {
  auto client = MakeClient(OverflowAction::Wait);
  client.SendToAllAsync("1");
  client.SendToAllAsync("2");
  const auto late = client.SendToAllAsync("3", {}, Context::WithTimeout(milliseconds(1)));
  EXPECT_THAT(Thrown<OperationCancelledException>([&] { late.Get(); }).what(),
              HasSubstr("deadline"));
  Transport->End();
  Transport->End();
  client.WaitUntilIdle();
}

TEST_F(LimitedClient, RefusesToWaitOnTheIoThread) {
  auto client = MakeClient(OverflowAction::Wait);
  std::promise<std::string> refusal;
  client.SendToAllAsync("1").Then([&](const Result<Response>&) {
    client.SendToAllAsync("2");
    client.SendToAllAsync("3");
    refusal.set_value(Thrown<std::logic_error>([&] { client.SendToAllAsync("4"); }).what());
  });
  Transport->End();
  EXPECT_THAT(refusal.get_future().get(), HasSubstr("capacity"));
  Transport->End();
  Transport->End();
  client.WaitUntilIdle();
}

// Otherwise, a caller that starts a call as soon as another ends would be refused, although the
// limit allows the call.
TEST_F(LimitedClient, HasRoomForTheNextCallWhenACallbackRuns) {
  auto client = MakeClient(OverflowAction::Fail);
  std::promise<bool> isInFlight;
  client.SendToAllAsync("1").Then([&](const Result<Response>&) {
    isInFlight.set_value(!client.SendToAllAsync("3").IsReady());
  });
  client.SendToAllAsync("2");
  Transport->WaitFor(2);
  Transport->End();
  EXPECT_TRUE(isInFlight.get_future().get());
  Transport->End();
  Transport->End();
  client.WaitUntilIdle();
}

// The callback has no other thread to wait on, and the producers come after it.
TEST_F(LimitedClient, HasRoomForACallbackThoughAProducerWaits) {
  auto client = MakeClient(OverflowAction::Wait);
  std::promise<bool> started;
  client.SendToAllAsync("1").Then(
      [&](const Result<Response>&) { started.set_value(!client.SendToAllAsync("3").IsReady()); });
  client.SendToAllAsync("2");
  auto producer = std::async(std::launch::async, [&] { return client.SendToAllAsync("4").Get(); });
  EXPECT_EQ(producer.wait_for(milliseconds(20)), std::future_status::timeout);
  Transport->End();
  EXPECT_TRUE(started.get_future().get());
  for (int i = 0; i < 3; ++i) Transport->End();
  EXPECT_EQ(producer.get().Status(), 202);
  client.WaitUntilIdle();
}

/// Counts the requests in flight, and responds on a worker thread.
class CountingTransport final : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& /*request*/, const Context& /*context*/) override {
    --inFlight_;
    return HttpResponse(202);
  }
  void SendAsync(HttpRequest request, Context context, Completion done) override {
    Most = std::max(Most, ++inFlight_);
    HttpTransport::SendAsync(std::move(request), std::move(context), std::move(done));
  }
  int Most = 0;

 private:
  std::atomic<int> inFlight_{0};
};

TEST(CallLimits, HoldAFastProducerBack) {
  const auto transport = std::make_shared<CountingTransport>();
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  options.Limits.MaxCalls = 50;
  const WebPubSubServiceClient client("https://wps.example", "chat", AzureKeyCredential(TestKey),
                                      options);
  std::atomic<int> sent{0};
  constexpr int Calls = 5000;
  for (int i = 0; i < Calls; ++i) {
    client.SendToAllAsync("hi").Then([&](const Result<Response>& result) {
      if (result) ++sent;
    });
  }
  client.WaitUntilIdle();
  EXPECT_EQ(sent, Calls);
  EXPECT_GT(transport->Most, 1);
  EXPECT_LE(transport->Most, 50);
}

TEST_F(LimitedClient, DoesNotCountBlockingCalls) {
  auto client = MakeClient(OverflowAction::Fail);
  client.SendToAllAsync("1");
  client.SendToAllAsync("2");
  EXPECT_EQ(client.SendToAll("3").Status(), 202);
  Transport->End();
  Transport->End();
}

TEST(LimitOption, IsAtLeastOne) {
  WebPubSubServiceClientOptions options;
  options.Limits.MaxCalls = 0;
  ExpectRefused("options.Limits.MaxCalls", [&] { ClientBench().MakeClient(options); });
  options.Limits.MaxCalls = 1;
  options.Limits.MaxBytes = 0;
  ExpectRefused("options.Limits.MaxBytes", [&] { ClientBench().MakeClient(options); });
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
