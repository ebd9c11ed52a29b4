#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "support/drivers.hpp"
#include "support/reused_connection_lost.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint64_t LeastDraw = 0;
constexpr std::uint64_t GreatestDraw = ~std::uint64_t{0};

HttpResponse LoseReusedConnection(const HttpRequest& /*request*/, const Context& /*context*/) {
  throw ReusedConnectionLost("the connection was closed");
}

template <class Driver>
class RetryBehaviour : public ::testing::Test {};

TYPED_TEST_SUITE(RetryBehaviour, Drivers);

TYPED_TEST(RetryBehaviour, RetriesUntilTheServiceRecovers) {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillFail(TransportError::ConnectionLost, true);
  bench.Transport->WillRespond(500);
  bench.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
  EXPECT_THAT(bench.Transport->Requests(), SizeIs(4));
  EXPECT_THAT(bench.Environment.Waits(),
              ElementsAre(milliseconds(800), milliseconds(1600), milliseconds(3200)));
}

TYPED_TEST(RetryBehaviour, GivesUpAfterTheLastRetryForEveryNumberOfFailures) {
  for (const bool hasResponse : {true, false}) {
    for (const int maxRetries : {0, 1, 3, 6}) {
      for (int failures = 0; failures <= maxRetries + 1; ++failures) {
        SCOPED_TRACE(std::to_string(failures) + " failures, MaxRetries " +
                     std::to_string(maxRetries) + (hasResponse ? ", status" : ", transport"));
        CallBench bench;
        bench.Options.Retry.MaxRetries = maxRetries;
        for (int i = 0; i < failures; ++i) {
          if (hasResponse) {
            bench.Transport->WillRespond(503);
          } else {
            bench.Transport->WillFail(TransportError::Connect, false);
          }
        }
        bench.Transport->WillRespond(202);

        const int retries = std::min(failures, maxRetries);
        if (failures <= maxRetries) {
          EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
        } else {
          const auto failed = Thrown<WebPubSubException>([&] { TypeParam::Send(bench.Client()); });
          EXPECT_EQ(failed.Attempts(), retries + 1);
        }
        EXPECT_THAT(bench.Transport->Requests(), SizeIs(retries + 1));
        std::vector<milliseconds> waits;
        for (int i = 0; i < retries; ++i) waits.push_back(milliseconds(800) * (1 << i));
        EXPECT_THAT(bench.Environment.Waits(), ElementsAreArray(waits));
      }
    }
  }
}

TYPED_TEST(RetryBehaviour, RetriesTransientStatusesOnly) {
  const std::set<int> passing = {408, 429, 500, 502, 503, 504};
  for (int status = 201; status < 600; ++status) {
    if (status == 404) continue;  // UserExists accepts 404
    CallBench bench;
    bench.Transport->WillRespond(status);
    bench.Transport->WillRespond(200);
    if (passing.count(status) != 0) {
      EXPECT_TRUE(TypeParam::Ask(bench.Client())) << status;
    } else {
      const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Ask(bench.Client()); });
      EXPECT_EQ(failed.Status(), status);
      EXPECT_EQ(failed.Attempts(), 1) << status;
      EXPECT_THAT(bench.Environment.Waits(), IsEmpty()) << status;
    }
  }
}

TYPED_TEST(RetryBehaviour, RetriesTheFailuresOfTheNetwork) {
  for (const TransportError error :
       {TransportError::NameResolution, TransportError::Connect, TransportError::Tls,
        TransportError::Proxy, TransportError::Resources, TransportError::ConnectionLost,
        TransportError::Timeout, TransportError::MalformedResponse}) {
    CallBench bench;
    bench.Transport->WillFail(error, true);
    bench.Transport->WillRespond(202);
    EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202) << ToString(error);

    CallBench broken;
    for (int i = 0; i < 4; ++i) broken.Transport->WillFail(error, true);
    const auto failed = Thrown<TransportException>([&] { TypeParam::Send(broken.Client()); });
    EXPECT_EQ(failed.Cause(), error);
    EXPECT_EQ(failed.Attempts(), 4) << ToString(error);
  }
}

