#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "stage.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// The properties of a reliable client with all permissions.
ClientSpec ReliableSpec(const std::string& user, const std::vector<std::string>& groups = {});

/// Connects a reliable client that asks to recover its connection.
RecordedClient RecoverConnection(const Stage& stage, const std::string& path, const std::string& id,
                                 const std::string& token,
                                 const std::string& subprotocol = ReliableJsonSubprotocol);

/// Expects the recorded response to an upgrade request.
void ExpectUpgraded(const nlohmann::json& upgrade, const HttpResponse& response);
/// Expects the recorded response, and that the service then closes the connection as recorded.
void ExpectRejected(const nlohmann::json& observed, RecordedClient client);

/// A reliable client and its connection's status in the hub.
class ReliableClient {
 public:
  ReliableClient(Stage& stage, const std::vector<std::string>& groups = {"g"})
      : stage_(stage), client_(stage.Connect(ReliableSpec("ru", groups))), Id(stage.LastId()) {
    Token = nlohmann::json::parse(stage.Connected()).at("reconnectionToken");
  }

  RecordedClient& Client() { return client_; }
  void Abort() {
    client_.Abort();
    stage_.WaitUntilDetached();
  }
  [[nodiscard]] RecordedClient Recover(const std::string& subprotocol = ReliableJsonSubprotocol) {
    return RecoverConnection(stage_, stage_.ClientPath(), Id, Token, subprotocol);
  }
  [[nodiscard]] int Status() { return stage_.CallHub("HEAD", "/connections/" + Id).Status; }

 private:
  Stage& stage_;
  RecordedClient client_;

 public:
  const std::string Id;
  std::string Token;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
