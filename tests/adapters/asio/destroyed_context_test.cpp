#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "asio_bench.hpp"

// Calls outlive the execution context of their handlers.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using AsioDestroyedContext = AsioBench;

TEST_F(AsioDestroyedContext, DestroysTheHandlersThatWait) {
  const auto client = MakeClient();
  auto response = HoldNextRequest();
  auto io = std::make_unique<asio::io_context>();
  const auto owned = std::make_shared<int>();
  bool ran = false;
  AsyncCall(
      client.SendToAllAsync("hi"),
      asio::bind_executor(io->get_executor(), [&ran, owned](Result<Response>) { ran = true; }));
  EXPECT_EQ(owned.use_count(), 2);
  io.reset();
  EXPECT_EQ(owned.use_count(), 1);
  response.set_value(HttpResponse(202));
  client.WaitUntilIdle();
  EXPECT_FALSE(ran);
}

// Whose destructor starts and ends other operations.
TEST_F(AsioDestroyedContext, DestroysHandlersThatOwnOthers) {
  const auto client = MakeClient();
  std::promise<HttpResponse> responses[] = {HoldNextRequest(), HoldNextRequest()};
  auto io = std::make_unique<asio::io_context>();
  std::atomic<bool> ran{false};
  struct StartsAtItsEnd {
    ~StartsAtItsEnd() {
      AsyncCall(Client.SendToAllAsync("bye"), [](Result<Response>) {});
    }
    WebPubSubServiceClient Client;
  };
  const auto start = [&](auto owned) {
    AsyncCall(client.SendToAllAsync("hi"),
              asio::bind_executor(io->get_executor(), [&ran, owned = std::move(owned)](
                                                          Result<Response>) { ran = true; }));
  };
  start(std::make_unique<StartsAtItsEnd>(StartsAtItsEnd{client}));
  start(std::make_shared<int>());
  io.reset();
  for (auto& response : responses) response.set_value(HttpResponse(202));
  client.WaitUntilIdle();
  EXPECT_FALSE(ran);
}

TEST_F(AsioDestroyedContext, MayEndWhileCallsEnd) {
  const auto client = MakeClient();
  for (int round = 0; round < 200; ++round) {
    asio::io_context io;
    for (int i = 0; i < 4; ++i) {
      AsyncCall(client.SendToAllAsync("hi"),
                asio::bind_executor(io.get_executor(), [](Result<Response>) {}));
    }
    if (round % 2 == 0) io.run_one();
  }
  client.WaitUntilIdle();
}

TEST_F(AsioDestroyedContext, DestroysCallbacksThatItWouldHaveRun) {
  auto io = std::make_unique<asio::io_context>();
  Options.CallbackExecutor = PostTo(io->get_executor());
  const auto client = MakeClient();
  auto response = HoldNextRequest();
  const auto owned = std::make_shared<int>();
  std::atomic<bool> ran{false};
  client.SendToAllAsync("hi").Then([&ran, owned](const Result<Response>&) { ran = true; });
  io.reset();
  response.set_value(HttpResponse(202));
  client.WaitUntilIdle();
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
