// The last reference to a client may be released on the library's own thread, at the end of its
// last call. No other thread can join that thread then, but its connections must still be closed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "fault_bench.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

TEST(LastReference, ClosesTheConnectionsOnTheLibrarysThreadToo) {
  std::promise<void> closed;
  ScriptedServer service([&](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
    closed.set_value();
  });
  std::promise<void> released;
  FaultBench bench;
  {
    auto client = std::make_shared<WebPubSubServiceClient>(
        bench.ClientInTheRealEnvironment(service.Url(), false));
    auto sent = client->SendToAllAsync("hi");
    std::move(sent).Then(
        [client = std::move(client), wait = released.get_future()](const Result<Response>&) {
          wait.wait();  // until this is the last reference
        });
  }
  released.set_value();
  EXPECT_EQ(closed.get_future().wait_for(FaultBench::Soon), std::future_status::ready);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
