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

/// What a client brings along.
struct ClientSpec {
  /// Empty: none.
  std::string User;
  std::vector<std::string> Groups;
  /// The claim: a text or an array of them.
  nlohmann::json Roles = nlohmann::json::array();
  /// Offered; empty: none.
  std::string Subprotocol;
  /// More of the URL's query, such as `&webpubsub_mode=sendEvent`.
  std::string Query;
};

/// How often each rule has changed what a row says.
using Amendments = std::map<std::string, int>;

/// A service of its own for one row, and one of its hubs.
class Stage {
 public:
  Stage(std::string hub, Amendments& amended, const ServiceOptions& options = {});

  LocalService::Service Service;
  /// What placeholders such as `<id>` stand for.
  std::map<std::string, std::string> Values;

  [[nodiscard]] std::string Host() const;
  /// With the placeholders replaced, and the recording's ports by this service's.
  [[nodiscard]] std::string Fill(std::string text) const;

  /// Signed with the service's key.
  [[nodiscard]] std::string Token(const nlohmann::json& claims) const;
  /// For a path; good for an hour.
  [[nodiscard]] std::string TokenFor(const std::string& path,
                                     const nlohmann::json& claims = nlohmann::json::object()) const;
  [[nodiscard]] std::string ClientPath() const { return "/client/hubs/" + hub_; }

  /// A client of the hub; it has received its connected frame, if there is one.
  RecordedClient Connect(const ClientSpec& spec = {});
  /// The id of the last client that connected.
  [[nodiscard]] const std::string& LastId() const { return lastId_; }
  /// The last connected frame.
  [[nodiscard]] const std::string& Connected() const { return connected_; }

  /// A request with a good token, on the connection that the stage keeps open.
  HttpResponse Call(const std::string& method, const std::string& target,
                    const std::string& body = {}, const std::string& contentType = {});
  /// As Call, for a path below the hub's.
  HttpResponse CallHub(const std::string& method, const std::string& target,
                       const std::string& body = {}, const std::string& contentType = {});
  /// A text to a group, a user, a connection, or with an empty path to all.
  void SendText(const std::string& path, const std::string& text);

  /// Sends a row's request.
  /// @param authorization values of the header.
  HttpResponse Send(const RecordedRow& row, const std::vector<std::string>& authorization);
  /// Sends it with a good token, or with none if the row says so, and expects the recorded
  /// response.
  void Replay(const RecordedRow& row);
  void Replay(const RecordedRow& row, const std::vector<std::string>& authorization);

  /// @param request how it begins: method and path.
  void Expect(const nlohmann::json& recorded, const std::string& request, HttpResponse response);
  void Amend(const std::string& rule) { ++amended_[rule]; }

  /// What a client has got by now; all up to its end if it was closed.
  std::vector<RecordedFrame> Received(RecordedClient& client);
  /// The answers to what a JSON client has sent.
  static std::vector<RecordedFrame> Replies(RecordedClient& client);

  [[nodiscard]] bool Exists(const std::string& target);
  /// Waits until the service has seen that a reliable client is gone.
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