TYPED_TEST(RetryBehaviour, DoesNotRetryAResponseOverTheSizeLimit) {
  CallBench bench;
  bench.Transport->WillFail(TransportError::ResponseTooLarge, true);
  const auto failed = Thrown<InvalidResponseException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Attempts(), 1);
  EXPECT_TRUE(failed.MayHaveBeenAccepted());
}

TYPED_TEST(RetryBehaviour, DoesNotRetryAnUnexpectedExceptionOfATransport) {
  const std::vector<ScriptedTransport::Step> steps = {
      [](const HttpRequest&, const Context&) -> HttpResponse { throw std::out_of_range("odd"); },
      [](const HttpRequest&, const Context&) -> HttpResponse {
        throw InvalidResponseException("odd");
      },
      [](const HttpRequest&, const Context&) -> HttpResponse { throw 42; }};
  for (const auto& step : steps) {
    CallBench bench;
    bench.Transport->Will(step);
    const auto failed = Thrown<TransportException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_EQ(failed.Cause(), TransportError::Other);
    EXPECT_EQ(failed.Attempts(), 1);
    EXPECT_TRUE(failed.MayHaveBeenAccepted());
    EXPECT_THAT(failed.what(), ::testing::AnyOf(HasSubstr("odd"), HasSubstr("unknown")));
  }
}

TYPED_TEST(RetryBehaviour, ThrowsTheLastOfDifferentFailures) {
  CallBench bench;
  bench.Transport->WillFail(TransportError::Connect, false);
  bench.Transport->WillRespond(429);
  bench.Transport->WillFail(TransportError::Timeout, true);
  bench.Transport->WillRespond(400);
  const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Status(), 400);
  EXPECT_EQ(failed.Attempts(), 4);
}

struct BackOffRow {
  std::uint64_t Draw;
  milliseconds Delay;
  milliseconds MaxDelay;
  std::vector<int> Waits;
};

TYPED_TEST(RetryBehaviour, DoublesTheWaitWithJitterUpToTheLongest) {
  const std::vector<BackOffRow> rows = {
      {LeastDraw, milliseconds(800), seconds(60), {640, 1280, 2560, 5120, 10240}},
      {GreatestDraw, milliseconds(800), seconds(60), {960, 1920, 3840, 7680, 15360}},
      {LeastDraw, milliseconds(800), seconds(2), {640, 1280, 2000, 2000, 2000}},
      {GreatestDraw, milliseconds(800), seconds(2), {960, 1920, 2000, 2000, 2000}},
      {LeastDraw, milliseconds(100), seconds(60), {80, 160, 320, 640, 1280}},
      {GreatestDraw, seconds(30), seconds(10), {10000, 10000, 10000, 10000, 10000}}};
  for (const BackOffRow& row : rows) {
    CallBench bench;
    bench.Environment.WillDraw({row.Draw});
    bench.Options.Retry.MaxRetries = 5;
    bench.Options.Retry.Delay = row.Delay;
    bench.Options.Retry.MaxDelay = row.MaxDelay;
    for (int i = 0; i < 6; ++i) bench.Transport->WillRespond(503);
    EXPECT_THROW(TypeParam::Send(bench.Client()), RequestFailedException);
    std::vector<milliseconds> waits;
    for (const int wait : row.Waits) waits.emplace_back(wait);
    EXPECT_THAT(bench.Environment.Waits(), ElementsAreArray(waits));
  }
}

TYPED_TEST(RetryBehaviour, RetriesAtOnceWithoutADelay) {
  CallBench bench;
  bench.Options.Retry.Delay = milliseconds(0);
  for (int i = 0; i < 3; ++i) bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
  EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
}

struct RetryAfterRow {
  int Status;
  HttpHeaders Headers;
  std::vector<milliseconds> Waits;
};

