#include "memory_scenario.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "program_parts.hpp"

#if defined(__cpp_impl_coroutine)
#include "support/task.hpp"
#endif

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = const WebPubSubServiceClient&;
using Options = WebPubSubServiceClientOptions&;
using std::chrono::milliseconds;
using std::chrono::seconds;

void CallBack(Future<Response> future) {
  const auto ending = std::make_shared<Ending>();
  std::move(future).Then([ending](Result<Response> result) { ending->Come(result.Exception()); });
  ending->Take();
}

void Observed(Client client) {
  try {
    client.SendToGroupAsync("refused", "hi").Wait();
    client.SendToGroup("refused", "hi");
  } catch (const std::logic_error&) {
    throw;
  } catch (...) {
    Balance::Check();
    throw;
  }
  Balance::Check();
}

Context Ample() { return Context::WithTimeout(seconds(60)); }

// One call that runs, and one that waits or runs too.
void CallTwice(Client client, const Context& context) {
  auto first = client.SendToGroupAsync("hang", "hi", {}, context);
  auto second = client.AddUserToGroupAsync("hang", "ann", context);
  context.Cancel();
  second.Wait();
  first.Get();
}

void Cancelled(Client client) {
  const auto context = Context::Cancellable();
  try {
    CallTwice(client, context);
  } catch (...) {
    context.Cancel();
    throw;
  }
}

void PastDeadline(Client client) {
  const auto context = Context::WithTimeout(milliseconds(5));
  auto first = client.SendToGroupAsync("hang", "hi", {}, context);
  auto second = client.AddUserToGroupAsync("hang", "ann", context);
  second.Wait();
  first.Get();
}

template <class Pages>
void TakeAll(Pages pages) {
  while (pages.Next().Get()) {
  }
}

void ThrowFirst(const std::vector<Result<Response>>& results) {
  if (results.size() != 7) throw std::logic_error("a target has no result");
  for (const auto& result : results) (void)result.Value();
}

const std::vector<std::string> SevenTargets{"ann", "bob", "cas", "dan", "eve", "fay", "gus"};

FanOutOptions TwoAtATime() {
  FanOutOptions how;
  how.MaxConcurrency = 2;
  return how;
}

// The host has a name, which has to be resolved for several calls at once.
void MakeAndUse(Client client) {
  WebPubSubServiceClientOptions options;
  options.Transport.Proxy = "";
  options.Retry.Delay = milliseconds(1);
  const std::string url = client.Endpoint();
  const WebPubSubServiceClient made(
      "Endpoint=http://localhost;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ;Version=1.0;Port=" +
          url.substr(url.rfind(':') + 1) + ";",
      "chat", options);
  ThrowFirst(made.SendToUsers(SevenTargets, "hi"));
  made.SendToAll("hi");
}

#if defined(__cpp_impl_coroutine)
Task Await(Client client) {
  co_await client.SendToAllAsync("hi");
  co_await client.SendToAllAsync("hi", {}, Ample());
}
#endif

