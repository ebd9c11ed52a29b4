// The service, a key, a client or the process ends while calls are in flight.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "local_service/service.hpp"
#include "operation_kind.hpp"
#include "outcome.hpp"
#include "support/process_use.hpp"
#include "support/sanitized.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using Client = WebPubSubServiceClient;

class Chaos : public testing::TestWithParam<Form> {
 protected:
  Chaos() {
    Options.Retry.MaxRetries = 10'000;
    Options.Retry.Delay = milliseconds(1);
    Options.Retry.MaxDelay = milliseconds(5);
  }

  static void Send(const Client& client) { OperationKinds().front().Call(GetParam(), client); }

  WebPubSubServiceClientOptions Options;
};

// Sends on several threads. Each send must succeed.
class Load {
 public:
  Load(const Client& client, std::function<void(const Client&)> send) {
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([this, client, send] {
        while (!stop_) {
          const Outcome outcome = OutcomeOf([&] { send(client); });
          EXPECT_EQ(outcome, Success());
          ++sent_;
        }
      });
    }
  }
  ~Load() { Stop(); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  void WaitForMore(int sends) const {
    const int goal = sent_ + sends;
    while (sent_ < goal && !testing::Test::HasFailure()) std::this_thread::yield();
  }
  int Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    return sent_;
  }

 private:
  std::atomic<bool> stop_{false};
  std::atomic<int> sent_{0};
  std::vector<std::thread> threads_;
};

TEST_P(Chaos, AServiceThatIsKilledAndStartedAgainLosesNothing) {
  LocalService::ServiceOptions where;
  auto service = std::make_unique<LocalService::Service>(where);
  where.Port = service->Port();
  const Client client(service->ConnectionString(), "chat", Options);
  Load load(client, Send);
  std::size_t requests = 0;
  for (int kills = 0; kills < 3; ++kills) {
    load.WaitForMore(50);
    service->Stop();
    requests += service->Requests().size();
    service.reset();
    service = std::make_unique<LocalService::Service>(where);
  }
  load.WaitForMore(50);
  const int sent = load.Stop();
  requests += service->Requests().size();
  EXPECT_GE(requests, static_cast<std::size_t>(sent));
}

TEST_P(Chaos, AKeyThatIsRotatedFailsNoCall) {
  LocalService::ServiceOptions keys;
  keys.SecondaryKey = "zyxwvutsrqponmlkjihgfedcba9876543210zyxwvuts";
  const LocalService::Service service(keys);
  AzureKeyCredential credential(keys.PrimaryKey);
  Options.Retry.MaxRetries = 0;
  const Client client(service.Endpoint(), "chat", credential, Options);
  Load load(client, Send);
  for (int i = 0; i < 50; ++i) {
    load.WaitForMore(2);
    credential.Update(i % 2 == 0 ? keys.SecondaryKey : keys.PrimaryKey);
  }
  load.Stop();
  credential.Update("of yesterday");
  EXPECT_EQ(OutcomeOf([&] { Send(client); }), (Outcome{"RequestFailed 401", false, 1}));
}

TEST_P(Chaos, ACopyIsAsGoodAsTheClientThatIsGone) {
  const LocalService::Service service;
  auto client = std::make_unique<Client>(service.ConnectionString(), "chat", Options);
  Load load(*client, Send);
  load.WaitForMore(20);
  client.reset();
  load.WaitForMore(20);
}

INSTANTIATE_TEST_SUITE_P(Forms, Chaos, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

TEST(AsynchronousChaos, CallsOutliveTheirClient) {
  constexpr int Calls = 200;
  const LocalService::Service service;
  std::atomic<int> accepted{0};
  std::atomic<int> ended{0};
  std::promise<void> all;
  {
    const Client client(service.ConnectionString(), "chat");
    for (int i = 0; i < Calls; ++i) {
      client.SendToAllAsync("hi").Then([&](const Result<Response>& sent) {
        if (sent) ++accepted;
        if (++ended == Calls) all.set_value();
      });
    }
  }
  all.get_future().get();
  EXPECT_EQ(accepted, Calls);
}

TEST(Resources, OfAClientGoWithIt) {
  const LocalService::Service service;
  const std::size_t descriptors = MeasureProcess().Descriptors;
  const auto use = [&service] {
    const Client client(service.ConnectionString(), "chat");
    client.SendToAll("hi");
    client.SendToAllAsync("hi").Get();
  };
  use();  // starts what the process keeps until it exits
  const std::size_t threads = MeasureProcess().Threads;
  for (int i = 0; i < 20; ++i) use();
  // The service closes its ends of the connections a moment later. A client's thread also ends a
  // moment later if the last reference to the client is released on that thread.
  constexpr std::size_t KeptByTheProcess = 2;
  const auto areAllGone = [&] {
    const ProcessUse now = MeasureProcess();
    return now.Descriptors <= descriptors + KeptByTheProcess && now.Threads <= threads;
  };
  EXPECT_TRUE(IsSoon(areAllGone)) << MeasureProcess().Descriptors << " descriptors, "
                                  << MeasureProcess().Threads << " threads";
}

#if !defined(WEBPUBSUB_SANITIZED)

bool BothFormsWork(const Client& client) {
  return OutcomeOf([&] { client.SendToAll("hi"); }) == Success() &&
         OutcomeOf([&] { client.SendToAllAsync("hi").Get(); }) == Success();
}

// The child ends with std::exit, so that it runs the same exit handlers as a program does.
int StatusOfChild(const std::function<bool()>& succeeds) {
  const pid_t child = fork();
  if (child == 0) std::exit(succeeds() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(Fork, BeforeTheFirstCallTheClientWorksInBoth) {
  const LocalService::Service service;
  const Client client(service.ConnectionString(), "chat");
  EXPECT_EQ(StatusOfChild([&] { return BothFormsWork(client); }), 0);
  EXPECT_TRUE(BothFormsWork(client));
}

TEST(Fork, AfterTheFirstCallTheChildCanMakeItsOwnClient) {
  const LocalService::Service service;
  const Client client(service.ConnectionString(), "chat");
  EXPECT_TRUE(BothFormsWork(client));
  EXPECT_EQ(
      StatusOfChild([&] { return BothFormsWork(Client(service.ConnectionString(), "chat")); }), 0);
  EXPECT_TRUE(BothFormsWork(client));
}

#endif

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
