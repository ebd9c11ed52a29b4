#include "turmoil_round.hpp"

#include <functional>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

Context AnyContext() {
  if (OneIn(3)) return {};
  if (OneIn(2)) return Context::Cancellable();
  return Context::WithTimeout(std::chrono::microseconds(OneIn(2) ? 300 : 20'000));
}

// Where waiting for room, on the I/O thread, is refused.
void StartFromCallback(const WebPubSubServiceClient& client) {
  try {
    (void)client.SendToAllAsync("from a callback");
  } catch (const std::logic_error&) {
  }
}

}  // namespace

TurmoilRound::TurmoilRound(bool tls) : server_(std::random_device{}(), tls) {
  for (auto& client : clients_) client = MakeClient();
}

void TurmoilRound::Run(seconds time) {
  const auto end = steady_clock::now() + time;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < Threads; ++i) {
    threads.emplace_back([this, end] {
      while (steady_clock::now() < end) DoSomething();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (auto& client : clients_) client.reset();
  // The executor's thread can't wait for its own end, so this one lets go of the executor last.
  const auto haveAllEnded = [this] { return callbacks_ == futures_ && executor_.use_count() == 1; };
  if (!IsSoon(haveAllEnded, std::chrono::minutes(1))) {
    errors_.push_back(std::to_string(futures_) + " futures, but " + std::to_string(callbacks_) +
                      " callbacks, and " + std::to_string(executor_.use_count()) +
                      " references to the executor");
  }
}

std::shared_ptr<WebPubSubServiceClient> TurmoilRound::MakeClient() {
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

std::shared_ptr<WebPubSubServiceClient> TurmoilRound::AnyClient() {
  const std::lock_guard lock(mutex_);
  auto client = clients_[index_++ % Clients];
  return OneIn(2) ? client : std::make_shared<Client>(client->WithHub("news"));
}

std::shared_ptr<WebPubSubServiceClient> TurmoilRound::Replace() {
  auto fresh = MakeClient();
  const std::lock_guard lock(mutex_);
  clients_[index_++ % Clients].swap(fresh);
  return fresh;
}

template <class T>
void TurmoilRound::Follow(Future<T> future, std::shared_ptr<Client> client) {
  ++futures_;
  std::move(future).Then([this, client = std::move(client)](const Result<T>& result) mutable {
    if (!result && !result.Error()) AddError("a result without a WebPubSubException");
    if (OneIn(4)) StartFromCallback(*client);
    client.reset();
    ++callbacks_;  // last: the round may end now
    if (OneIn(4)) throw std::runtime_error("a callback");
  });
}

void TurmoilRound::DoSomething() {
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

void TurmoilRound::Do(int what, const std::shared_ptr<Client>& client, const Context& context) {
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

void TurmoilRound::AddError(const std::string& error) {
  const std::lock_guard lock(mutex_);
  if (errors_.size() < 10) errors_.push_back(error);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
