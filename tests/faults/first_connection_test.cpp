// Asynchronous calls that begin while nothing is connected. Where HTTP/2 is allowed, they wait for
// the first connection, which shows whether they can share it.

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "fault_bench.hpp"
#include "http2_server.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int Calls = 16;

class BurstBench : public FaultBench {
 public:
  BurstBench() {
    Options.Transport.HttpVersion = HttpVersionPolicy::Http2;
    Options.Transport.CaFile = Http2Server::CaFile();
    Options.Retry.MaxRetries = 0;
  }
  static void ExpectOfEachCall(const WebPubSubServiceClient& client, const Outcome& expected) {
    std::vector<Future<Response>> sent;
    for (int i = 0; i < Calls; ++i) sent.push_back(client.SendToAllAsync("hi"));
    for (auto& each : sent) EXPECT_EQ(OutcomeOf([&] { each.Get(); }), expected);
  }
};

TEST(FirstConnection, IsSharedByAllCallsOverHttp2) {
  BurstBench bench;
  const Http2Server server({}, 0, 0);
  BurstBench::ExpectOfEachCall(bench.ClientInTheRealEnvironment(server.Url(), false), Success());
  EXPECT_EQ(server.Accepted(), Calls);
  EXPECT_EQ(server.Connections(), 1);
}

TEST(FirstConnection, ThatIsNotMadeMakesNoQueue) {
  BurstBench bench;
  bench.Options.Transport.ConnectTimeout = milliseconds(500);
  const auto site = ServerWithFullBacklog();
  const auto client = bench.ClientInTheRealEnvironment(site->Url(), false);
  const auto begin = steady_clock::now();
  BurstBench::ExpectOfEachCall(client, {"Transport Timeout", false, 1});
  EXPECT_LT(steady_clock::now() - begin, bench.Options.Transport.ConnectTimeout * (Calls / 2));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
