#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "support/held_transport.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

// What WaitUntilIdle waits for besides the calls: their callbacks, wherever they run.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

bool IsIdle(const WebPubSubServiceClient& client) {
  try {
    client.WaitUntilIdle(Context::WithTimeout(milliseconds(1)));
    return true;
  } catch (const OperationCancelledException&) {
    return false;
  }
}

/// A client whose callbacks the test runs itself.
class Idle : public ::testing::Test {
 protected:
  using Task = std::function<void()>;

  WebPubSubServiceClient MakeClient(Executor executor) {
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = Transport;
    options.CallbackExecutor = std::move(executor);
    return {"https://wps.example", "chat", AzureKeyCredential(TestKey), options};
  }
  WebPubSubServiceClient MakeClient() {
    return MakeClient([this](Task task) { Given.set_value(std::move(task)); });
  }
  Task NextTask() {
    Task task = Given.get_future().get();
    Given = {};
    return task;
  }

  std::promise<Task> Given;
  std::shared_ptr<HeldTransport> Transport = std::make_shared<HeldTransport>();
};

TEST_F(Idle, ComesAfterACallbackOnAnExecutor) {
  auto client = MakeClient();
  bool called = false;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) { called = true; });
  Transport->End();
  const Task task = NextTask();
  EXPECT_FALSE(IsIdle(client));
  task();
  EXPECT_TRUE(called);
  client.WaitUntilIdle();  // although the task is still here
}

TEST_F(Idle, ComesAfterACallbackOfACallThatHadEnded) {
  auto client = MakeClient();
  auto ended = client.SendToAllAsync("hi");
  Transport->End();
  ended.Wait();
  std::move(ended).Then([](const Result<Response>&) {});
  EXPECT_FALSE(IsIdle(client));
  NextTask()();
  client.WaitUntilIdle();
}

TEST_F(Idle, ComesAfterACallbackOnTheIoThreadOfACallThatHadEnded) {
  auto client = MakeClient(nullptr);
  auto ended = client.SendToAllAsync("hi");
  Transport->End();
  ended.Wait();
  std::promise<void> mayReturn;
  std::move(ended).Then([&](const Result<Response>&) { mayReturn.get_future().wait(); });
  EXPECT_FALSE(IsIdle(client));
  mayReturn.set_value();
  client.WaitUntilIdle();
}

TEST_F(Idle, ComesAfterTheCallbackOfAFutureThatWasReadyAtOnce) {
  auto client = MakeClient();
  client.GetClientAccessUriAsync().Then([](const Result<std::string>&) {});
  EXPECT_FALSE(IsIdle(client));
  NextTask()();
  client.WaitUntilIdle();
}

TEST_F(Idle, DoesNotWaitForACallbackThatItsExecutorDestroyed) {
  auto client = MakeClient();
  const auto held = std::make_shared<int>();
  client.SendToAllAsync("hi").Then([held](const Result<Response>&) {});
  Transport->End();
  std::optional<Task> task = NextTask();
  EXPECT_FALSE(IsIdle(client));
  std::optional<Task> copy = task;
  task.reset();
  EXPECT_FALSE(IsIdle(client));
  copy.reset();
  client.WaitUntilIdle();
  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(Idle, ComesOnceForATaskThatIsRunTwice) {
  auto client = MakeClient();
  int calls = 0;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) { ++calls; });
  Transport->End();
  const Task task = NextTask();
  task();
  const auto pending = client.SendToAllAsync("hi");
  task();
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(IsIdle(client));
  Transport->End();
  pending.Wait();
  client.WaitUntilIdle();
}

TEST_F(Idle, ComesAfterEachOfManyCallbacks) {
  std::promise<void> allGiven;
  std::vector<Task> tasks;
  auto client = MakeClient([&](Task task) {
    tasks.push_back(std::move(task));
    if (tasks.size() == 3) allGiven.set_value();
  });
  for (int i = 0; i < 3; ++i) client.SendToAllAsync("hi").Then([](const Result<Response>&) {});
  for (int i = 0; i < 3; ++i) Transport->End();
  allGiven.get_future().wait();
  for (const Task& task : tasks) {
    EXPECT_FALSE(IsIdle(client));
    task();
  }
  client.WaitUntilIdle();
}

TEST_F(Idle, IsNotWaitedForByACallback) {
  auto client = MakeClient();
  std::string refusal;
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) {
    const WebPubSubServiceClient copy = client;
    refusal = Thrown<std::logic_error>([&] { copy.WaitUntilIdle(); }).what();
  });
  Transport->End();
  NextTask()();
  EXPECT_THAT(refusal, HasSubstr("WaitUntilIdle"));
  EXPECT_THAT(refusal, HasSubstr("callback"));
  client.WaitUntilIdle();  // on the same thread, later
}

TEST_F(Idle, IsNotWaitedForByACallbackWithinAnotherClients) {
  auto client = MakeClient();
  std::promise<Task> givenByOther;
  auto other = MakeClient([&](Task task) { givenByOther.set_value(std::move(task)); });
  client.SendToAllAsync("hi").Then([&](const Result<Response>&) {
    other.WaitUntilIdle();  // of another client: may be waited for
    other.SendToAllAsync("hi").Then([&](const Result<Response>&) {
      EXPECT_THROW(client.WaitUntilIdle(), std::logic_error);
      EXPECT_THROW(other.WaitUntilIdle(), std::logic_error);
    });
    Transport->End();
    givenByOther.get_future().get()();
  });
  Transport->End();
  NextTask()();
  other.WaitUntilIdle();
  client.WaitUntilIdle();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
