// A client may go on the library's own thread, with the last of its calls. Nobody is there then to
// wait for the thread's end, but nothing stays open.

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
