#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "asio_bench.hpp"

#if WEBPUBSUB_TEST_ASIO_VERSION >= 102200
#if defined(ASIO_STANDALONE)
#include <asio/experimental/awaitable_operators.hpp>
#else
#include <boost/asio/experimental/awaitable_operators.hpp>
#endif
#endif

#if !defined(__cpp_impl_coroutine)
#error "this test requires coroutines"
#endif

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using asio::awaitable;
using asio::use_awaitable;

class AsioCoroutine : public AsioBench {
 protected:
  /// Runs a coroutine to its end, and throws what it throws.
  void Run(awaitable<void> coroutine) {
    std::exception_ptr thrown;
    bool ended = false;
    asio::co_spawn(Io, std::move(coroutine), [&](std::exception_ptr failure) {
      thrown = failure;
      ended = true;
    });
    Io.run();
    EXPECT_TRUE(ended);
    if (thrown) std::rethrow_exception(thrown);
  }
};

awaitable<void> SendThrice(WebPubSubServiceClient client, int& statuses) {
  const Response first = co_await AsyncCall(client.SendToAllAsync("hi"), use_awaitable);
  const std::string group = "a room with a name that is too long for a small string";
  const Response second = co_await AsyncCall(
      [&](const Context& context) { return client.SendToGroupAsync(group, "hi", {}, context); },
      use_awaitable);
  // GCC 12 frees the captures of a temporary twice in a co_await expression, so this has a name.
  const auto call = [group, client](const Context& context) {
    return client.SendToGroupAsync(group, "hi", {}, context);
  };
  const Response third = co_await AsyncCall(call, use_awaitable);
  statuses = first.Status() + second.Status() + third.Status();
}

TEST_F(AsioCoroutine, AwaitsAValue) {
  int statuses = 0;
  Run(SendThrice(MakeClient(), statuses));
  EXPECT_EQ(statuses, 606);
  EXPECT_EQ(Transport->Requests().size(), 3U);
}

awaitable<Response> Send(WebPubSubServiceClient client) {
  co_return co_await AsyncCall(client.SendToAllAsync("hi"), use_awaitable);
}

TEST_F(AsioCoroutine, MayReturnAResponse) {
  auto sent = asio::co_spawn(Io, Send(MakeClient()), asio::use_future);
  Io.run();
  EXPECT_EQ(sent.get().Status(), 202);
}

awaitable<void> Fail(WebPubSubServiceClient client) {
  try {
    co_await AsyncCall(client.SendToUserAsync("ann", "hi"), use_awaitable);
    ADD_FAILURE() << "no failure";
  } catch (const RequestFailedException& failure) {
    EXPECT_EQ(failure.Status(), 400);
  }
  const auto call = [&](const Context& context) {
    return client.SendToUserAsync("", "hi", {}, context);
  };
  EXPECT_THROW(co_await AsyncCall(call, use_awaitable), std::invalid_argument);
  EXPECT_THROW(co_await AsyncCall(client.SendToUserAsync("", "hi"), use_awaitable),
               std::invalid_argument);
  co_await AsyncCall(client.SendToUserAsync("ann", "hi"), use_awaitable);
}

TEST_F(AsioCoroutine, ThrowsTheExceptionOfTheLibrary) {
  Transport->WillRespond(400);
  Transport->WillRespond(403);
  EXPECT_THROW(Run(Fail(MakeClient())), RequestFailedException);
}

awaitable<void> SendInAStrand(WebPubSubServiceClient client,
                              asio::strand<asio::thread_pool::executor_type> strand, int& sent,
                              std::atomic<int>& outside) {
  for (int i = 0; i < 50; ++i) {
    co_await AsyncCall(client.SendToAllAsync("hi"), use_awaitable);
    if (!strand.running_in_this_thread()) ++outside;
    ++sent;
  }
}

TEST_F(AsioCoroutine, ResumesOnItsExecutor) {
  asio::thread_pool pool(4);
  const auto strand = asio::make_strand(pool.get_executor());
  int sent = 0;  // not atomic: the strand protects it
  std::atomic<int> outside{0};
  for (int i = 0; i < 4; ++i) {
    asio::co_spawn(strand, SendInAStrand(MakeClient(), strand, sent, outside), asio::detached);
  }
  pool.join();
  EXPECT_EQ(sent, 200);
  EXPECT_EQ(outside, 0);
}

awaitable<void> CountMembers(WebPubSubServiceClient client, int& pages, std::size_t& members) {
  if (!co_await AsyncCall(client.GroupExistsAsync("room"), use_awaitable)) co_return;
  AsyncPages list([&](const Context& context) {
    return client.ListConnectionsInGroupAsync("room", {}, context);
  });
  while (const auto page = co_await list.Next(use_awaitable)) {
    ++pages;
    members += page->Values.size();
  }
}

TEST_F(AsioCoroutine, WalksThroughPages) {
  Transport->WillRespond(200);
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a"}],"nextLink":"?p=2"})");
  Transport->WillRespond(200, {}, R"({"value":[],"nextLink":"?p=3"})");
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"b"},{"connectionId":"c"}]})");
  int pages = 0;
  std::size_t members = 0;
  Run(CountMembers(MakeClient(), pages, members));
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(members, 3U);
}

awaitable<void> WaitForACall(WebPubSubServiceClient client, std::shared_ptr<int> owned) {
  co_await AsyncCall(client.SendToAllAsync("hi"), use_awaitable);
  ADD_FAILURE() << "resumed with " << owned;
}

TEST_F(AsioCoroutine, IsDestroyedWithItsExecutionContext) {
  const auto client = MakeClient();
  auto response = HoldNextRequest();
  const auto owned = std::make_shared<int>();
  {
    asio::io_context io;
    asio::co_spawn(io, WaitForACall(client, owned), asio::detached);
    io.poll();
    EXPECT_GT(owned.use_count(), 1);
  }
  EXPECT_EQ(owned.use_count(), 1);
  response.set_value(HttpResponse(202));
  client.WaitUntilIdle();
}

#if WEBPUBSUB_TEST_ASIO_VERSION >= 101900
awaitable<void> Hang(WebPubSubServiceClient client, bool& cancelled) {
  try {
    co_await AsyncCall(
        [&](const Context& context) { return client.SendToAllAsync("hi", {}, context); },
        use_awaitable);
  } catch (const OperationCancelledException&) {
    cancelled = true;
  }
}

TEST_F(AsioCoroutine, CancelsItsCall) {
  HangNextRequest();
  asio::cancellation_signal signal;
  bool cancelled = false;
  asio::co_spawn(Io, Hang(MakeClient(), cancelled),
                 asio::bind_cancellation_slot(signal.slot(), asio::detached));
  Io.poll();
  WaitUntilARequestHangs();
  signal.emit(asio::cancellation_type::terminal);
  Io.run();
  EXPECT_TRUE(cancelled);
}
#endif

#if WEBPUBSUB_TEST_ASIO_VERSION >= 102200
awaitable<void> WaitForCallOrTimer(WebPubSubServiceClient client, std::size_t& first) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(10));
  const auto call = [&](const Context& context) {
    return client.SendToAllAsync("hi", {}, context);
  };
  const auto outcome = co_await (AsyncCall(call, use_awaitable) || timer.async_wait(use_awaitable));
  first = outcome.index();
}

TEST_F(AsioCoroutine, EndsACallThatLosesAgainstATimer) {
  HangNextRequest();
  std::size_t first = 0;
  Run(WaitForCallOrTimer(MakeClient(), first));
  EXPECT_EQ(first, 1U);
}
#endif

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
