#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "support/test_client.hpp"

// One row for each operation of the REST API 2024-12-01, as its specification has it.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using Permission = WebPubSubPermission;

struct OperationRow {
  /// The specification's name.
  std::string Id;
  std::string Method;
  std::string Path;
  int Success;
  std::function<void(const Client&)> Call;
  /// Only for the checks: 404 is an answer.
  std::function<bool(const Client&)> Ask = {};
  /// Only if the client needs a token credential for it.
  bool AsksForToken = false;
};

void PrintTo(const OperationRow& row, std::ostream* out) { *out << row.Id; }

OperationRow Check(std::string id, std::string path, std::function<bool(const Client&)> ask) {
  return {std::move(id),
          "HEAD",
          std::move(path),
          200,
          [ask](const Client& client) { EXPECT_TRUE(ask(client)); },
          ask};
}

std::vector<OperationRow> Rows() {
  const std::string hub = "/api/hubs/chat";
  const std::string permission = hub + "/permissions/sendToGroup/connections/conn";
  return {
      {"HealthApi_GetServiceStatus", "HEAD", "/api/health", 200,
       [](const Client& c) { c.GetServiceHealth(); }},
      {"WebPubSub_AddConnectionsToGroups", "POST", hub + "/:addToGroups", 200,
       [](const Client& c) { c.AddConnectionsToGroups({"room"}, "userId ne null"); }},
      {"WebPubSub_CloseAllConnections", "POST", hub + "/:closeConnections", 204,
       [](const Client& c) { c.CloseAllConnections(); }},
      {"WebPubSub_GenerateClientToken",
       "POST",
       hub + "/:generateToken",
       200,
       [](const Client& c) { (void)c.GetClientAccessUri(); },
       {},
       true},
      {"WebPubSub_RemoveConnectionsFromGroups", "POST", hub + "/:removeFromGroups", 200,
       [](const Client& c) { c.RemoveConnectionsFromGroups({"room"}, "userId ne null"); }},
      {"WebPubSub_SendToAll", "POST", hub + "/:send", 202,
       [](const Client& c) { c.SendToAll("x"); }},
      {"WebPubSub_CloseConnection", "DELETE", hub + "/connections/conn", 204,
       [](const Client& c) { c.CloseConnection("conn"); }},
      Check("WebPubSub_ConnectionExists", hub + "/connections/conn",
            [](const Client& c) -> bool { return c.ConnectionExists("conn"); }),
      {"WebPubSub_SendToConnection", "POST", hub + "/connections/conn/:send", 202,
       [](const Client& c) { c.SendToConnection("conn", "x"); }},
      {"WebPubSub_RemoveConnectionFromAllGroups", "DELETE", hub + "/connections/conn/groups", 204,
       [](const Client& c) { c.RemoveConnectionFromAllGroups("conn"); }},
      Check("WebPubSub_GroupExists", hub + "/groups/room",
            [](const Client& c) -> bool { return c.GroupExists("room"); }),
      {"WebPubSub_CloseGroupConnections", "POST", hub + "/groups/room/:closeConnections", 204,
       [](const Client& c) { c.CloseGroupConnections("room"); }},
      {"WebPubSub_SendToGroup", "POST", hub + "/groups/room/:send", 202,
       [](const Client& c) { c.SendToGroup("room", "x"); }},
      {"WebPubSub_ListConnectionsInGroup", "GET", hub + "/groups/room/connections", 200,
       [](const Client& c) { (void)c.ListConnectionsInGroup("room").begin(); }},
      {"WebPubSub_RemoveConnectionFromGroup", "DELETE", hub + "/groups/room/connections/conn", 204,
       [](const Client& c) { c.RemoveConnectionFromGroup("room", "conn"); }},
      {"WebPubSub_AddConnectionToGroup", "PUT", hub + "/groups/room/connections/conn", 200,
       [](const Client& c) { c.AddConnectionToGroup("room", "conn"); }},
      {"WebPubSub_RevokePermission", "DELETE", permission, 204,
       [](const Client& c) { c.RevokePermission(Permission::SendToGroup, "conn"); }},
      Check("WebPubSub_CheckPermission", permission,
            [](const Client& c) -> bool {
              return c.CheckPermission(Permission::SendToGroup, "conn");
            }),
      {"WebPubSub_GrantPermission", "PUT", permission, 200,
       [](const Client& c) { c.GrantPermission(Permission::SendToGroup, "conn"); }},
      Check("WebPubSub_UserExists", hub + "/users/ann",
            [](const Client& c) -> bool { return c.UserExists("ann"); }),
      {"WebPubSub_CloseUserConnections", "POST", hub + "/users/ann/:closeConnections", 204,
       [](const Client& c) { c.CloseUserConnections("ann"); }},
      {"WebPubSub_SendToUser", "POST", hub + "/users/ann/:send", 202,
       [](const Client& c) { c.SendToUser("ann", "x"); }},
      {"WebPubSub_RemoveUserFromAllGroups", "DELETE", hub + "/users/ann/groups", 204,
       [](const Client& c) { c.RemoveUserFromAllGroups("ann"); }},
      {"WebPubSub_RemoveUserFromGroup", "DELETE", hub + "/users/ann/groups/room", 204,
       [](const Client& c) { c.RemoveUserFromGroup("room", "ann"); }},
      {"WebPubSub_AddUserToGroup", "PUT", hub + "/users/ann/groups/room", 200,
       [](const Client& c) { c.AddUserToGroup("room", "ann"); }},
  };
}

