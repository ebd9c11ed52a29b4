#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "asio_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using AsioCallback = AsioBench;

TEST_F(AsioCallback, RunsOnItsExecutorWhichHasWorkUntilThen) {
  const auto client = MakeClient();
  auto response = HoldNextRequest();
  std::thread::id thread;
  int status = 0;
  AsyncCall(client.SendToAllAsync("hi"),
            asio::bind_executor(Io.get_executor(), [&](Result<Response> sent) {
              thread = std::this_thread::get_id();
              status = sent.Value().Status();
            }));
  EXPECT_EQ(Io.poll(), 0U);
  EXPECT_FALSE(Io.stopped());
  response.set_value(HttpResponse(202));
  EXPECT_GT(Io.run(), 0U);
  EXPECT_EQ(thread, std::this_thread::get_id());
  EXPECT_EQ(status, 202);
}

TEST_F(AsioCallback, RunsOnAnExecutorOfAnyType) {
  const auto client = MakeClient();
  auto response = HoldNextRequest();
  bool ran = false;
  AsyncCall(client.SendToAllAsync("hi"),
            asio::bind_executor(asio::any_io_executor(Io.get_executor()),
                                [&](Result<Response>) { ran = true; }));
  EXPECT_EQ(Io.poll(), 0U);
  EXPECT_FALSE(Io.stopped());
  response.set_value(HttpResponse(202));
  Io.run();
  EXPECT_TRUE(ran);
}

TEST_F(AsioCallback, RunsInItsStrand) {
  constexpr int Calls = 200;
  const auto client = MakeClient();
  asio::thread_pool pool(4);
  const auto strand = asio::make_strand(pool.get_executor());
  int ran = 0;  // not atomic: the strand protects it
  std::atomic<int> outside{0};
  for (int i = 0; i < Calls; ++i) {
    AsyncCall(client.SendToAllAsync("hi"), asio::bind_executor(strand, [&](Result<Response>) {
                if (!strand.running_in_this_thread()) ++outside;
                ++ran;
              }));
  }
  pool.join();
  EXPECT_EQ(ran, Calls);
  EXPECT_EQ(outside, 0);
}

TEST_F(AsioCallback, WithoutAnExecutorRunsWhereThenDoes) {
  const auto client = MakeClient();
  std::promise<bool> refused;
  AsyncCall(client.SendToAllAsync("hi"), [&](Result<Response>) {
    try {
      client.SendToAllAsync("hi").Wait();
      refused.set_value(false);
    } catch (const std::logic_error&) {  // the I/O thread
      refused.set_value(true);
    }
  });
  EXPECT_TRUE(refused.get_future().get());
  client.WaitUntilIdle();
}

TEST_F(AsioCallback, TakesAnExceptionAndAValue) {
  const auto client = MakeClient();
  std::vector<int> statuses;
  int failures = 0;
  auto handler =
      asio::bind_executor(Io.get_executor(), [&](std::exception_ptr failure, Response sent) {
        statuses.push_back(sent.Status());
        if (failure) ++failures;
      });
  AsyncCall(client.SendToAllAsync("hi"), handler);
  Io.run();
  Io.restart();
  Transport->WillRespond(404);
  AsyncCall(client.SendToAllAsync("hi"), handler);
  Io.run();
  EXPECT_EQ(statuses, (std::vector<int>{202, 0}));
  EXPECT_EQ(failures, 1);
}

TEST_F(AsioCallback, ReceivesWhatFailed) {
  const auto client = MakeClient();
  Transport->WillRespond(404);
  std::optional<Result<Response>> result;
  AsyncCall([&](const Context& context) { return client.SendToAllAsync("hi", {}, context); },
            asio::bind_executor(Io.get_executor(),
                                [&](Result<Response> sent) { result = std::move(sent); }));
  Io.run();
  ASSERT_TRUE(result);
  ASSERT_NE(result->Error(), nullptr);
  EXPECT_EQ(result->Error()->Attempts(), 1);
  EXPECT_THROW((void)result->Value(), RequestFailedException);
}

TEST_F(AsioCallback, ReceivesWhatTheStartThrowsAndNotInsideOfIt) {
  const auto client = MakeClient();
  bool ran = false;
  AsyncCall([&](const Context& context) { return client.SendToGroupAsync("", "hi", {}, context); },
            asio::bind_executor(Io.get_executor(), [&](Result<Response> sent) {
              EXPECT_THROW((void)sent.Value(), std::invalid_argument);
              ran = true;
            }));
  EXPECT_FALSE(ran);
  Io.run();
  EXPECT_TRUE(ran);
}

TEST_F(AsioCallback, WithoutAnExecutorDoesNotRunInsideOfTheStart) {
  std::promise<std::thread::id> thread;
  AsyncCall([](const Context&) -> Future<Response> { throw std::runtime_error("no call"); },
            [&](Result<Response> sent) {
              EXPECT_THROW((void)sent.Value(), std::runtime_error);
              thread.set_value(std::this_thread::get_id());
            });
  EXPECT_NE(thread.get_future().get(), std::this_thread::get_id());
}

// A handler that counts what its allocator allocates.
template <class T>
struct CountingAllocator {
  using value_type = T;
  explicit CountingAllocator(std::atomic<int>& balance, std::atomic<int>& count)
      : Balance(&balance), Count(&count) {}
  template <class U>
  CountingAllocator(const CountingAllocator<U>& other)  // NOLINT(google-explicit-constructor)
      : Balance(other.Balance), Count(other.Count) {}
  T* allocate(std::size_t size) {
    ++*Balance;
    ++*Count;
    return std::allocator<T>().allocate(size);
  }
  void deallocate(T* there, std::size_t size) {
    --*Balance;
    std::allocator<T>().deallocate(there, size);
  }
  template <class U>
  bool operator==(const CountingAllocator<U>& other) const {
    return Balance == other.Balance;
  }
  template <class U>
  bool operator!=(const CountingAllocator<U>& other) const {
    return Balance != other.Balance;
  }
  std::atomic<int>* Balance;
  std::atomic<int>* Count;
};

struct AllocatingHandler {
  using allocator_type = CountingAllocator<char>;
  using executor_type = asio::io_context::executor_type;
  [[nodiscard]] allocator_type get_allocator() const noexcept { return Allocator; }
  [[nodiscard]] executor_type get_executor() const noexcept { return Executor; }
  void operator()(Result<Response>) const { *BalanceAtTheCall = Allocator.Balance->load(); }

  allocator_type Allocator;
  executor_type Executor;
  int* BalanceAtTheCall;
};

TEST_F(AsioCallback, AllocatesWithItsAllocatorAndFreesBeforeItRuns) {
  const auto client = MakeClient();
  std::atomic<int> balance{0};
  std::atomic<int> count{0};
  int balanceAtTheCall = -1;
  AsyncCall(client.SendToAllAsync("hi"), AllocatingHandler{CountingAllocator<char>(balance, count),
                                                           Io.get_executor(), &balanceAtTheCall});
  Io.run();
  EXPECT_GT(count, 0);
  EXPECT_EQ(balanceAtTheCall, 0);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