std::vector<MemoryScenario> MakeScenarios() {
  const auto tokens = std::make_shared<ShortLivedTokens>();
  const auto executor = [](Options options) { options.CallbackExecutor = &ExecutorThread::Run; };
  std::vector<MemoryScenario> all{
      {"Send", [](Client client) { client.SendToAll("hi"); }},
      {"SendAsync", [](Client client) { client.SendToAllAsync("hi").Get(); }},
      {"SendWithContext", [](Client client) { client.SendToAll("hi", {}, Ample()); }},
      {"SendAsyncWithContext",
       [](Client client) { client.SendToAllAsync("hi", {}, Ample()).Get(); }},
      {"CallTimeout",
       [](Client client) {
         client.SendToAll("hi");
         client.SendToAllAsync("hi").Get();
       },
       [](Options options) { options.CallTimeout = seconds(60); }},
      {"Cancelled", &Cancelled, [](Options options) { options.Limits.MaxCalls = 2; }},
      {"PastDeadline", &PastDeadline, [](Options options) { options.Limits.MaxCalls = 2; }},
      {"WaitsForAConnection", &PastDeadline,
       [](Options options) {
         options.Limits.MaxCalls = 2;
         options.Transport.MaxConnections = 1;
       }},
      {"Then", [](Client client) { CallBack(client.SendToAllAsync("hi")); }},
      {"ThenOnExecutor", [](Client client) { CallBack(client.SendToAllAsync("hi")); }, executor},
      {"ThenOnReady",
       [](Client client) {
         auto future = client.SendToAllAsync("hi");
         future.Wait();
         CallBack(std::move(future));
       }},
      {"ThenOnReadyOnExecutor",
       [](Client client) {
         auto future = client.SendToAllAsync("hi");
         future.Wait();
         CallBack(std::move(future));
       },
       executor},
      {"Forgotten",
       [](Client client) {
         (void)client.SendToGroupAsync("refused", "hi");
         client.WaitUntilIdle(Ample());
       }},
      {"List",
       [](Client client) {
         for (const auto& member : client.ListConnectionsInGroup("pages")) (void)member;
       }},
      {"ListAsync", [](Client client) { TakeAll(client.ListConnectionsInGroupAsync("pages")); }},
      {"LargePage", [](Client client) { TakeAll(client.ListConnectionsInGroupAsync("large")); }},
      {"FanOut",
       [](Client client) { ThrowFirst(client.SendToUsers(SevenTargets, "hi", TwoAtATime())); }},
      {"FanOutWithContext",
       [](Client client) {
         ThrowFirst(client.SendToGroups(SevenTargets, "hi", TwoAtATime(), {}, Ample()));
       }},
      {"FanOutByFilter",
       [](Client client) {
         FanOutOptions how;
         how.Strategy = FanOutStrategy::Filter;
         ThrowFirst(client.SendToUsers(SevenTargets, "hi", how));
       }},
      {"Refused", [](Client client) { client.SendToGroup("refused", "hi"); }},
      {"RefusedAsync", [](Client client) { client.SendToGroupAsync("refused", "hi").Get(); }},
      {"Retried", [](Client client) { client.SendToGroup("retried", "hi"); }},
      {"RetriedAsync", [](Client client) { client.SendToGroupAsync("retried", "hi").Get(); }},
      {"Token", [](Client client) { client.SendToAll("hi"); }, nullptr, tokens},
      {"TokenWithContext", [](Client client) { client.SendToAll("hi", {}, Ample()); }, nullptr,
       tokens},
      {"TokenAsync", [](Client client) { client.SendToAllAsync("hi", {}, Ample()).Get(); }, nullptr,
       tokens},
      {"WithHub",
       [](Client client) {
         const auto news = client.WithHub("news");
         (void)news.GroupExists("room");
         news.GroupExistsAsync("room").Get();
       }},
      {"ObservedAndLogged", &Observed,
       [](Options options) {
         options.Observer = std::make_shared<Balance>();
         options.Logger = [](const LogRecord& record) { (void)record.ToText(); };
         options.LoggerLevel = LogLevel::Verbose;
       }},
      {"OwnTransport", [](Client client) { client.SendToAllAsync("hi").Get(); },
       [](Options options) { options.TransportAdapter = std::make_shared<OwnTransport>(); }},
      {"ThreadTransport", [](Client client) { client.SendToAllAsync("hi", {}, Ample()).Get(); },
       [](Options options) { options.TransportAdapter = std::make_shared<ThreadTransport>(); }},
      {"WaitsForRoom",
       [](Client client) {
         (void)client.SendToGroupAsync("slow", "hi");
         client.SendToAllAsync("hi", {}, Ample()).Get();
         client.WaitUntilIdle(Ample());
       },
       [](Options options) { options.Limits.WhenFull = OverflowAction::Wait; }},
      {"Access",
       [](Client client) {
         (void)client.GetClientAccessUri();
         (void)client.GetClientAccessUriAsync().Get();
       }},
      {"Made", &MakeAndUse},
  };
#if defined(__cpp_impl_coroutine)
  all.push_back({"CoAwait", [](Client client) { Await(client).Wait(); }});
  all.push_back({"CoAwaitOnExecutor", [](Client client) { Await(client).Wait(); }, executor});
#endif
  return all;
}

}  // namespace

const std::vector<MemoryScenario>& MemoryScenarios() {
  static const auto* const all = new std::vector<MemoryScenario>(MakeScenarios());
  return *all;
}

WebPubSubServiceClient MakeClient(const MemoryScenario& scenario, const std::string& url) {
  WebPubSubServiceClientOptions options;
  options.Retry.MaxRetries = 1;
  options.Retry.Delay = milliseconds(1);
  options.Transport.Proxy = "";
  options.AllowTokenOverHttp = true;
  // A call that is counted for ever is found by the next one.
  options.Limits.MaxCalls = 1;
  options.Limits.WhenFull = OverflowAction::Fail;
  if (scenario.ChangeOptions) scenario.ChangeOptions(options);
  if (scenario.Credential) return {url, "chat", scenario.Credential, options};
  return {url, "chat", AzureKeyCredential("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), options};
}

}  // namespace Azure::Messaging::WebPubSub::Testing
