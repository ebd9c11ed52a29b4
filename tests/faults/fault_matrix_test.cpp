// Every fault, with every kind of operation, in both forms and both retry modes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault.hpp"
#include "fault_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;

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

Outcome Failed(const Cell& cell, int attempts) {
  return {cell.What.Ending, cell.What.MayHaveBeenAccepted, attempts};
}

// The attempt that succeeds needs some time too, and more for a handshake.
milliseconds TimeoutFor(const Cell& cell) {
  return FaultBench::ShortTimeout * (cell.Over == Wire::Https ? 3 : 1);
}

// Returns how the cell's call ends, and checks with the real clock that it ends in time.
Outcome TimedOutcome(const Cell& cell, const WebPubSubServiceClient& client, int slowAttempts) {
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome = OutcomeOf([&] { cell.Kind.Call(cell.How, client); });
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  // libcurl's clock may run slightly ahead of std::chrono::steady_clock.
  const milliseconds least = slowAttempts * TimeoutFor(cell) * 3 / 4;
  EXPECT_GE(elapsed, cell.What.IsSlow ? least : milliseconds(0));
  EXPECT_LT(elapsed, FaultBench::Soon);
  return outcome;
}

// Every attempt fails.
void CheckPermanentFault(const Cell& cell) {
  FaultBench bench;
  if (cell.What.IsSlow) bench.UseShortTimeouts(TimeoutFor(cell));
  bench.Options.Retry.Sends = cell.Mode;
  const auto site = cell.What.MakeSite(1000, cell.Kind.GoodResponse, cell.Over);
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), cell.Kind.NeedsTokenCredential);
  const int attempts = IsRepeated(cell) ? 1 + FaultBench::MaxRetries : 1;

  const auto outcome = TimedOutcome(cell, client, attempts);

  EXPECT_EQ(outcome, IsFault(cell) ? Failed(cell, attempts) : Success());
  EXPECT_EQ(site->Requests(), attempts * cell.What.RequestsSeen);
  EXPECT_THAT(bench.Environment.Waits(), testing::SizeIs(attempts - 1));
}

// Only the first attempt fails.
void CheckTransientFault(const Cell& cell) {
  FaultBench bench;
  if (cell.What.IsSlow) bench.UseShortTimeouts(TimeoutFor(cell));
  bench.Options.Retry.Sends = cell.Mode;
  const auto site = cell.What.MakeSite(1, cell.Kind.GoodResponse, cell.Over);
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), cell.Kind.NeedsTokenCredential);

  const auto outcome = TimedOutcome(cell, client, 1);

  const bool succeeds = !IsFault(cell) || IsRepeated(cell);
  EXPECT_EQ(outcome, succeeds ? Success() : Failed(cell, 1));
  EXPECT_EQ(site->Requests(), cell.What.RequestsSeen + (IsRepeated(cell) ? 1 : 0));
  EXPECT_THAT(bench.Environment.Waits(), testing::ElementsAreArray(std::vector<milliseconds>(
                                             IsRepeated(cell) ? 1 : 0, milliseconds(800))));
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
