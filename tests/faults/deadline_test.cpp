// No call outlives its deadline, whatever the fault. Measured with the real clock.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault.hpp"
#include "fault_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A slow fault lasts until the deadline ends the call. Any other fault ends the call before its
// deadline, because the delay before a retry would pass the deadline.
constexpr milliseconds Short{60};
constexpr auto Long = FaultBench::Soon;

class Deadline : public testing::TestWithParam<std::tuple<Fault, Form>> {};

TEST_P(Deadline, IsNotPassed) {
  const auto& [fault, form] = GetParam();
  const milliseconds given = fault.IsSlow ? Short : milliseconds(Long);
  for (const OperationKind& kind : OperationKinds()) {
    if (!kind.IsRepresentative || (fault.IsInTheBody && !kind.HasResponseBody)) continue;
    SCOPED_TRACE(kind.Name);
    FaultBench bench;
    bench.Options.Retry.Delay = 4 * Long;
    bench.Options.Retry.MaxDelay = 4 * Long;
    const auto site = fault.MakeSite(1000, kind.GoodResponse, Wire::Http);
    site->Configure(bench.Options.Transport);
    const auto client = bench.ClientInTheRealEnvironment(site->Url(), kind.NeedsTokenCredential);

    const auto begin = steady_clock::now();
    const Context context = Context::WithDeadline(begin + given);
    const Outcome outcome = OutcomeOf([&, form = form] { kind.Call(form, client, context); });
    const auto elapsed = steady_clock::now() - begin;

    const Outcome failed{fault.IsSlow ? "Cancelled" : fault.Ending, fault.MayHaveBeenAccepted, 1};
    EXPECT_EQ(outcome, fault.Ending == "success" ? Success() : failed);
    EXPECT_GE(elapsed, fault.IsSlow ? Short : milliseconds(0));
    EXPECT_LT(elapsed, Long);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Deadline,
                         testing::Combine(testing::ValuesIn(Faults()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
