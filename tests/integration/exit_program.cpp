// A program that exits while the library is at work, and a plugin that does the same. See the usage
// below.

#include "exit_program.hpp"

#include <azure/messaging/webpubsub.hpp>

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

using namespace Azure::Messaging::WebPubSub;
using std::chrono::hours;
using std::chrono::milliseconds;

constexpr const char* Usage = R"(usage: exit_program WAY WHERE CONNECTION_STRING CA_FILE

WHERE  main    the main thread uses the library, and returns from main
       thread  another thread uses the library, and the main thread returns from main
       exit    the main thread uses the library, and another thread calls exit
)";

struct Arguments {
  std::string Way;
  std::string Where;
  std::string ConnectionString;
  WebPubSubServiceClientOptions Options;
};
// Never destroyed, because detached threads use them.
Arguments& arguments = *new Arguments();

WebPubSubServiceClient MakeClient() {
  return {arguments.ConnectionString, "chat", arguments.Options};
}

// What a function does: "done", or why it is refused.
std::string ResultOf(const std::function<void()>& function) {
  try {
    function();
    return "done";
  } catch (const OperationCancelledException& refusal) {
    return refusal.what();
  } catch (const std::exception& failure) {
    return std::string("unexpected: ") + failure.what();
  }
}

void Report(const std::string& what, const std::function<void()>& function) {
  // One write for a line, because other threads may write too.
  std::cerr << what + ": " + ResultOf(function) + "\n" << std::flush;
}

/// A server that accepts connections and never responds.
class SilentServer {
 public:
  SilentServer() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, any, size) != 0 || listen(listener, 100) != 0 ||
        getsockname(listener, any, &size) != 0) {
      std::abort();
    }
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  [[nodiscard]] WebPubSubServiceClient MakeClient() const {
    WebPubSubServiceClientOptions options = arguments.Options;
    options.Transport.Proxy = "";
    return {url_, "chat", AzureKeyCredential("key"), options};
  }

 private:
  std::string url_;
};

/// Objects that are made before the first use of the library, and so destroyed after its exit
/// handler has run.
struct Early {
  ~Early() {
    if (AtTheEnd) AtTheEnd();
    threadsMayEnd_.set_value();
    for (std::thread& thread : threads_) thread.join();
  }

  /// Starts a thread that ends after everything else: a thread that has used OpenSSL must not end
  /// while the exit of the process shuts OpenSSL down.
  void StartThread(const std::function<void()>& work) {
    threads_.emplace_back([this, work] {
      work();
      threadsMayEndNow_.wait();
    });
  }

  std::function<void()> AtTheEnd;
  std::unique_ptr<WebPubSubServiceClient> Client;
  std::vector<Future<Response>> Pending;
  std::unique_ptr<Future<std::vector<Result<Response>>>> FanOut;
  std::unique_ptr<Future<std::optional<Page<WebPubSubGroupMember>>>> List;
  std::mutex Mutex;
  std::vector<std::function<void()>> Tasks;

 private:
  std::vector<std::thread> threads_;
  std::promise<void> threadsMayEnd_;
  const std::shared_future<void> threadsMayEndNow_ = threadsMayEnd_.get_future().share();
};
Early early;

// Starts an endless sequence of calls. Each starts the next when it ends.
void SendForEver() {
  early.Client->SendToAllAsync("hi").Then([](const Result<Response>&) { SendForEver(); });
}

void OpenConnections() {
  early.Client->SendToAll("blocking");
  early.Client->SendToAllAsync("asynchronous").Get();
}

void OnDetachedThreads(const std::function<void()>& work) {
  for (int i = 0; i < 4; ++i) {
    std::thread([work] {
      while (true) {
        if (ResultOf(work).rfind("unexpected", 0) == 0) Report("detached thread", work);
      }
    }).detach();
  }
  std::this_thread::sleep_for(milliseconds(20));
}

void Abandon() {
  OpenConnections();
  for (int i = 0; i < 16; ++i) SendForEver();
}

