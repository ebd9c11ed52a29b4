#include <gmock/gmock.h>

#include <functional>
#include <vector>

#include "asio_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using AsioFuture = AsioBench;

TEST_F(AsioFuture, ReturnsTheValue) {
  const auto client = MakeClient();
  std::future<Response> sent = AsyncCall(client.SendToAllAsync("hi"), asio::use_future);
  EXPECT_EQ(sent.get().Status(), 202);
}

TEST_F(AsioFuture, ThrowsTheExceptionOfTheLibrary) {
  const auto client = MakeClient();
  Transport->WillRespond(403);
  auto sent =
      AsyncCall([&](const Context& context) { return client.SendToAllAsync("hi", {}, context); },
                asio::use_future);
  try {
    sent.get();
    FAIL() << "no failure";
  } catch (const RequestFailedException& failure) {
    EXPECT_EQ(failure.Status(), 403);
  }
}

// Every operation, by the same function.
TEST_F(AsioFuture, WaitsForEveryOperation) {
  const auto client = MakeClient();
  Transport->Otherwise([](const HttpRequest& request, const Context&) {
    const auto has = [&](const char* text) {
      return request.Url().find(text) != std::string::npos;
    };
    if (has("/:send?")) return HttpResponse(202);
    if (request.Method() == HttpMethod::Delete || has("/:closeConnections?")) {
      return HttpResponse(204);
    }
    return HttpResponse(200);
  });
  using C = const Context&;
  const auto wait = [](auto call) { return AsyncCall(std::move(call), asio::use_future).get(); };
  const auto permission = WebPubSubPermission::SendToGroup;
  const std::vector<std::string> rooms = {"room", "hall"};

  wait([&](C c) { return client.SendToAllAsync("hi", {}, c); });
  wait([&](C c) { return client.SendToGroupAsync("room", "hi", {}, c); });
  wait([&](C c) { return client.SendToUserAsync("ann", "hi", {}, c); });
  wait([&](C c) { return client.SendToConnectionAsync("a", "hi", {}, c); });
  wait([&](C c) { return client.AddConnectionToGroupAsync("room", "a", c); });
  wait([&](C c) { return client.RemoveConnectionFromGroupAsync("room", "a", c); });
  wait([&](C c) { return client.RemoveConnectionFromAllGroupsAsync("a", c); });
  wait([&](C c) { return client.AddUserToGroupAsync("room", "ann", c); });
  wait([&](C c) { return client.RemoveUserFromGroupAsync("room", "ann", c); });
  wait([&](C c) { return client.RemoveUserFromAllGroupsAsync("ann", c); });
  const auto filter = ClientConnectionFilter::Create("userId ne {}", nullptr);
  wait([&](C c) { return client.AddConnectionsToGroupsAsync(rooms, filter, c); });
  wait([&](C c) { return client.RemoveConnectionsFromGroupsAsync(rooms, filter, c); });
  wait([&](C c) { return client.CloseConnectionAsync("a", {}, c); });
  wait([&](C c) { return client.CloseAllConnectionsAsync({}, c); });
  wait([&](C c) { return client.CloseGroupConnectionsAsync("room", {}, c); });
  wait([&](C c) { return client.CloseUserConnectionsAsync("ann", {}, c); });
  wait([&](C c) { return client.GrantPermissionAsync(permission, "a", "room", c); });
  wait([&](C c) { return client.RevokePermissionAsync(permission, "a", "room", c); });
  wait([&](C c) { return client.GetServiceHealthAsync(c); });
  EXPECT_TRUE(wait([&](C c) { return client.ConnectionExistsAsync("a", c); }));
  EXPECT_TRUE(wait([&](C c) { return client.GroupExistsAsync("room", c); }));
  EXPECT_TRUE(wait([&](C c) { return client.UserExistsAsync("ann", c); }));
  EXPECT_TRUE(wait([&](C c) { return client.CheckPermissionAsync(permission, "a", "room", c); }));
  EXPECT_THAT(wait([&](C c) { return client.GetClientAccessUriAsync({}, c); }),
              HasSubstr("/client/hubs/chat?access_token="));
  EXPECT_THAT(wait([&](C c) {
                return client.SendToUsersAsync({"ann", "bob"}, "hi", {}, {}, c);
              }),
              SizeIs(2));
  EXPECT_THAT(wait([&](C c) { return client.SendToGroupsAsync(rooms, "hi", {}, {}, c); }),
              SizeIs(2));
}

TEST_F(AsioFuture, WalksThroughPages) {
  const auto client = MakeClient();
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a"}],"nextLink":"?p=2"})");
  Transport->WillRespond(500);
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"b"},{"connectionId":"c"}]})");
  AsyncPages pages([&](const Context& context) {
    return client.ListConnectionsInGroupAsync("room", {}, context);
  });
  EXPECT_THAT(pages.Next(asio::use_future).get()->Values, SizeIs(1));
  EXPECT_THROW(pages.Next(asio::use_future).get(), RequestFailedException);
  EXPECT_THAT(pages.Next(asio::use_future).get()->Values, SizeIs(2));
  EXPECT_FALSE(pages.Next(asio::use_future).get());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