// What any operation can read.
constexpr const char* SuccessBody = R"({"value":[],"token":"t"})";

class RestOperation : public ::testing::TestWithParam<OperationRow>, protected ClientBench {
 protected:
  Client NoRetries() {
    WebPubSubServiceClientOptions options;
    options.Retry.MaxRetries = 0;
    return GetParam().AsksForToken ? MakeTokenClient(options) : MakeClient(options);
  }
};

TEST_P(RestOperation, SendsWhatTheSpecificationSays) {
  Transport->WillRespond(GetParam().Success, {}, SuccessBody);
  GetParam().Call(NoRetries());
  ASSERT_EQ(Transport->Requests().size(), 1U);
  const HttpRequest request = Transport->Requests().at(0);
  EXPECT_EQ(ToString(request.Method()), GetParam().Method);
  EXPECT_EQ(request.Url().substr(0, request.Url().find('?')),
            "https://wps.example" + GetParam().Path);
  EXPECT_NE(request.Url().find("api-version=2024-12-01"), std::string::npos);
  EXPECT_EQ(request.Headers().Contains("Accept"), GetParam().Method != "HEAD");
  EXPECT_EQ(request.Headers().Contains("Authorization"), GetParam().Path != "/api/health");
}

// A wrong proxy is caught early: nothing but the documented status is a success.
TEST_P(RestOperation, TakesNoOtherStatusForASuccess) {
  std::vector<int> statuses = {599};
  for (int status = 200; status <= 208; ++status) statuses.push_back(status);
  for (int status = 300; status <= 308; ++status) statuses.push_back(status);
  for (int status = 400; status <= 431; ++status) statuses.push_back(status);
  for (int status = 500; status <= 511; ++status) statuses.push_back(status);
  const Client client = NoRetries();
  std::size_t sent = 0;
  for (const int status : statuses) {
    if (status == GetParam().Success || (GetParam().Ask && status == 404)) continue;
    SCOPED_TRACE(status);
    // Redirects are not followed either.
    Transport->WillRespond(status, {{"Location", "https://wps.example/elsewhere"}}, SuccessBody);
    try {
      GetParam().Call(client);
      ADD_FAILURE() << "taken for a success";
    } catch (const RequestFailedException& exception) {
      EXPECT_EQ(exception.Status(), status);
      EXPECT_EQ(exception.Attempts(), 1);
    }
    EXPECT_EQ(Transport->Requests().size(), ++sent);
  }
}

TEST_P(RestOperation, HasNotFoundAsAResponseOnlyIfItAsks) {
  Transport->WillRespond(404);
  const Client client = NoRetries();
  if (GetParam().Ask) {
    EXPECT_FALSE(GetParam().Ask(client));
  } else {
    EXPECT_THROW(GetParam().Call(client), RequestFailedException);
  }
}