void AbandonAQueue() {
  for (int i = 0; i < 5'000; ++i) early.Pending.push_back(early.Client->SendToAllAsync("hi"));
  early.AtTheEnd = [] {
    for (const auto& each : early.Pending) each.Wait();
    Report("the last of the queue", [] { early.Pending.back().Get(); });
  };
}

void ExitInACallback() {
  early.Client->SendToAllAsync("hi").Then([](const Result<Response>&) { std::exit(EXIT_SUCCESS); });
  std::promise<void>().get_future().wait();
}

void WaitForCallsThatNeverEnd() {
  early.Client = std::make_unique<WebPubSubServiceClient>(SilentServer().MakeClient());
  for (int i = 0; i < 100; ++i) early.Pending.push_back(early.Client->SendToAllAsync("hi"));
  early.FanOut = std::make_unique<Future<std::vector<Result<Response>>>>(
      early.Client->SendToUsersAsync({"ann", "ben"}, "hi"));
  early.List = std::make_unique<Future<std::optional<Page<WebPubSubGroupMember>>>>(
      early.Client->ListConnectionsInGroupAsync("room").Next());
  early.AtTheEnd = [] {
    Report("Get", [] { early.Pending.front().Get(); });
    Report("fan-out", [] { (void)early.FanOut->Get().front().Value(); });
    Report("list", [] { (void)early.List->Get(); });
    Report("WaitUntilIdle", [] { early.Client->WaitUntilIdle(); });
  };
}

void CallTooLate() {
  OpenConnections();
  early.AtTheEnd = [] {
    Report("SendToAll", [] { early.Client->SendToAll("late"); });
    Report("SendToAllAsync", [] { early.Client->SendToAllAsync("late").Get(); });
    Report("SendToUsers", [] { (void)early.Client->SendToUsers({"a"}, "late").front().Value(); });
    Report("list", [] { (void)early.Client->ListConnectionsInGroup("room").begin(); });
    Report("client access", [] { (void)early.Client->GetClientAccessUri(); });
    Report("key", [] { AzureKeyCredential("late"); });
    Report("client", [] { MakeClient(); });
    early.Client->SendToAllAsync("late").Then([](const Result<Response>&) { std::abort(); });
  };
}

void JoinBlockedThreads() {
  WebPubSubServiceClientOptions options = arguments.Options;
  options.Transport.Proxy = "";
  options.Retry.Delay = options.Retry.MaxDelay = hours(1);
  const WebPubSubServiceClient waiting = SilentServer().MakeClient();
  const WebPubSubServiceClient backingOff("http://127.0.0.1:1", "chat", AzureKeyCredential("key"),
                                          options);
  early.StartThread([=] { Report("in a back-off", [&] { backingOff.SendToAll("hi"); }); });
  early.StartThread([=] { Report("in an attempt", [&] { waiting.SendToAll("hi"); }); });
  std::this_thread::sleep_for(milliseconds(20));
}

// Loops start all the time, one of them perhaps while the process begins to exit.
void WaitForFirstCalls() {
  const auto callUntilTheExit = [] {
    std::string result;
    do {
      result = ResultOf([] { MakeClient().SendToAllAsync("the first call").Get(); });
    } while (result == "done");
    std::cerr << "first call: " + result + "\n" << std::flush;
  };
  for (int i = 0; i < 4; ++i) early.StartThread(callUntilTheExit);
  std::this_thread::sleep_for(milliseconds(20));
}

// An object that is made after the first use, and so destroyed before the exit handler runs: only
// the main thread's exit comes early enough for it.
void UseAStaticInCallbacks() {
  OpenConnections();
  struct Ledger {
    ~Ledger() {
      Entries.clear();
      IsGone = true;
    }
    std::map<int, std::string> Entries;
    std::atomic<bool> IsGone{false};
  };
  static Ledger ledger;
  struct Sequence {
    static void Next(int number) {
      early.Client->SendToAllAsync("hi").Then([number](const Result<Response>&) {
        if (ledger.IsGone) std::abort();
        ledger.Entries[number] += "x";
        Next(number);
      });
    }
  };
  for (int i = 0; i < 16; ++i) Sequence::Next(i);
}

void KeepTasksOfAnExecutor() {
  arguments.Options.CallbackExecutor = [](std::function<void()> task) {
    const std::lock_guard lock(early.Mutex);
    early.Tasks.push_back(std::move(task));
  };
  early.Client = std::make_unique<WebPubSubServiceClient>(MakeClient());
  for (int i = 0; i < 10; ++i) {
    early.Client->SendToAllAsync("hi").Then([](const Result<Response>&) {});
  }
  std::this_thread::sleep_for(milliseconds(20));
  early.AtTheEnd = [] { Report("WaitUntilIdle", [] { early.Client->WaitUntilIdle(); }); };
}

const std::map<std::string, std::function<void()>>& Ways() {
  static const auto* const ways = new std::map<std::string, std::function<void()>>{
      {"abandon", Abandon},
      {"queue", AbandonAQueue},
      {"callback", ExitInACallback},
      {"never", WaitForCallsThatNeverEnd},
      {"late", CallTooLate},
      {"blocked", JoinBlockedThreads},
      {"first", WaitForFirstCalls},
      {"static", UseAStaticInCallbacks},
      {"executor", KeepTasksOfAnExecutor},
      {"connect",
       [] { OnDetachedThreads([] { MakeClient().SendToAll("over a new connection"); }); }},
      {"begin", [] { OnDetachedThreads([] { MakeClient().SendToAllAsync("the first call"); }); }},
      {"key",
       [] {
         OnDetachedThreads([] {
           AzureKeyCredential key("key");
           key.Update("another");
           (void)WebPubSubServiceClient("https://wps.example", "chat", key).GetClientAccessUri();
         });
       }},
      {"idle",
       [] {
         for (int i = 0; i < 10; ++i) early.Client->SendToAllAsync("hi");
         early.Client->WaitUntilIdle();
       }},
  };
  return *ways;
}

void Use() {
  early.Client = std::make_unique<WebPubSubServiceClient>(MakeClient());
  Ways().at(arguments.Way)();
}

}  // namespace

int ExitProgram(int count, char** values) {
  if (count != 5 || Ways().count(values[1]) == 0) {
    std::cerr << Usage;
    return 2;
  }
  Diagnostics::LogToConsole(LogLevel::Warning);
  arguments = {values[1], values[2], values[3], {}};
  arguments.Options.Transport.CaFile = values[4];
  if (arguments.Where == "thread") {
    std::promise<void> used;
    std::thread([&used] {
      Use();
      used.set_value();
      std::promise<void>().get_future().wait();
    }).detach();
    used.get_future().wait();
  } else {
    Use();
  }
  if (arguments.Where == "exit") {
    std::thread([] { std::exit(EXIT_SUCCESS); }).detach();
    std::promise<void>().get_future().wait();
  }
  return EXIT_SUCCESS;
}
