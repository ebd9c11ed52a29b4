#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/drivers.hpp"
#include "support/reused_connection_lost.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

template <class Driver>
class Cancellation : public ::testing::Test {
 protected:
  // The exception of a send that its context ends.
  static OperationCancelledException Ended(CallBench& bench, const Context& context) {
    return Thrown<OperationCancelledException>([&] { Driver::Send(bench.Client(), context); });
  }
};

TYPED_TEST_SUITE(Cancellation, Drivers);

TYPED_TEST(Cancellation, BeforeTheCallSendsNothing) {
  CallBench bench;
  const Context parent = Context::Cancellable();
  const Context context = Context::WithDeadline(bench.Environment.SteadyNow() + seconds(9), parent);
  parent.Cancel();
  const auto ended = this->Ended(bench, context);
  EXPECT_EQ(ended.Attempts(), 0);
  EXPECT_FALSE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(ended.what(), HasSubstr("/api/hubs/chat/:send: cancelled"));
  EXPECT_THAT(bench.Transport->Requests(), IsEmpty());
}

TYPED_TEST(Cancellation, ByADeadlineInThePastSendsNothing) {
  for (const auto past : {seconds(0), seconds(1), seconds(3600)}) {
    CallBench bench;
    const auto ended =
        this->Ended(bench, Context::WithDeadline(bench.Environment.SteadyNow() - past));
    EXPECT_EQ(ended.Attempts(), 0);
    EXPECT_FALSE(ended.MayHaveBeenAccepted());
    EXPECT_THAT(ended.what(), HasSubstr("deadline"));
    EXPECT_THAT(bench.Transport->Requests(), IsEmpty());
  }
}

TYPED_TEST(Cancellation, DuringAnAttemptEndsTheCall) {
  for (const bool sent : {true, false}) {
    CallBench bench;
    const Context context = Context::Cancellable();
    bench.Transport->Will([&](const HttpRequest&, const Context& current) -> HttpResponse {
      context.Cancel();
      EXPECT_TRUE(current.IsCancelled());
      throw OperationCancelledException("cancelled", sent);
    });
    const auto ended = this->Ended(bench, context);
    EXPECT_EQ(ended.Attempts(), 1);
    EXPECT_EQ(ended.MayHaveBeenAccepted(), sent);
    EXPECT_THAT(ended.what(), HasSubstr("cancelled"));
    EXPECT_THAT(bench.Transport->Requests(), SizeIs(1));
  }
}

TYPED_TEST(Cancellation, ByADeadlineDuringAnAttemptEndsTheCall) {
  CallBench bench;
  const auto context = Context::WithDeadline(bench.Environment.SteadyNow() + seconds(5));
  bench.Transport->Will([&](const HttpRequest&, const Context& current) -> HttpResponse {
    EXPECT_EQ(current.Deadline(), context.Deadline());
    bench.Environment.Advance(seconds(5));
    throw OperationCancelledException("the deadline has passed", true);
  });
  const auto ended = this->Ended(bench, context);
  EXPECT_EQ(ended.Attempts(), 1);
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(ended.what(), HasSubstr("deadline"));
}

TYPED_TEST(Cancellation, RemembersThatAnEarlierAttemptMayHaveBeenAccepted) {
  CallBench bench;
  bench.Transport->WillRespond(500);
  bench.Transport->Will([](const HttpRequest&, const Context&) -> HttpResponse {
    throw OperationCancelledException("cancelled", false);
  });
  const auto ended = this->Ended(bench, Context::Cancellable());
  EXPECT_EQ(ended.Attempts(), 2);
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
}

TYPED_TEST(Cancellation, ThatComesAfterASuccessIsTooLate) {
  CallBench bench;
  const Context context = Context::Cancellable();
  bench.Transport->Will([&](const HttpRequest&, const Context&) {
    context.Cancel();
    return HttpResponse(202);
  });
  EXPECT_EQ(TypeParam::Send(bench.Client(), context).Status(), 202);
}

TYPED_TEST(Cancellation, DuringTheBackOffEndsTheCall) {
  for (const int status : {429, 503}) {
    CallBench bench;
    const Context context = Context::Cancellable();
    bench.Environment.AtNextWait([&] { context.Cancel(); });
    bench.Transport->WillRespond(status);
    const auto ended = this->Ended(bench, context);
    EXPECT_EQ(ended.Attempts(), 1);
    EXPECT_EQ(ended.MayHaveBeenAccepted(), status == 503);
    EXPECT_THAT(ended.what(), HasSubstr("cancelled"));
    EXPECT_THAT(bench.Transport->Requests(), SizeIs(1));
  }
}

TYPED_TEST(Cancellation, ByADeadlineDuringTheBackOffEndsTheCall) {
  CallBench bench;
  bench.Environment.AtNextWait([&] { bench.Environment.Advance(seconds(10)); });
  bench.Transport->WillRespond(429);
  const auto ended =
      this->Ended(bench, Context::WithDeadline(bench.Environment.SteadyNow() + seconds(5)));
  EXPECT_EQ(ended.Attempts(), 1);
  EXPECT_FALSE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(ended.what(), HasSubstr("deadline"));
}

TYPED_TEST(Cancellation, BetweenAttemptsWithoutAWaitSendsNoMore) {
  CallBench bench;
  const Context context = Context::Cancellable();
  bench.Transport->Will([&](const HttpRequest&, const Context&) -> HttpResponse {
    context.Cancel();
    throw ReusedConnectionLost("closed");
  });
  const auto ended = this->Ended(bench, context);
  EXPECT_EQ(ended.Attempts(), 1);
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(bench.Transport->Requests(), SizeIs(1));
}

// Runs an action, such as cancelling the context, after an attempt.
class EndingPolicy final : public HttpPolicy {
 public:
  explicit EndingPolicy(std::function<void()> end) : end_(std::move(end)) {}
  void OnOutcome(const AttemptOutcome&) const override { end_(); }

 private:
  std::function<void()> end_;
};

TYPED_TEST(Cancellation, ByAPolicyAfterAnAttemptSendsNoMore) {
  CallBench bench;
  const Context context = Context::Cancellable();
  bench.Options.PerRetryPolicies = {
      std::make_shared<EndingPolicy>([&context] { context.Cancel(); })};
  bench.Transport->WillRespond(502);
  const auto ended = this->Ended(bench, context);
  EXPECT_EQ(ended.Attempts(), 1);
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(bench.Transport->Requests(), SizeIs(1));
}

// The response's failure says more than the fact that the deadline has passed.
TYPED_TEST(Cancellation, ByADeadlineThatPassedWithAResponseThrowsTheResponsesFailure) {
  CallBench bench;
  bench.Transport->Will([&](const HttpRequest&, const Context&) {
    bench.Environment.Advance(seconds(7));
    return HttpResponse(503);
  });
  const auto failed = Thrown<RequestFailedException>([&] {
    TypeParam::Send(bench.Client(),
                    Context::WithDeadline(bench.Environment.SteadyNow() + seconds(5)));
  });
  EXPECT_EQ(failed.Status(), 503);
  EXPECT_THAT(failed.what(), HasSubstr("deadline"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