TYPED_TEST(RetryBehaviour, NeverWaitsShorterThanRetryAfterOrItsOwnDelay) {
  const std::string inTenSeconds =
      "Sat, 31 Jan 2026 12:00:10 GMT";  // FakeEnvironment::Start() + 10 s
  const std::vector<RetryAfterRow> rows = {
      {503, {{"Retry-After", "5"}}, {seconds(5)}},
      {429, {{"Retry-After", "90"}}, {seconds(90)}},  // longer than MaxDelay
      {408, {{"Retry-After", inTenSeconds}}, {seconds(10)}},
      {500, {{"retry-after-ms", "1500"}}, {milliseconds(1500)}},
      {502, {{"x-ms-retry-after-ms", "2500"}}, {milliseconds(2500)}},
      {503, {{"retry-after-ms", "10"}}, {milliseconds(800)}},
      {504, {{"Retry-After", "0"}}, {milliseconds(800)}},
      {503, {{"Retry-After", "-5"}}, {milliseconds(800)}},
      {503, {{"Retry-After", "soon"}}, {milliseconds(800)}},
      {503, {{"Retry-After", "Sat, 31 Jan 2026 11:59:59 GMT"}}, {milliseconds(800)}},
      // A Retry-After doesn't make a permanent failure retryable.
      {400, {{"Retry-After", "5"}}, {}},
      {501, {{"retry-after-ms", "5000"}}, {}}};
  for (const RetryAfterRow& row : rows) {
    SCOPED_TRACE(row.Headers.begin()->first + ": " + row.Headers.begin()->second);
    CallBench bench;
    bench.Transport->WillRespond(row.Status, row.Headers);
    bench.Transport->WillRespond(202);
    if (row.Waits.empty()) {
      EXPECT_THROW(TypeParam::Send(bench.Client()), RequestFailedException);
    } else {
      EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
    }
    EXPECT_THAT(bench.Environment.Waits(), ElementsAreArray(row.Waits));
  }
}

struct LongWaitRow {
  int Status;
  HttpHeaders Headers;
  std::string Says;
};

// The client's clock reads 2026-01-31T12:00:00Z.
std::vector<LongWaitRow> LongWaitRows() {
  return {{503, {{"Retry-After", "121"}}, "121000 ms"},
          {429, {{"Retry-After", "86400"}}, "86400000 ms"},
          {408, {{"retry-after-ms", "120001"}}, "120001 ms"},
          {500, {{"x-ms-retry-after-ms", "600000"}}, "600000 ms"},
          {502, {{"Retry-After", "99999999999999999999"}}, "3153600000000 ms"},
          {504, {{"Retry-After", "Sun, 01 Feb 2026 12:00:00 GMT"}}, "86400000 ms"},
          {503, {{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}, "3153600000000 ms"},
          {503,
           {{"Date", "Sat, 31 Jan 2026 09:00:00 GMT"},
            {"Retry-After", "Sat, 31 Jan 2026 09:03:00 GMT"}},
           "180000 ms"}};
}

TYPED_TEST(RetryBehaviour, EndsACallWithAResponseThatDemandsALongerWaitThanMaxRetryAfter) {
  for (const LongWaitRow& row : LongWaitRows()) {
    SCOPED_TRACE(row.Headers.begin()->second);
    CallBench bench;
    bench.Transport->WillRespond(row.Status, row.Headers, R"({"code":"Busy","message":"No."})");
    const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_EQ(failed.Status(), row.Status);
    EXPECT_EQ(failed.ErrorCode(), "Busy");
    EXPECT_EQ(failed.Attempts(), 1);
    EXPECT_THAT(failed.what(), HasSubstr(row.Says));
    EXPECT_THAT(failed.what(), HasSubstr("options.Retry.MaxRetryAfter"));
    EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
  }
}

TYPED_TEST(RetryBehaviour, WaitsForARetryAfterOfUpToMaxRetryAfter) {
  struct Row {
    milliseconds MaxRetryAfter;
    HttpHeaders Headers;
    milliseconds Wait;
  };
  for (const Row& row : {Row{seconds(120), {{"Retry-After", "120"}}, seconds(120)},
                         Row{seconds(5), {{"Retry-After", "5"}}, seconds(5)},
                         Row{milliseconds(0), {{"Retry-After", "0"}}, milliseconds(800)},
                         Row{milliseconds(0), {}, milliseconds(800)},
                         Row{milliseconds(0), {{"Retry-After", "soon"}}, milliseconds(800)},
                         Row{std::chrono::hours(48), {{"Retry-After", "86400"}}, seconds(86400)},
                         Row{milliseconds::max(), {{"Retry-After", "86400"}}, seconds(86400)},
                         // The service's clock is three hours ahead of the client's, or behind.
                         Row{seconds(120),
                             {{"Date", "Sat, 31 Jan 2026 15:00:00 GMT"},
                              {"Retry-After", "Sat, 31 Jan 2026 15:00:09 GMT"}},
                             seconds(9)},
                         Row{seconds(120),
                             {{"Date", "Sat, 31 Jan 2026 09:00:00 GMT"},
                              {"Retry-After", "Sat, 31 Jan 2026 09:00:09 GMT"}},
                             seconds(9)}}) {
    CallBench bench;
    bench.Options.Retry.MaxRetryAfter = row.MaxRetryAfter;
    bench.Transport->WillRespond(503, row.Headers);
    bench.Transport->WillRespond(202);
    EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
    EXPECT_THAT(bench.Environment.Waits(), ElementsAre(row.Wait));
  }
}

// The longest wait that the client chooses is another option.
TYPED_TEST(RetryBehaviour, BacksOffLongerThanMaxRetryAfter) {
  CallBench bench;
  bench.Options.Retry.Delay = seconds(300);
  bench.Options.Retry.MaxDelay = seconds(300);
  bench.Transport->WillRespond(503, {{"Retry-After", "7"}});
  bench.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
  EXPECT_THAT(bench.Environment.Waits(), ElementsAre(seconds(300)));
}

TYPED_TEST(RetryBehaviour, FailsAtOnceIfTheWaitWouldPassTheDeadlineAndSaysSo) {
  struct Row {
    HttpHeaders Headers;
    std::string Wait;
  };
  for (const Row& row :
       {Row{{{"Retry-After", "3600"}}, "3600000 ms"},
        Row{{{"Retry-After", "3153600000"}}, "3153600000000 ms"},
        Row{{{"Retry-After", "99999999999999999999"}}, "3153600000000 ms"},
        Row{{{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}, "3153600000000 ms"},
        Row{{{"retry-after-ms", "9223372036854775807"}}, "3153600000000 ms"},
        Row{{{"Retry-After", "2"}}, "2000 ms"}, Row{{}, "800 ms"}}) {
    CallBench bench;
    bench.Transport->WillRespond(503, row.Headers, R"({"code":"Busy","message":"Come back."})");
    const auto context = Context::WithDeadline(bench.Environment.SteadyNow() + milliseconds(800));
    const auto failed =
        Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client(), context); });
    EXPECT_EQ(failed.Status(), 503);
    EXPECT_EQ(failed.ErrorCode(), "Busy");
    EXPECT_THAT(failed.what(), HasSubstr("Come back."));
    EXPECT_THAT(failed.what(), HasSubstr(row.Wait));
    EXPECT_THAT(failed.what(), HasSubstr("deadline"));
    EXPECT_EQ(failed.Attempts(), 1);
    EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
  }
}

