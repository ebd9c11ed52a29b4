#include "local_service/test_controls.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

RestResponse Control(ServerState& state, const std::string& method, const std::string& target,
                     const std::string& body = {}) {
  RestRequest request;
  request.Method = method;
  request.Target = target;
  request.Host = Host;
  request.Body = body;
  return HandleControl(request, true, state);
}

TEST(TestControls, ReadFaults) {
  ServerState state{ServiceOptions()};
  const RestResponse response = Control(state, "POST", "/_local/faults", R"([
    {"match": {"method": "PUT", "path": "/api/*", "nth": 2, "count": 0},
     "action": {"status": 429, "headers": {"Retry-After": "1"}, "body": "b", "delayMs": 5}},
    {"action": {"do": "dropAfterHandling"}}])");
  EXPECT_EQ(response.Status, 204) << response.Body;
  EXPECT_EQ(state.Faults.Take("PUT", "/api/x")->Action, FaultAction::DropAfterHandling);
  const auto fault = state.Faults.Take("PUT", "/api/x");
  EXPECT_EQ(fault->Action, FaultAction::Respond);
  EXPECT_EQ(fault->Status, 429);
  EXPECT_EQ(fault->Headers.at(0), (std::pair<std::string, std::string>("Retry-After", "1")));
  EXPECT_EQ(fault->Body, "b");
  EXPECT_EQ(fault->Delay, std::chrono::milliseconds(5));

  EXPECT_EQ(Control(state, "POST", "/_local/faults", "[]").Status, 204);
  EXPECT_FALSE(state.Faults.Take("PUT", "/api/x"));
}

TEST(TestControls, RejectInvalidRequests) {
  struct Case {
    std::string Method;
    std::string Target;
    std::string Body;
    int Status;
  };
  for (const Case& row : {
           Case{"POST", "/_local/faults", "", 400},
           Case{"POST", "/_local/faults", "{}", 400},
           Case{"POST", "/_local/faults", "[1]", 400},
           Case{"POST", "/_local/faults", R"([{"action":{"do":"explode"}}])", 400},
           Case{"POST", "/_local/faults", R"([{"action":{"status":"503"}}])", 400},
           Case{"POST", "/_local/faults", R"([{"action":{"headers":{"a":"b\r\nc"}}}])", 400},
           Case{"POST", "/_local/faults", R"([{"match":{"nth":0}}])", 400},
           Case{"POST", "/_local/clock", "{}", 400},
           Case{"POST", "/_local/clock", R"({"advanceSeconds":-1})", 400},
           Case{"POST", "/_local/clock", R"({"advanceSeconds":"1"})", 400},
           Case{"GET", "/_local/requests?since=x", "", 400},
           Case{"GET", "/_local/requests?since=", "", 400},
           Case{"GET", "/_local/unknown", "", 404},
           Case{"GET", "/_local/reset", "", 404},
           Case{"POST", "/_local/clients/none/abort", "", 404},
           Case{"POST", "/_local/clients//abort", "", 404},
           Case{"POST", "/_local/clients/abort", "", 404},
       }) {
    ServerState state{ServiceOptions()};
    EXPECT_EQ(Control(state, row.Method, row.Target, row.Body).Status, row.Status)
        << row.Target << ' ' << row.Body;
  }
}

TEST(TestControls, DescribeRequestsWithoutTokens) {
  ServerState state{ServiceOptions()};
  RecordedRequest request;
  request.Method = "POST";
  request.Path = "/p";
  request.Query = "q";
  request.Headers = {{"authorization", "Bearer secret"}, {"accept", "*/*"}};
  request.Body = "abc";
  state.Requests.Add(request);
  state.Requests.SetStatus(state.Requests.Add(request), 202);
  EXPECT_EQ(json::parse(Control(state, "GET", "/_local/requests").Body).size(), 2U);
  const json since = json::parse(Control(state, "GET", "/_local/requests?since=2").Body);
  ASSERT_EQ(since.size(), 1U);
  EXPECT_EQ(since[0].at("status"), 202);
  EXPECT_EQ(since[0].at("headers"),
            json::parse(R"([["authorization","hidden"],["accept","*/*"]])"));
  EXPECT_EQ(since[0].at("bodySha256"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TestControls, DescribeConnections) {
  ServerState state{ServiceOptions()};
  RecordingChannel channel;
  Connection connection;
  connection.Id = "c1";
  connection.UserId = "ann";
  connection.Groups = {"a", "b"};
  connection.Allowed = Permissions({"webpubsub.sendToGroup", "webpubsub.joinLeaveGroups.r*"});
  connection.Allowed.Set(Permission::SendToGroup, "quiet", false);
  connection.Protocol = ClientProtocol::Json;
  connection.Channel = &channel;
  state.AllHubs["chat"].Add(connection);
  EXPECT_EQ(
      Control(state, "GET", "/_local/state").Body,
      R"({"hubs":{"chat":{"connections":[{"connectionId":"c1","userId":"ann","groups":["a","b"],)"
      R"("protocol":"json.webpubsub.azure.v1","permissions":{"sendToGroup":["**","!quiet"],)"
      R"("joinLeaveGroup":["r*"]},"attached":true,"queued":0,"unacknowledged":0,"waiting":0}]}}})");

  EXPECT_EQ(Control(state, "POST", "/_local/clients/c1/abort").Status, 204);
  EXPECT_TRUE(channel.Aborted);
  EXPECT_EQ(Control(state, "POST", "/_local/clock", R"({"advanceSeconds":60})").Status, 204);
  EXPECT_EQ(state.ClockOffset, std::chrono::seconds(60));
  EXPECT_EQ(Control(state, "POST", "/_local/reset").Status, 204);
  EXPECT_TRUE(state.AllHubs.empty());
  EXPECT_EQ(state.ClockOffset, std::chrono::seconds(0));
}

TEST(TestControls, AreAvailableOnlyToThisMachine) {
  struct Case {
    std::string Host;
    std::string Origin;
    bool FromLoopback;
    int Status;
  };
  for (const Case& row :
       {Case{"localhost:8080", "", true, 200}, Case{"[::1]:8080", "", true, 200},
        Case{"127.0.0.1", "", true, 200}, Case{"127.0.0.1", "", false, 403},
        Case{"example.com:8080", "", true, 403}, Case{"127.0.0.1.example.com", "", true, 403},
        Case{"localhost:8080", "null", true, 403}, Case{"", "", true, 403}}) {
    ServerState state{ServiceOptions()};
    RestRequest request;
    request.Method = "GET";
    request.Target = "/_local/state";
    request.Host = row.Host;
    if (!row.Origin.empty()) request.Headers = {{"origin", row.Origin}};
    EXPECT_EQ(HandleControl(request, row.FromLoopback, state).Status, row.Status)
        << row.Host << ' ' << row.Origin;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
