// Scenario 5: the responses of all operations, also for missing targets.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

std::string Header(const RestResponse& response, const std::string& name) {
  for (const auto& [each, value] : response.Headers) {
    if (each == name) return value;
  }
  return "";
}

struct OperationCase {
  std::string Name;
  std::string Method;
  std::string Existing;
  int Status;
  std::string Missing;
  int MissingStatus;
  std::string MissingCode;
};
void PrintTo(const OperationCase& row, std::ostream* out) { *out << row.Name; }

class Scenario5 : public testing::TestWithParam<OperationCase> {};

TEST_P(Scenario5, MissingTargetsHaveTheirResponses) {
  const OperationCase& row = GetParam();
  const auto call = [&row](const std::string& target) {
    ServiceBench service;
    service.Connect("c1", "u1", ClientProtocol::Json, {"g1"}, {"webpubsub.sendToGroup.g1"});
    const std::string body =
        target.find("Groups") != std::string::npos ? R"({"groups":["g2"]})" : "";
    return service.Call(row.Method, "/api/hubs/chat" + target, body,
                        body.empty() ? "" : "application/json");
  };
  EXPECT_EQ(call(row.Existing).Status, row.Status);
  if (row.Missing.empty()) return;
  const RestResponse missing = call(row.Missing);
  EXPECT_EQ(missing.Status, row.MissingStatus);
  EXPECT_EQ(Header(missing, "x-ms-error-code"), row.MissingCode);
  if (!row.MissingCode.empty()) {
    EXPECT_EQ(json::parse(missing.Body).at("code"), row.MissingCode);
  }
  EXPECT_EQ(Header(missing, "api-supported-versions"),
            "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01");
}

INSTANTIATE_TEST_SUITE_P(
    Table, Scenario5,
    testing::Values(
        OperationCase{"SendToAll", "POST", "/:send", 202, "", 0, ""},
        OperationCase{"SendToGroup", "POST", "/groups/g1/:send", 202, "/groups/none/:send", 202,
                      ""},
        OperationCase{"SendToUser", "POST", "/users/u1/:send", 202, "/users/none/:send", 202, ""},
        OperationCase{"SendToConnection", "POST", "/connections/c1/:send", 202,
                      "/connections/none/:send", 202, ""},
        OperationCase{"ConnectionExists", "HEAD", "/connections/c1", 200, "/connections/none", 404,
                      ""},
        OperationCase{"UserExists", "HEAD", "/users/u1", 200, "/users/none", 404,
                      "Warning.User.NotExisted"},
        OperationCase{"GroupExists", "HEAD", "/groups/g1", 200, "/groups/none", 404,
                      "Warning.Group.NotExisted"},
        OperationCase{"CloseConnection", "DELETE", "/connections/c1", 204, "/connections/none", 204,
                      ""},
        OperationCase{"CloseAll", "POST", "/:closeConnections", 204, "", 0, ""},
        OperationCase{"CloseGroup", "POST", "/groups/g1/:closeConnections", 204,
                      "/groups/none/:closeConnections", 204, ""},
        OperationCase{"CloseUser", "POST", "/users/u1/:closeConnections", 204,
                      "/users/none/:closeConnections", 204, ""},
        OperationCase{"AddConnectionToGroup", "PUT", "/groups/g2/connections/c1", 200,
                      "/groups/g2/connections/none", 404, "Error.Connection.NotExisted"},
        OperationCase{"RemoveConnectionFromGroup", "DELETE", "/groups/g1/connections/c1", 204,
                      "/groups/g1/connections/none", 204, ""},
        OperationCase{"RemoveConnectionFromAllGroups", "DELETE", "/connections/c1/groups", 204,
                      "/connections/none/groups", 204, ""},
        OperationCase{"AddUserToGroup", "PUT", "/users/u1/groups/g2", 200, "/users/none/groups/g2",
                      404, "Warning.User.NotExisted"},
        OperationCase{"RemoveUserFromGroup", "DELETE", "/users/u1/groups/g1", 204,
                      "/users/none/groups/g1", 204, ""},
        OperationCase{"RemoveUserFromAllGroups", "DELETE", "/users/u1/groups", 204,
                      "/users/none/groups", 204, ""},
        OperationCase{"AddConnectionsToGroups", "POST", "/:addToGroups", 200, "", 0, ""},
        OperationCase{"RemoveConnectionsFromGroups", "POST", "/:removeFromGroups", 200, "", 0, ""},
        OperationCase{"ListConnectionsInGroup", "GET", "/groups/g1/connections", 200,
                      "/groups/none/connections", 200, ""},
        OperationCase{"GrantPermission", "PUT",
                      "/permissions/sendToGroup/connections/c1?targetName=g", 200,
                      "/permissions/sendToGroup/connections/none?targetName=g", 404,
                      "Info.Connection.NotExisted"},
        OperationCase{"CheckPermission", "HEAD",
                      "/permissions/sendToGroup/connections/c1?targetName=g1", 200,
                      "/permissions/sendToGroup/connections/c1?targetName=g", 404,
                      "Info.Connection.NotExisted"},
        OperationCase{"RevokePermission", "DELETE",
                      "/permissions/joinLeaveGroup/connections/c1?targetName=g", 204,
                      "/permissions/joinLeaveGroup/connections/none?targetName=g", 204, ""},
        OperationCase{"GenerateClientTokenByKey", "POST", "/:generateToken", 401, "", 0, ""}),
    [](const auto& row) { return row.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