TYPED_TEST(RetryBehaviour, SaysThatTheDeadlineForbadeTheRetryOfATransportFailure) {
  CallBench bench;
  bench.Transport->WillFail(TransportError::Connect, false);
  const auto context = Context::WithDeadline(bench.Environment.SteadyNow() + milliseconds(1));
  const auto failed = Thrown<TransportException>([&] { TypeParam::Send(bench.Client(), context); });
  EXPECT_EQ(failed.Cause(), TransportError::Connect);
  EXPECT_THAT(failed.what(), HasSubstr("deadline"));
}

TYPED_TEST(RetryBehaviour, RetriesWithinTheDeadline) {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  const auto context = Context::WithDeadline(bench.Environment.SteadyNow() + milliseconds(801));
  EXPECT_EQ(TypeParam::Send(bench.Client(), context).Status(), 202);
}

TYPED_TEST(RetryBehaviour, RetriesAtOnceWhenAPooledConnectionWasClosed) {
  CallBench bench;
  bench.Transport->Will(LoseReusedConnection);
  bench.Transport->WillRespond(202);
  EXPECT_EQ(TypeParam::Send(bench.Client()).Status(), 202);
  EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
}

TYPED_TEST(RetryBehaviour, CountsTheImmediateRetryForAClosedConnection) {
  CallBench bench;
  bench.Options.Retry.MaxRetries = 2;
  for (int i = 0; i < 3; ++i) bench.Transport->Will(LoseReusedConnection);
  const auto failed = Thrown<TransportException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Cause(), TransportError::ConnectionLost);
  EXPECT_EQ(failed.Attempts(), 3);
  EXPECT_TRUE(failed.MayHaveBeenAccepted());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
