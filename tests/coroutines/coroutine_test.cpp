#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <thread>
#include <utility>

#include "support/task.hpp"

#if !defined(__cpp_impl_coroutine)
#error "this test requires coroutines"
#endif

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

class Coroutine : public ::testing::Test {
 protected:
  Coroutine() {
    Options.TransportAdapter = Transport;
    Options.Retry.MaxRetries = 0;
    Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  }
  WebPubSubServiceClient MakeClient() {
    return {"https://wps.example", "chat", AzureKeyCredential("key"), Options};
  }

  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  WebPubSubServiceClientOptions Options;
};

Task SendTwice(WebPubSubServiceClient client, int& status) {
  // The default arguments are temporaries of the co_await expression. GCC 12 copies such
  // temporaries bitwise if they are aggregates, which breaks those that own memory.
  const Response first = co_await client.SendToAllAsync("hi");
  SendOptions options;
  options.Excluded = {"a connection with a name that is too long for a small string"};
  const Response second = co_await client.SendToGroupAsync("room", "hi", options);
  status = first.Status() + second.Status();
}

TEST_F(Coroutine, AwaitsAValue) {
  int status = 0;
  SendTwice(MakeClient(), status).Wait();
  EXPECT_EQ(status, 404);
  EXPECT_EQ(Transport->Requests().size(), 2U);
}

Task Fail(WebPubSubServiceClient client) {
  try {
    co_await client.SendToUserAsync("ann", "hi");
    ADD_FAILURE() << "no failure";
  } catch (const RequestFailedException& failure) {
    EXPECT_EQ(failure.Status(), 400);
  }
  co_await client.SendToUserAsync("ann", "hi");
}

TEST_F(Coroutine, ThrowsTheFailureOfTheCall) {
  Transport->WillRespond(400);
  Transport->WillRespond(403);
  auto task = Fail(MakeClient());
  EXPECT_THROW(task.Wait(), RequestFailedException);
}

Task SendOften(WebPubSubServiceClient client, int times) {
  for (int i = 0; i < times; ++i) co_await client.SendToAllAsync("hi");
}

TEST_F(Coroutine, MayAwaitInALongLoop) {
  SendOften(MakeClient(), 5000).Wait();
  EXPECT_EQ(Transport->Requests().size(), 5000U);
}

Task SendWithTheLastClient(std::unique_ptr<WebPubSubServiceClient> client) {
  co_await client->SendToAllAsync("hi");
  client.reset();
}

TEST_F(Coroutine, MayEndTheLastClient) {
  for (int i = 0; i < 20; ++i) {
    SendWithTheLastClient(std::make_unique<WebPubSubServiceClient>(MakeClient())).Wait();
  }
}

Task ThreadsOf(WebPubSubServiceClient client, std::thread::id& id) {
  auto pending = client.SendToAllAsync("hi");
  pending.Wait();
  co_await std::move(pending);  // already complete
  id = std::this_thread::get_id();
}

TEST_F(Coroutine, ResumesOnTheExecutor) {
  std::promise<std::function<void()>> given;
  Options.CallbackExecutor = [&](std::function<void()> task) { given.set_value(std::move(task)); };
  std::thread::id id;
  auto task = ThreadsOf(MakeClient(), id);
  given.get_future().get()();
  task.Wait();
  EXPECT_EQ(id, std::this_thread::get_id());
}

Task CountMembers(WebPubSubServiceClient client, int& pages, std::size_t& members) {
  auto list = client.ListConnectionsInGroupAsync("room");
  while (const auto page = co_await list.Next()) {
    ++pages;
    members += page->Values.size();
  }
}

TEST_F(Coroutine, WalksThroughPages) {
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a"}],"nextLink":"?p=2"})");
  Transport->WillRespond(200, {}, R"({"value":[],"nextLink":"?p=3"})");
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"b"},{"connectionId":"c"}]})");
  int pages = 0;
  std::size_t members = 0;
  CountMembers(MakeClient(), pages, members).Wait();
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(members, 3U);
  EXPECT_EQ(Transport->Requests().size(), 3U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
