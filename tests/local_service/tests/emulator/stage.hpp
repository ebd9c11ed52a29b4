#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "local_service/client_protocol.hpp"
#include "local_service/service.hpp"
#include "recorded_client.hpp"
#include "recording.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// The properties of a client.
struct ClientSpec {
  /// Empty for none.
  std::string User;
  std::vector<std::string> Groups;
  /// The role claim: one text or an array.
  nlohmann::json Roles = nlohmann::json::array();
  /// The offered subprotocol; empty for none.
  std::string Subprotocol;
  /// Additional parameters for the URL's query, such as `&webpubsub_mode=sendEvent`.
  std::string Query;
};

/// How often each rule has amended a row.
using Amendments = std::map<std::string, int>;

/// A separate service for one row, and one of its hubs.
class Stage {
 public:
  Stage(std::string hub, Amendments& amended, const ServiceOptions& options = {});

  LocalService::Service Service;
  /// The values of placeholders such as `<id>`.
  std::map<std::string, std::string> Values;

  [[nodiscard]] std::string Host() const;
  /// Replaces the placeholders in a text, and the ports in the recording by this service's port.
  [[nodiscard]] std::string Fill(std::string text) const;

  /// A token that is signed with the service's key.
  [[nodiscard]] std::string Token(const nlohmann::json& claims) const;
  /// A token for a path, which is valid for an hour.
  [[nodiscard]] std::string TokenFor(const std::string& path,
                                     const nlohmann::json& claims = nlohmann::json::object()) const;
  [[nodiscard]] std::string ClientPath() const { return "/client/hubs/" + hub_; }

  /// Connects a client to the hub. The client has received its connected frame, if there is one.
  RecordedClient Connect(const ClientSpec& spec = {});
  /// The id of the last client that connected.
  [[nodiscard]] const std::string& LastId() const { return lastId_; }
  /// The last connected frame.
  [[nodiscard]] const std::string& Connected() const { return connected_; }

  /// Sends a request with a valid token on a connection that stays open.
  HttpResponse Call(const std::string& method, const std::string& target,
                    const std::string& body = {}, const std::string& contentType = {});
  /// Like Call, but with a path relative to the hub.
  HttpResponse CallHub(const std::string& method, const std::string& target,
                       const std::string& body = {}, const std::string& contentType = {});
  /// Sends a text to a group, a user or a connection, or to all with an empty path.
  void SendText(const std::string& path, const std::string& text);

  /// Sends a row's request.
  /// @param authorization the values of the Authorization header.
  HttpResponse Send(const RecordedRow& row, const std::vector<std::string>& authorization);
  /// Sends a row's request, with a valid token unless the row has none, and expects the recorded
  /// response.
  void Replay(const RecordedRow& row);
  void Replay(const RecordedRow& row, const std::vector<std::string>& authorization);

  /// @param request the beginning of the request: method and path.
  void Expect(const nlohmann::json& recorded, const std::string& request, HttpResponse response);
  void Amend(const std::string& rule) { ++amended_[rule]; }

  /// The frames that a client has received so far, or all of them if its connection has ended.
  std::vector<RecordedFrame> Received(RecordedClient& client);
  /// The replies to the messages of a JSON client so far.
  static std::vector<RecordedFrame> Replies(RecordedClient& client);

  [[nodiscard]] bool Exists(const std::string& target);
  /// Waits until the service has noticed that a reliable client has lost its connection.
  void WaitUntilDetached() const;

 private:
  std::string hub_;
  Amendments& amended_;
  int markers_ = 0;
  std::string lastId_;
  std::string connected_;
  std::unique_ptr<HttpConnection> connection_;
};

/// The texts of frames, as the recording lists them.
nlohmann::json TextsOf(const std::vector<RecordedFrame>& frames);
/// `{"code": 1000, "reason": ""}`, or null if the connection is open.
nlohmann::json DescribeEnd(const RecordedClient& client);

/// The body of a row's request, as bytes.
std::string BodyOf(const RecordedRow& row);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
