#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "hub_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::HasSubstr;
using testing::Not;
using FailuresTest = HubTest;

TEST_F(FailuresTest, AWrongKeyIs401AndIsNotRetried) {
  std::string key = LocalService::ServiceOptions().PrimaryKey;
  key.back() = key.back() == 'x' ? 'y' : 'x';
  const WebPubSubServiceClient client(Service.Endpoint(), "chat", AzureKeyCredential(key));
  try {
    client.SendToAll("hi");
    FAIL() << "accepted";
  } catch (const RequestFailedException& refused) {
    EXPECT_EQ(refused.Status(), 401);
    EXPECT_EQ(refused.Attempts(), 1);
    EXPECT_FALSE(refused.MayHaveBeenAccepted());
    EXPECT_THAT(refused.what(), HasSubstr("POST /api/hubs/chat/:send"));
    EXPECT_THAT(refused.what(), Not(HasSubstr(key)));
  }
  EXPECT_THROW((void)client.UserExists("ann"), RequestFailedException);
}

TEST_F(FailuresTest, ANewKeyTakesEffectOnTheNextRequest) {
  AzureKeyCredential credential("wrong");
  const WebPubSubServiceClient client(Service.Endpoint(), "chat", credential);
  EXPECT_THROW(client.SendToAll("hi"), RequestFailedException);
  credential.Update(LocalService::ServiceOptions().PrimaryKey);
  EXPECT_EQ(client.SendToAll("hi").Status(), 202);
}

TEST_F(FailuresTest, BadArgumentsAreRefusedBeforeAnythingIsSent) {
  const auto refusal = [](const auto& call) -> std::string {
    try {
      call();
    } catch (const std::invalid_argument& refused) {
      return refused.what();
    }
    return "not refused";
  };
  EXPECT_THAT(refusal([&] { Client.SendToGroup("..", "hi"); }), HasSubstr("group: "));
  EXPECT_THAT(refusal([&] { Client.SendToUser("", "hi"); }), HasSubstr("userId: "));
  EXPECT_THAT(refusal([&] { WebPubSubServiceClient("Endpoint=http://x", "chat"); }),
              HasSubstr("connectionString: "));
  EXPECT_THAT(refusal([&] { WebPubSubServiceClient(Service.ConnectionString(), "no hub"); }),
              HasSubstr("hub: "));
}

TEST(UnreachableService, IsATransportExceptionAfterAllAttempts) {
  std::string endpoint;
  {
    const LocalService::Service stopped;
    endpoint = stopped.Endpoint();
  }
  WebPubSubServiceClientOptions options;
  options.Retry.Delay = std::chrono::milliseconds(1);
  const WebPubSubServiceClient client(endpoint, "chat", AzureKeyCredential("key"), options);
  try {
    client.SendToAll("hi");
    FAIL() << "accepted";
  } catch (const TransportException& failed) {
    EXPECT_EQ(failed.Cause(), TransportError::Connect);
    EXPECT_EQ(failed.Attempts(), 4);
    EXPECT_FALSE(failed.MayHaveBeenAccepted());
  }
}

TEST_F(FailuresTest, ACancelledContextEndsACallBeforeItBegins) {
  const Context context = Context::Cancellable();
  context.Cancel();
  try {
    Client.SendToAll("hi", {}, context);
    FAIL() << "sent";
  } catch (const OperationCancelledException& cancelled) {
    EXPECT_EQ(cancelled.Attempts(), 0);
    EXPECT_FALSE(cancelled.MayHaveBeenAccepted());
  }
  EXPECT_THROW(Client.SendToAll("hi", {}, Context::WithTimeout(std::chrono::seconds(0))),
               OperationCancelledException);
}

TEST_F(FailuresTest, ManyThreadsShareAClient) {
  constexpr int Threads = 4;
  constexpr int SendsPerThread = 50;
  HubClient ann = ConnectRaw(As("ann"));
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < Threads; ++i) {
    threads.emplace_back([&, copy = Client] {
      for (int n = 0; n < SendsPerThread; ++n)
        accepted += copy.SendToUser("ann", "x").Status() == 202 ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, Threads * SendsPerThread);
  for (int n = 0; n < Threads * SendsPerThread; ++n) EXPECT_EQ(ann.Next(), "x");
}

TEST_F(FailuresTest, KeysRotateUnderTraffic) {
  const std::string key = LocalService::ServiceOptions().PrimaryKey;
  AzureKeyCredential credential(key);
  const WebPubSubServiceClient client(Service.Endpoint(), "chat", credential);
  std::atomic<bool> stop{false};
  std::thread rotation([&] {
    while (!stop) credential.Update(key);
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.SendToAll("x").Status(), 202);
  stop = true;
  rotation.join();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
