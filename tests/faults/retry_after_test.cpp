// Retry-After and its variants, with each status that is retried, in both forms.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

struct HeaderAndWait {
  std::string Header;
  milliseconds Wait;
};

// The bench's clock reads 2026-01-31T12:00:00Z, unless the response has another. The library's own
// delay is 800 ms.
const std::vector<HeaderAndWait>& HeadersAndWaits() {
  static const std::vector<HeaderAndWait> rows = {
      {"", milliseconds(800)},
      {"Retry-After: 0\r\n", milliseconds(800)},
      {"Retry-After: 5\r\n", milliseconds(5000)},
      {"retry-after-ms: 1500\r\n", milliseconds(1500)},
      {"x-ms-retry-after-ms: 2500\r\nRetry-After: 9\r\n", milliseconds(2500)},
      {"Retry-After: Sat, 31 Jan 2026 12:00:07 GMT\r\n", milliseconds(7000)},
      {"Retry-After: Sat, 31 Jan 2026 11:00:00 GMT\r\n", milliseconds(800)},
      {"Date: Sat, 31 Jan 2026 09:00:00 GMT\r\nRetry-After: Sat, 31 Jan 2026 09:00:07 GMT\r\n",
       milliseconds(7000)},
      {"Retry-After: Sat, 31 Jan 2026 18:00:07 GMT\r\nDate: Sat, 31 Jan 2026 18:00:00 GMT\r\n",
       milliseconds(7000)},
      {"Date: now\r\nRetry-After: Sat, 31 Jan 2026 12:00:07 GMT\r\n", milliseconds(7000)},
      {"Retry-After: 120\r\n", milliseconds(120'000)},
      {"Retry-After: soon\r\n", milliseconds(800)},
      {"Retry-After: -5\r\n", milliseconds(800)},
      {"Retry-After: 5.5\r\n", milliseconds(800)},
  };
  return rows;
}

Play Refusing(int status, const std::string& header) {
  const std::string response = "HTTP/1.1 " + std::to_string(status) + " No\r\n" + header +
                               "Connection: close\r\nContent-Length: 0\r\n\r\n";
  return [response](ScriptedConnection& connection, const std::string&) {
    connection.ReadRequest();
    connection.Write(response);
  };
}

class RetryAfter : public testing::TestWithParam<std::tuple<int, Form, const char*>> {};

TEST_P(RetryAfter, IsHeeded) {
  const auto& [status, form, scheme] = GetParam();
  const OperationKind& operation = OperationKinds().at(2);
  for (const HeaderAndWait& row : HeadersAndWaits()) {
    SCOPED_TRACE(row.Header);
    FaultBench bench;
    const auto site =
        FaultyServer(Refusing(status, row.Header), 1, operation.GoodResponse, WireOf(scheme));
    site->Configure(bench.Options.Transport);
    const auto client = bench.Client(site->Url(), false);
    EXPECT_EQ(OutcomeOf([&, form = form] { operation.Call(form, client); }), Success());
    EXPECT_THAT(bench.Environment.Waits(), ElementsAre(row.Wait));
  }
}

// Without a deadline.
TEST_P(RetryAfter, LongerThanMaxRetryAfterEndsTheCall) {
  const auto& [status, form, scheme] = GetParam();
  const OperationKind& operation = OperationKinds().at(2);
  for (const char* header :
       {"Retry-After: 121\r\n", "Retry-After: 86400\r\n", "retry-after-ms: 120001\r\n",
        "x-ms-retry-after-ms: 86400000\r\n", "Retry-After: 99999999999999999999\r\n",
        "Retry-After: Sun, 01 Feb 2026 12:00:00 GMT\r\n",
        "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n"}) {
    SCOPED_TRACE(header);
    FaultBench bench;
    const auto site =
        FaultyServer(Refusing(status, header), 1, operation.GoodResponse, WireOf(scheme));
    site->Configure(bench.Options.Transport);
    const auto client = bench.Client(site->Url(), false);
    const Outcome outcome = OutcomeOf([&, form = form] { operation.Call(form, client); });
    EXPECT_EQ(outcome.Ending, "RequestFailed " + std::to_string(status));
    EXPECT_EQ(outcome.Attempts, 1);
    EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
  }
}

TEST_P(RetryAfter, OfACenturyDoesNotHangACallWithADeadline) {
  const auto& [status, form, scheme] = GetParam();
  const OperationKind& operation = OperationKinds().at(2);
  FaultBench bench;
  const auto site =
      FaultyServer(Refusing(status, "Retry-After: 3155760000\r\n"), 1000, "", WireOf(scheme));
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), false);
  const Context context =
      Context::WithDeadline(bench.Environment.SteadyNow() + std::chrono::hours(1000));
  const Outcome outcome = OutcomeOf([&, form = form] { operation.Call(form, client, context); });
  EXPECT_EQ(outcome.Ending, "RequestFailed " + std::to_string(status));
  EXPECT_EQ(outcome.Attempts, 1);
  EXPECT_THAT(bench.Environment.Waits(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Table, RetryAfter,
                         testing::Combine(testing::Values(408, 429, 500, 502, 503, 504),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) {
                           return std::to_string(std::get<0>(row.param)) +
                                  NameOf(std::get<1>(row.param)) + std::get<2>(row.param);
                         });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
