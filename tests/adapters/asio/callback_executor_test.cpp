#include <thread>

#include "asio_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using AsioCallbackExecutor = AsioBench;

TEST_F(AsioCallbackExecutor, RunsCallbacksOnTheExecutionContext) {
  Options.CallbackExecutor = PostTo(Io.get_executor());
  const auto client = MakeClient();
  const auto work = asio::make_work_guard(Io);
  std::thread::id thread;
  client.SendToAllAsync("hi").Then([&](const Result<Response>& sent) {
    EXPECT_TRUE(sent);
    thread = std::this_thread::get_id();
    Io.stop();
  });
  Io.run();
  EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST_F(AsioCallbackExecutor, MayBeAStrandOfAThreadPool) {
  asio::thread_pool pool(2);
  const auto strand = asio::make_strand(pool.get_executor());
  Options.CallbackExecutor = PostTo(strand);
  const auto client = MakeClient();
  std::promise<bool> inside;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) {
    client.SendToAllAsync("again").Wait();  // not the I/O thread, so it may block
    inside.set_value(strand.running_in_this_thread());
  });
  EXPECT_TRUE(inside.get_future().get());
  client.WaitUntilIdle();
  pool.join();
}

TEST_F(AsioCallbackExecutor, MayBeTheHandlersOwn) {
  Options.CallbackExecutor = PostTo(Io.get_executor());
  const auto client = MakeClient();
  bool ran = false;
  AsyncCall(client.SendToAllAsync("hi"),
            asio::bind_executor(Io.get_executor(), [&](Result<Response>) { ran = true; }));
  Io.run();
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
