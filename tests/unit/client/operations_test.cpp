#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "support/test_client.hpp"

// One row for each operation in the specification of the REST API 2024-12-01.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using Permission = WebPubSubPermission;

struct OperationRow {
  /// The name in the specification.
  std::string Id;
  std::string Method;
  std::string Path;
  int Success;
  std::function<void(const Client&)> Call;
  /// Set only for the checks, for which 404 is a valid response.
  std::function<bool(const Client&)> Ask = {};
  /// True if the operation is used only with a token credential.
  bool NeedsTokenCredential = false;
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

// A body that every operation can read.
constexpr const char* SuccessBody = R"({"value":[],"token":"t"})";

class RestOperation : public ::testing::TestWithParam<OperationRow>, protected ClientBench {
 protected:
  Client NoRetries() {
    WebPubSubServiceClientOptions options;
    options.Retry.MaxRetries = 0;
    return GetParam().NeedsTokenCredential ? MakeTokenClient(options) : MakeClient(options);
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

// Only the documented status is a success, so a response from a wrong server is noticed at once.
TEST_P(RestOperation, AcceptsNoOtherStatusAsASuccess) {
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
    // Redirects aren't followed either.
    Transport->WillRespond(status, {{"Location", "https://wps.example/elsewhere"}}, SuccessBody);
    try {
      GetParam().Call(client);
      ADD_FAILURE() << "accepted as a success";
    } catch (const RequestFailedException& exception) {
      EXPECT_EQ(exception.Status(), status);
      EXPECT_EQ(exception.Attempts(), 1);
    }
    EXPECT_EQ(Transport->Requests().size(), ++sent);
  }
}

TEST_P(RestOperation, AcceptsNotFoundOnlyIfItChecks) {
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

TEST(RestOperations, AreComplete) {
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
  ClientBench bench;
  const Client client = bench.MakeClient();
  bench.Transport->WillRespond(200);
  client.GrantPermission(Permission::JoinLeaveGroup, "conn", "room");
  EXPECT_EQ(bench.Urls().at(0),
            "https://wps.example/api/hubs/chat/permissions/joinLeaveGroup/connections/conn"
            "?targetName=room&api-version=2024-12-01");
}

// ---- What .NET doesn't support

TEST(MessageTtl, IsTheLastParameterOfEverySend) {
  SendOptions options;
  options.MessageTtl = std::chrono::seconds(0);
  ClientBench bench;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const Client client = bench.MakeClient();
  client.SendToConnection("conn", "x", options);
  options.MessageTtl = std::chrono::seconds(300);
  options.Filter = "f";
  client.SendToUser("ann", "x", options);
  options.Excluded = {"c1", "c2"};
  client.SendToGroup("room", "x", options);
  client.SendToAll("x", options);
  const std::string hub = "https://wps.example/api/hubs/chat";
  EXPECT_EQ(bench.Urls(),
            (std::vector<std::string>{
                hub + "/connections/conn/:send?api-version=2024-12-01&messageTtlSeconds=0",
                hub + "/users/ann/:send?api-version=2024-12-01&filter=f&messageTtlSeconds=300",
                hub + "/groups/room/:send?excluded=c1&excluded=c2&api-version=2024-12-01&filter=f"
                      "&messageTtlSeconds=300",
                hub + "/:send?excluded=c1&excluded=c2&api-version=2024-12-01&filter=f"
                      "&messageTtlSeconds=300"}));
}

TEST(Metadata, IsSentInHeadersOfEverySend) {
  SendOptions options;
  options.Metadata = {{"trace", "abc def"}, {"empty", ""}};
  ClientBench bench;
  bench.Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  const Client client = bench.MakeClient();
  client.SendToAll("x", options);
  client.SendToGroup("room", "x", options);
  client.SendToUser("ann", "x", options);
  client.SendToConnection("conn", "x", options);
  ASSERT_EQ(bench.Transport->Requests().size(), 4U);
  for (const HttpRequest& request : bench.Transport->Requests()) {
    EXPECT_EQ(request.Headers().Get("X-WebPubSub-Metadata-trace"), "abc def") << request.Url();
    EXPECT_EQ(request.Headers().Get("X-WebPubSub-Metadata-empty"), "") << request.Url();
  }
}

TEST(Response, HoldsWhatTheServiceSent) {
  ClientBench bench;
  HttpResponse scripted(202, {{"x-ms-request-id", "service-id"}, {"X-Other", "1"}}, "body");
  scripted.SetReasonPhrase("Accepted");
  bench.Transport->WillRespond(scripted);
  const Response response = bench.MakeClient().SendToAll("x");
  EXPECT_EQ(response.Status(), 202);
  EXPECT_EQ(response.ReasonPhrase(), "Accepted");
  EXPECT_EQ(response.Headers().Get("x-other"), "1");
  EXPECT_EQ(response.Body(), "body");
  EXPECT_EQ(response.ServiceRequestId(), "service-id");
  EXPECT_EQ(response.ClientRequestId(),
            bench.Transport->Requests().at(0).Headers().Get("x-ms-client-request-id"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