TEST_P(RestOperation, FailsWithTheServicesCode) {
  Transport->WillRespond(400, {{"x-ms-error-code", "Error.Of.Test"}});
  try {
    GetParam().Call(NoRetries());
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(exception.ErrorCode(), "Error.Of.Test");
    const std::string message = exception.what();
    EXPECT_NE(message.find(GetParam().Method + " " + GetParam().Path), std::string::npos)
        << message;
    EXPECT_NE(message.find("400"), std::string::npos) << message;
    EXPECT_NE(message.find("Error.Of.Test"), std::string::npos) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(All, RestOperation, ::testing::ValuesIn(Rows()), [](const auto& test) {
  return test.param.Id.substr(test.param.Id.find('_') + 1);
});

TEST(RestOperations, AreAllOfThem) {
  std::set<std::string> ids;
  std::set<std::string> checks;
  for (const OperationRow& row : Rows()) {
    ids.insert(row.Id);
    if (row.Ask) checks.insert(row.Id);
  }
  EXPECT_EQ(ids.size(), 25U);
  EXPECT_EQ(checks,
            (std::set<std::string>{"WebPubSub_CheckPermission", "WebPubSub_ConnectionExists",
                                   "WebPubSub_GroupExists", "WebPubSub_UserExists"}));
}

TEST(Permissions, AreNamedInThePath) {
  ClientBench world;
  const Client client = world.MakeClient();
  world.Transport->WillRespond(200);
  client.GrantPermission(Permission::JoinLeaveGroup, "conn", "room");
  EXPECT_EQ(world.Urls().at(0),
            "https://wps.example/api/hubs/chat/permissions/joinLeaveGroup/connections/conn"
            "?targetName=room&api-version=2024-12-01");
}

// What .NET leaves out.

TEST(MessageTtl, IsTheLastParameterOfEverySend) {
  SendOptions options;
  options.MessageTtl = std::chrono::seconds(0);
  ClientBench world;
  world.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const Client client = world.MakeClient();
  client.SendToConnection("conn", "x", options);
  options.MessageTtl = std::chrono::seconds(300);
  options.Filter = "f";
  client.SendToUser("ann", "x", options);
  options.Excluded = {"c1", "c2"};
  client.SendToGroup("room", "x", options);
  client.SendToAll("x", options);
  const std::string hub = "https://wps.example/api/hubs/chat";
  EXPECT_EQ(world.Urls(),
            (std::vector<std::string>{
                hub + "/connections/conn/:send?api-version=2024-12-01&messageTtlSeconds=0",
                hub + "/users/ann/:send?api-version=2024-12-01&filter=f&messageTtlSeconds=300",
                hub + "/groups/room/:send?excluded=c1&excluded=c2&api-version=2024-12-01&filter=f"
                      "&messageTtlSeconds=300",
                hub + "/:send?excluded=c1&excluded=c2&api-version=2024-12-01&filter=f"
                      "&messageTtlSeconds=300"}));
}

TEST(Metadata, TravelsInHeadersOfEverySend) {
  SendOptions options;
  options.Metadata = {{"trace", "abc def"}, {"empty", ""}};
  ClientBench world;
  world.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const Client client = world.MakeClient();
  client.SendToAll("x", options);
  client.SendToGroup("room", "x", options);
  client.SendToUser("ann", "x", options);
  client.SendToConnection("conn", "x", options);
  ASSERT_EQ(world.Transport->Requests().size(), 4U);
  for (const HttpRequest& request : world.Transport->Requests()) {
    EXPECT_EQ(request.Headers().Get("X-WebPubSub-Metadata-trace"), "abc def") << request.Url();
    EXPECT_EQ(request.Headers().Get("X-WebPubSub-Metadata-empty"), "") << request.Url();
  }
}

TEST(Response, SaysWhatCameBack) {
  ClientBench world;
  HttpResponse answer(202, {{"x-ms-request-id", "service-id"}, {"X-Other", "1"}}, "body");
  answer.SetReasonPhrase("Accepted");
  world.Transport->WillRespond(answer);
  const Response response = world.MakeClient().SendToAll("x");
  EXPECT_EQ(response.Status(), 202);
  EXPECT_EQ(response.ReasonPhrase(), "Accepted");
  EXPECT_EQ(response.Headers().Get("x-other"), "1");
  EXPECT_EQ(response.Body(), "body");
  EXPECT_EQ(response.ServiceRequestId(), "service-id");
  EXPECT_EQ(response.ClientRequestId(),
            world.Transport->Requests().at(0).Headers().Get("x-ms-client-request-id"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
