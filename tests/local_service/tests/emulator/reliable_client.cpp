#include "reliable_client.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

using nlohmann::json;

namespace {

constexpr const char* AllRoles[] = {"webpubsub.sendToGroup", "webpubsub.joinLeaveGroup"};

}  // namespace

ClientSpec ReliableSpec(const std::string& user, const std::vector<std::string>& groups) {
  ClientSpec spec;
  spec.User = user;
  spec.Groups = groups;
  spec.Roles = AllRoles;
  spec.Subprotocol = ReliableJsonSubprotocol;
  return spec;
}

RecordedClient RecoverConnection(const Stage& stage, const std::string& path, const std::string& id,
                                 const std::string& token, const std::string& subprotocol) {
  RecordedClient::Headers headers = {{"Host", stage.Host()}};
  if (!subprotocol.empty()) headers.emplace_back("Sec-WebSocket-Protocol", subprotocol);
  return RecordedClient(stage.Service.Port(),
                        path + "?awps_connection_id=" + id + "&awps_reconnection_token=" + token,
                        headers);
}

void ExpectUpgraded(const json& upgrade, const HttpResponse& response) {
  EXPECT_EQ(response.Status, upgrade.at("status"));
  EXPECT_EQ(response.Header("Sec-WebSocket-Protocol").value_or(""),
            upgrade.at("headers").value("Sec-WebSocket-Protocol", ""));
}

void ExpectRejected(const json& observed, RecordedClient client) {
  ExpectUpgraded(observed.at("upgrade"), client.Response());
  EXPECT_FALSE(client.Receive());
  EXPECT_EQ(DescribeEnd(client), observed.at("close"));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
