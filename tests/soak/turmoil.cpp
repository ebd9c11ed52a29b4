// Six threads do everything at once: calls in all forms, with cancellations and deadlines, while
// the key is rotated, clients are replaced and destroyed in callbacks, observers, executors,
// loggers and callbacks throw, and the server resets, halves and garbles. In the end there were as
// many callbacks as futures, and no thread and no descriptor is left.
//
//     webpubsub_turmoil SECONDS

#include <azure/messaging/webpubsub.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "broken_server.hpp"
#include "process_use.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Client = WebPubSubServiceClient;

constexpr std::size_t Threads = 6;
constexpr std::size_t Clients = 8;
constexpr seconds LongestRound{5};
constexpr seconds Patience{60};

bool OneIn(int times) {
  thread_local std::mt19937 random(std::random_device{}());
  return std::uniform_int_distribution<int>(1, times)(random) == 1;
}

template <class Predicate>
bool BecomesTrue(Predicate predicate) {
  const auto end = steady_clock::now() + Patience;
  while (!predicate()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

std::size_t CountThreads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

// Runs tasks on a thread of its own. Sometimes it throws instead, or as well.
class ThrowingExecutor {
 public:
  ThrowingExecutor() : thread_([this] { Run(); }) {}
  ~ThrowingExecutor() {
    Post(nullptr);
    thread_.join();
  }
  ThrowingExecutor(const ThrowingExecutor&) = delete;
  ThrowingExecutor& operator=(const ThrowingExecutor&) = delete;

  void Execute(std::function<void()> task) {
    if (OneIn(8)) throw std::runtime_error("no room for a task");
    Post(std::move(task));
    if (OneIn(8)) throw std::runtime_error("after the task was taken");
  }

 private:
  void Post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    added_.notify_one();
  }
  void Run() {
    while (true) {
      std::unique_lock lock(mutex_);
      added_.wait(lock, [this] { return !tasks_.empty(); });
      const auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      if (!task) return;
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable added_;
  std::deque<std::function<void()>> tasks_;
  std::thread thread_;
};

class ThrowingObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription&, HttpHeaders& headers) override {
    headers.Set("traceparent", "00-1-2-01");
    if (OneIn(10)) throw std::runtime_error("CallStarted");
  }
  void AttemptEnded(const CallDescription&, const CallProgress&) override {
    if (OneIn(10)) throw std::runtime_error("AttemptEnded");
  }
  void CallEnded(const CallDescription&, const CallProgress&) override {
    if (OneIn(10)) throw std::runtime_error("CallEnded");
  }
};

// What the threads of a round share.
class Round {
 public:
  explicit Round(bool tls) : server_(std::random_device{}(), tls) {
    for (auto& client : clients_) client = MakeClient();
  }

  void Run(seconds time) {
    const auto end = steady_clock::now() + time;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < Threads; ++i) {
      threads.emplace_back([this, end] {
        while (steady_clock::now() < end) DoSomething();
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (auto& client : clients_) client.reset();
    if (!BecomesTrue([this] { return callbacks_ == futures_; })) {
      errors_.push_back(std::to_string(futures_) + " futures, but " + std::to_string(callbacks_) +
                        " callbacks");
    }
  }

  [[nodiscard]] const std::vector<std::string>& Errors() const { return errors_; }
  [[nodiscard]] std::size_t Calls() const { return calls_; }
  [[nodiscard]] std::size_t Callbacks() const { return callbacks_; }

 private:
  std::shared_ptr<Client> MakeClient() {
    WebPubSubServiceClientOptions options;
    options.AllowTokenOverHttp = true;
    options.Transport.Proxy = "";
    options.Transport.CaFile = server_.CaFile();
    options.Transport.MaxConnections = 8;
    options.Transport.AttemptTimeout = seconds(2);
    options.CallTimeout = seconds(5);
    options.Retry.Delay = options.Retry.MaxDelay = milliseconds(2);
    options.Limits.MaxCalls = 32;
    options.Limits.WhenFull = OneIn(2) ? OverflowAction::Fail : OverflowAction::Wait;
    options.Observer = std::make_shared<ThrowingObserver>();
    options.Logger = [](const LogRecord&) {
      if (OneIn(10)) throw std::runtime_error("the logger");
    };
    if (OneIn(2)) {
      options.CallbackExecutor = [executor = executor_](std::function<void()> task) {
        executor->Execute(std::move(task));
      };
    }
    if (OneIn(2)) return std::make_shared<Client>(server_.Url(), "chat", key_, options);
    const auto tokens =
        std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
          if (OneIn(4)) throw std::runtime_error("no token");
          return AccessToken("token", std::chrono::system_clock::now() + std::chrono::hours(1));
        });
    return std::make_shared<Client>(server_.Url(), "chat", tokens, options);
  }

  // One of the clients, as it is or for another hub.
  std::shared_ptr<Client> AnyClient() {
    const std::lock_guard lock(mutex_);
    auto client = clients_[index_++ % Clients];
    return OneIn(2) ? client : std::make_shared<Client>(client->WithHub("news"));
  }

  // A replaced client is destroyed on whatever thread lets go of it last.
  std::shared_ptr<Client> Replace() {
    auto fresh = MakeClient();
    const std::lock_guard lock(mutex_);
    clients_[index_++ % Clients].swap(fresh);
    return fresh;
  }

  static Context AnyContext() {
    if (OneIn(3)) return {};
    if (OneIn(2)) return Context::Cancellable();
    return Context::WithTimeout(std::chrono::microseconds(OneIn(2) ? 300 : 20'000));
  }

  // Counts a future and its callback, which keeps some clients until it has run.
  template <class T>
  void Follow(Future<T> future, std::shared_ptr<Client> client) {
    ++futures_;
    std::move(future).Then([this, client = std::move(client)](const Result<T>& result) mutable {
      if (!result && !result.Error()) AddError("a result without a WebPubSubException");
      if (OneIn(4)) StartFromCallback(*client);
      client.reset();
      ++callbacks_;  // last: the round may end now
      if (OneIn(4)) throw std::runtime_error("a callback");
    });
  }

  // Where waiting for room, on the I/O thread, is refused.
  void StartFromCallback(const Client& client) {
    try {
      (void)client.SendToAllAsync("from a callback");
    } catch (const std::logic_error&) {
    }
  }

  void DoSomething() {
    ++calls_;
    const auto client = AnyClient();
    const Context context = AnyContext();
    try {
      Do(std::uniform_int_distribution<int>(0, 13)(Random()), client, context);
    } catch (const WebPubSubException&) {
      // The server's doing, or the context's.
    } catch (const std::exception& exception) {
      AddError(exception.what());
    }
    if (OneIn(3)) context.Cancel();
  }

  void Do(int what, const std::shared_ptr<Client>& client, const Context& context) {
    switch (what) {
      case 0:
        return (void)client->SendToAll("blocking", {}, context);
      case 1:
        return (void)client->SendToUserAsync("ann", "waited for", {}, context).Get();
      case 2:
        return Follow(client->SendToGroupAsync("room", "called back", {}, context), client);
      case 3:
        return (void)client->SendToAllAsync("dropped", {}, context);
      case 4:
        for (const auto& member : client->ListConnectionsInGroup("room", {}, context)) {
          if (member.ConnectionId.empty()) AddError("a member without an id");
        }
        return;
      case 5: {
        auto pages = client->ListConnectionsInGroupAsync("room", {}, context);
        return Follow(pages.Next(), client);
      }
      case 6:
        return Follow(client->SendToUsersAsync({"ann", "bob", "a/b"}, "many", {}, {}, context),
                      client);
      case 7:
        return (void)client->SendToGroups({"a", "b"}, "many", {}, {}, context);
      case 8:
        return key_.Update("key" + std::to_string(index_));
      case 9:  // destroyed where its last callback ends
        if (OneIn(8)) Follow(client->SendToAllAsync("last", {}, context), Replace());
        return;
      case 10:
        return client->WaitUntilIdle(Context::WithTimeout(milliseconds(5)));
      case 11:
        return (void)client->UserExists("ann", context);
      case 12: {
        auto pending = client->GroupExistsAsync("room", context);
        context.Cancel();
        return Follow(std::move(pending), client);
      }
      default:
        return Follow(client->GetClientAccessUriAsync({}, context), client);
    }
  }

  static std::mt19937& Random() {
    thread_local std::mt19937 random(std::random_device{}());
    return random;
  }

  void AddError(const std::string& error) {
    const std::lock_guard lock(mutex_);
    if (errors_.size() < 10) errors_.push_back(error);
  }

  BrokenServer server_;
  AzureKeyCredential key_{"key"};
  std::shared_ptr<ThrowingExecutor> executor_ = std::make_shared<ThrowingExecutor>();
  std::mutex mutex_;
  std::array<std::shared_ptr<Client>, Clients> clients_;
  std::vector<std::string> errors_;
  std::atomic<std::size_t> index_{0};
  std::atomic<std::size_t> calls_{0};
  std::atomic<std::size_t> futures_{0};
  std::atomic<std::size_t> callbacks_{0};
};

bool RunRound(seconds time, bool tls) {
  Round round(tls);
  round.Run(time);
  std::cout << (tls ? "https: " : "http:  ") << round.Calls() << " actions, " << round.Callbacks()
            << " callbacks" << std::endl;
  for (const std::string& error : round.Errors()) std::cout << "FAILED: " << error << std::endl;
  return round.Errors().empty();
}

bool Run(seconds time) {
  std::thread([] {}).join();  // with the first one, ThreadSanitizer starts its own
  const std::size_t threads = CountThreads();
  // Starts what the process keeps until it exits.
  bool succeeded = RunRound(seconds(1), false) && RunRound(seconds(1), true);
  if (!BecomesTrue([&] { return CountThreads() <= threads; })) {
    std::cout << "FAILED: " << CountThreads() << " threads are left" << std::endl;
    return false;
  }
  const std::size_t descriptors = MeasureProcess().Descriptors;
  const auto end = steady_clock::now() + time;
  for (bool tls = false; succeeded && steady_clock::now() < end; tls = !tls) {
    succeeded = RunRound(std::min(LongestRound, std::max(time / 2, seconds(1))), tls);
    const auto nothingIsLeft = [&] {
      return CountThreads() <= threads && MeasureProcess().Descriptors <= descriptors;
    };
    if (!BecomesTrue(nothingIsLeft)) {
      std::cout << "FAILED: " << CountThreads() << " threads and " << MeasureProcess().Descriptors
                << " descriptors are left, of " << descriptors << std::endl;
      succeeded = false;
    }
  }
  return succeeded;
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

int main(int argc, char** argv) {
  const int time = argc == 2 ? std::atoi(argv[1]) : 0;
  if (time < 1) {
    std::cerr << "usage: webpubsub_turmoil SECONDS, at least 1\n";
    return 2;
  }
  return Azure::Messaging::WebPubSub::Testing::Run(std::chrono::seconds(time)) ? EXIT_SUCCESS
                                                                               : EXIT_FAILURE;
}
