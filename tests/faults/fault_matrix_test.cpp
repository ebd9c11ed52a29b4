// Every fault, with every kind of operation, in both forms and both retry modes.

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <tuple>
#include <vector>

#include "fault.hpp"
#include "fault_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds FirstDelay{800};

struct Cell {
  const Fault& What;
  const OperationKind& Kind;
  Form How;
  SendRetry Mode;
  Wire Over;
};

bool IsFault(const Cell& cell) {
  return cell.What.Ending != "success" && (cell.Kind.HasResponseBody || !cell.What.IsInTheBody);
}

bool IsRepeated(const Cell& cell) {
  const bool couldSendTwice = cell.Kind.IsSend && cell.What.MayHaveBeenAccepted;
  return IsFault(cell) && cell.What.IsRepeated &&
         (cell.Mode == SendRetry::AtLeastOnce || !couldSendTwice);
}

// Where every one fails.
int AttemptsOf(const Cell& cell) { return IsRepeated(cell) ? 1 + FaultBench::MaxRetries : 1; }

Outcome Failed(const Cell& cell, int attempts) {
  return {cell.What.Ending, cell.What.MayHaveBeenAccepted, attempts};
}

/// What came of a call, as its caller, the server and the clock see it.
struct Result {
  Outcome End;
  int Requests = 0;
  std::vector<milliseconds> Waits;

  friend bool operator==(const Result& a, const Result& b) {
    return a.End == b.End && a.Requests == b.Requests && a.Waits == b.Waits;
  }
};
void PrintTo(const Result& result, std::ostream* out) {
  PrintTo(result.End, out);
  *out << ", requests: " << result.Requests << ", waits: " << testing::PrintToString(result.Waits);
}

// Returns how the cell's call ends, and checks with the real clock that it ends in time.
Outcome TimedOutcome(const Cell& cell, const WebPubSubServiceClient& client, milliseconds least) {
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = OutcomeOf([&] { cell.Kind.Call(cell.How, client); });
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  // libcurl's clock may run slightly ahead of std::chrono::steady_clock.
  EXPECT_GE(elapsed, least * 3 / 4);
  EXPECT_LT(elapsed, FaultBench::Soon);
  return outcome;
}

Result Run(const Cell& cell, int failures, milliseconds timeout) {
  FaultBench bench;
  if (cell.What.IsSlow) bench.UseShortTimeouts(timeout);
  bench.Options.Retry.Sends = cell.Mode;
  const auto site = cell.What.MakeSite(failures, cell.Kind.GoodResponse, cell.Over);
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), cell.Kind.NeedsTokenCredential);
  const int slowAttempts = cell.What.IsSlow ? std::min(failures, AttemptsOf(cell)) : 0;
  Result result;
  result.End = TimedOutcome(cell, client, slowAttempts * timeout);
  result.Requests = site->Requests();
  result.Waits = bench.Environment.Waits();
  return result;
}

// A busy machine may need longer than a short time-out for what precedes the fault. Then the call
// ends otherwise; with a longer one it doesn't.
void Check(const Cell& cell, int failures, const Result& expected) {
  Result result;
  for (const int factor : {1, 4, 16, 64}) {
    result = Run(cell, failures, FaultBench::ShortTimeout * factor);
    if (result == expected || !cell.What.IsSlow) break;
  }
  EXPECT_EQ(result, expected);
}

// Every attempt fails.
void CheckPermanentFault(const Cell& cell) {
  const int attempts = AttemptsOf(cell);
  const Result expected{IsFault(cell) ? Failed(cell, attempts) : Success(),
                        attempts * cell.What.RequestsSeen,
                        std::vector<milliseconds>(attempts - 1, FirstDelay)};
  Check(cell, 1000, expected);
}

// Only the first attempt fails.
void CheckTransientFault(const Cell& cell) {
  const int repetitions = IsRepeated(cell) ? 1 : 0;
  const bool succeeds = !IsFault(cell) || IsRepeated(cell);
  const Result expected{succeeds ? Success() : Failed(cell, 1),
                        cell.What.RequestsSeen + repetitions,
                        std::vector<milliseconds>(repetitions, FirstDelay)};
  Check(cell, 1, expected);
}

using Parameter = std::tuple<Fault, Form, const char*>;

class FaultMatrix : public testing::TestWithParam<Parameter> {};

TEST_P(FaultMatrix, EndsAsTheTableSays) {
  const auto& [fault, form, scheme] = GetParam();
  const Wire wire = WireOf(scheme);
  for (const OperationKind& kind : OperationKinds()) {
    const bool isCostly = fault.IsCostly || wire == Wire::Https;
    if (isCostly && !kind.IsRepresentative) continue;
    // A reset may overtake a TLS record, and then the response has no end.
    if (wire == Wire::Https && fault.IsInTheBody && !kind.HasResponseBody) continue;
    for (const SendRetry mode : {SendRetry::AtLeastOnce, SendRetry::AtMostOnce}) {
      SCOPED_TRACE(kind.Name + (mode == SendRetry::AtMostOnce ? ", at most once" : ""));
      const Cell cell{fault, kind, form, mode, wire};
      CheckPermanentFault(cell);
      if (fault.CanRecover) CheckTransientFault(cell);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Table, FaultMatrix,
                         testing::Combine(testing::ValuesIn(Faults()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http")),
                         [](const auto& row) { return NameOf(row.param); });
INSTANTIATE_TEST_SUITE_P(Tls, FaultMatrix,
                         testing::Combine(testing::ValuesIn(ServedFaults()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("https")),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
