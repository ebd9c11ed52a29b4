// How soon a call ends after its deadline or cancellation, in each phase of the call. Measured with
// the real clock. (Slow name resolution is tested in unit/curl/slow_resolver_test.)

#include "support/promptness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Far more than the sockets' buffers hold.
const RequestContent& LargeMessage() {
  static const RequestContent message(std::string(std::size_t{32} * 1024 * 1024, 'x'));
  return message;
}

Outcome Send(Form form, const WebPubSubServiceClient& client, const RequestContent& message,
             const Context& context) {
  return OutcomeOf([&] {
    if (form == Form::Blocking) {
      client.SendToAll(message, {}, context);
    } else {
      client.SendToAllAsync(message, {}, context).Get();
    }
  });
}

// A phase in which a call stays until it is cancelled.
struct Phase {
  std::string Name;
  RequestContent Message;
  std::function<std::unique_ptr<Site>(const std::function<void()>& reached)> MakeSite;
};
void PrintTo(const Phase& phase, std::ostream* out) { *out << phase.Name; }

auto Playing(std::function<void(ScriptedConnection&)> play) {
  return [play = std::move(play)](const std::function<void()>& reached) {
    return FaultyServer(
        [play, reached](ScriptedConnection& connection, const std::string&) {
          play(connection);
          connection.WaitForClient(
              milliseconds(20));  // long enough for the client to start waiting
          reached();
          connection.WaitForClient();
        },
        1000, "");
  };
}

Phase Connecting() {
  return {"Connecting", "hi", [](const std::function<void()>&) { return ServerWithFullBacklog(); }};
}
Phase Sending() {
  return {"Sending", LargeMessage(), Playing([](ScriptedConnection& c) { c.WaitForBytes(); })};
}
Phase WaitingForTheResponse() {
  return {"WaitingForTheResponse", "hi", Playing([](ScriptedConnection& c) { c.ReadRequest(); })};
}
Phase ReadingTheResponse() {
  return {"ReadingTheResponse", "hi", Playing([](ScriptedConnection& connection) {
            connection.ReadRequest();
            connection.Write("HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nhalf");
          })};
}
Phase BackingOff() {
  return {"BackingOff", "hi", Playing([](ScriptedConnection& connection) {
            connection.ReadRequest();
            connection.Write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
          })};
}

class Promptness : public testing::TestWithParam<std::tuple<Phase, Form>> {
 protected:
  Promptness() {
    Bench.Options.Retry.Delay = hours(1);
    Bench.Options.Retry.MaxDelay = hours(1);
  }
  static const Phase& CurrentPhase() { return std::get<0>(GetParam()); }
  static Outcome SendTo(const WebPubSubServiceClient& client, const Context& context) {
    return Send(std::get<1>(GetParam()), client, CurrentPhase().Message, context);
  }

  FaultBench Bench;
};

class PromptAfterADeadline : public Promptness {};

TEST_P(PromptAfterADeadline, IsTheEndOfACall) {
  const auto site = CurrentPhase().MakeSite([] {});
  const auto client = Bench.ClientInTheRealEnvironment(site->Url(), false);
  const auto lateness = LeastLateness([&] {
    const auto deadline = steady_clock::now() + milliseconds(60);
    EXPECT_EQ(SendTo(client, Context::WithDeadline(deadline)).Ending, "Cancelled");
    return steady_clock::now() - deadline;
  });
  EXPECT_LE(lateness, Prompt);
}

INSTANTIATE_TEST_SUITE_P(Table, PromptAfterADeadline,
                         testing::Combine(testing::Values(Connecting(), Sending(),
                                                          WaitingForTheResponse(),
                                                          ReadingTheResponse()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

class PromptAfterACancellation : public Promptness {};

TEST_P(PromptAfterACancellation, IsTheEndOfACall) {
  const auto lateness = LeastLateness([&] {
    const Context context = Context::Cancellable();
    std::atomic<steady_clock::time_point> cancelledAt{steady_clock::time_point()};
    const auto site = CurrentPhase().MakeSite([&] {
      cancelledAt = steady_clock::now();
      context.Cancel();
    });
    const auto client = Bench.ClientInTheRealEnvironment(site->Url(), false);
    EXPECT_EQ(SendTo(client, context).Ending, "Cancelled");
    return steady_clock::now() - cancelledAt.load();
  });
  EXPECT_LE(lateness, Prompt);
}

INSTANTIATE_TEST_SUITE_P(Table, PromptAfterACancellation,
                         testing::Combine(testing::Values(Sending(), WaitingForTheResponse(),
                                                          ReadingTheResponse(), BackingOff()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

// A time-out while connecting must not be reported as an attempt time-out.
class ConnectTimeout : public testing::TestWithParam<Form> {};

TEST_P(ConnectTimeout, IsIndependentOfTheAttemptTimeout) {
  FaultBench bench;
  bench.Options.Transport.ConnectTimeout = FaultBench::ShortTimeout;
  bench.Options.Retry.MaxRetries = 0;
  const auto site = ServerWithFullBacklog();
  const auto client = bench.ClientInTheRealEnvironment(site->Url(), false);
  const auto begin = steady_clock::now();
  const Outcome timedOut{"Transport Timeout", false, 1};
  EXPECT_EQ(Send(GetParam(), client, "hi", {}), timedOut);
  EXPECT_LT(steady_clock::now() - begin, FaultBench::Soon);
}

INSTANTIATE_TEST_SUITE_P(Forms, ConnectTimeout, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
