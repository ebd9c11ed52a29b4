#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "support/drivers.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Time = std::optional<std::chrono::steady_clock::time_point>;

// A bench whose transport keeps the deadline of each request.
struct TimedBench : CallBench {
  explicit TimedBench(std::optional<milliseconds> timeout) {
    Options.CallTimeout = timeout;
    Transport->Otherwise([this](const HttpRequest& request, const Context& context) {
      Deadlines.push_back(context.Deadline());
      return HttpResponse(request.Method() == HttpMethod::Get ? 200 : 202);
    });
  }
  Time After(milliseconds time) const { return Environment.SteadyNow() + time; }

  std::vector<Time> Deadlines;
};

template <class Driver>
class CallTimeout : public ::testing::Test {};

TYPED_TEST_SUITE(CallTimeout, Drivers);

TYPED_TEST(CallTimeout, IsTheDeadlineOfACallUnlessItsContextEndsEarlier) {
  struct Row {
    std::optional<milliseconds> Timeout;
    std::optional<seconds> Context;
    std::optional<seconds> Deadline;
  };
  for (const Row& row :
       {Row{seconds(30), {}, seconds(30)}, Row{seconds(30), seconds(5), seconds(5)},
        Row{seconds(30), seconds(30), seconds(30)}, Row{seconds(30), seconds(99), seconds(30)},
        Row{{}, {}, {}}, Row{{}, seconds(5), seconds(5)}, Row{milliseconds::max(), {}, {}},
        Row{milliseconds::max(), seconds(5), seconds(5)}, Row{hours(100 * 365 * 24), {}, {}}}) {
    TimedBench bench(row.Timeout);
    Context context;
    if (row.Context) context = Context::WithDeadline(*bench.After(*row.Context));
    TypeParam::Send(bench.Client(), context);
    EXPECT_THAT(bench.Deadlines, ElementsAre(row.Deadline ? bench.After(*row.Deadline) : Time()));
  }
}

TYPED_TEST(CallTimeout, BeginsAnewWithEachCall) {
  TimedBench bench(seconds(30));
  const auto client = bench.Client();
  for (int i = 0; i < 3; ++i) {
    TypeParam::Send(client);
    EXPECT_EQ(bench.Deadlines.back(), bench.After(seconds(30)));
    bench.Environment.Advance(seconds(40));
  }
}

TYPED_TEST(CallTimeout, KeepsTheCancellationAndTheIdOfTheContext) {
  TimedBench bench(seconds(30));
  const Context context = Context::Cancellable();
  bench.Transport->Will([&](const HttpRequest& request, const Context&) -> HttpResponse {
    EXPECT_EQ(request.Headers().Get("x-ms-client-request-id"), "my-id");
    context.Cancel();
    throw OperationCancelledException("cancelled", true);
  });
  const auto ended = Thrown<OperationCancelledException>(
      [&] { TypeParam::Send(bench.Client(), context.WithClientRequestId("my-id")); });
  EXPECT_THAT(ended.what(), HasSubstr("cancelled"));
}

TYPED_TEST(CallTimeout, EndsACallDuringAnAttempt) {
  TimedBench bench(seconds(30));
  bench.Transport->Will([&](const HttpRequest&, const Context&) -> HttpResponse {
    bench.Environment.Advance(seconds(30));
    throw OperationCancelledException("the deadline has passed", true);
  });
  const auto ended = Thrown<OperationCancelledException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(ended.Attempts(), 1);
  EXPECT_TRUE(ended.MayHaveBeenAccepted());
  EXPECT_THAT(ended.what(), HasSubstr("deadline"));
}

// All attempts together, with the waits between them: 0.8 s, 1.6 s, and no third retry.
TYPED_TEST(CallTimeout, HoldsForAllAttemptsTogether) {
  TimedBench bench(seconds(5));
  for (int i = 0; i < 4; ++i) bench.Transport->WillRespond(503);
  const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Attempts(), 3);
  EXPECT_THAT(failed.what(), HasSubstr("deadline"));
  EXPECT_THAT(bench.Environment.Waits(), ElementsAre(milliseconds(800), milliseconds(1600)));
}

TYPED_TEST(CallTimeout, DoesNotWaitForARetryAfterThatPassesIt) {
  TimedBench bench(seconds(30));
  bench.Transport->WillRespond(429, {{"Retry-After", "60"}});
  const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Attempts(), 1);
  EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
}

TEST(CallTimeoutOfMany, HoldsForEachRequestOfAFanOutAndEachPage) {
  TimedBench bench(seconds(30));
  FanOutOptions how;
  how.MaxConcurrency = 1;
  const auto client = bench.Client();
  bench.Transport->Will([&](const HttpRequest&, const Context& context) {
    bench.Deadlines.push_back(context.Deadline());
    bench.Environment.Advance(seconds(20));
    return HttpResponse(202);
  });
  const Time first = bench.After(seconds(30));
  client.SendToUsers({"ann", "bob"}, "hi", how);
  EXPECT_THAT(bench.Deadlines, ElementsAre(first, bench.After(seconds(30))));

  bench.Deadlines.clear();
  std::vector<Time> expected;
  for (const char* body :
       {R"({"value":[],"nextLink":"https://name.example/next"})", R"({"value":[]})"}) {
    bench.Transport->Will([&, body](const HttpRequest&, const Context& context) {
      bench.Deadlines.push_back(context.Deadline());
      expected.push_back(bench.After(seconds(30)));
      bench.Environment.Advance(seconds(20));
      return HttpResponse(200, {}, body);
    });
  }
  for (const auto& page : client.ListConnectionsInGroup("room").AsPages()) (void)page;
  EXPECT_EQ(bench.Deadlines, expected);
  EXPECT_THAT(expected, ::testing::SizeIs(2));
}

TEST(CallTimeoutOption, MustBePositive) {
  for (const auto timeout : {milliseconds(0), milliseconds(-1), milliseconds::min()}) {
    CallBench bench;
    bench.Options.CallTimeout = timeout;
    ExpectRefused("options.CallTimeout", [&] { (void)bench.Client(); });
  }
  for (const auto wait : {milliseconds(-1), milliseconds::min()}) {
    CallBench bench;
    bench.Options.Retry.MaxRetryAfter = wait;
    ExpectRefused("options.Retry.MaxRetryAfter", [&] { (void)bench.Client(); });
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
