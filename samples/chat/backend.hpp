#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "chat/http_messages.hpp"
#include "chat/page.hpp"
#include "chat/user_names.hpp"

namespace Chat {

/// Handles the page's requests. May be used from any thread.
///
/// - `POST /negotiate` with `{"user", "key"?}` gives a URL to connect with:
///   `{"url", "key", "rooms"}`.
/// - `GET /members?room=ROOM` gives the members of a room: `{"members": [{"user"}]}`. An
///   administrator also gets each `"connectionId"`.
/// - `POST /admin/broadcast` with `{"text"}` sends a text to all clients.
/// - `POST /admin/close` with `{"connectionId", "reason"}` closes a connection.
/// - `GET /` gives the page.
///
/// An administrator's requests have the header `Authorization: Bearer TOKEN`. The backend uses no
/// cookies, because a browser would also send them with requests from other pages.
class Backend {
 public:
  Backend(Azure::Messaging::WebPubSub::WebPubSubServiceClient client, std::string adminToken);

  Response Handle(const Request& request);

 private:
  Response Route(const Request& request);

  nlohmann::json Negotiate(const nlohmann::json& body);
  nlohmann::json Members(const std::string& room, const Request& request) const;
  nlohmann::json Broadcast(const nlohmann::json& body) const;
  nlohmann::json Close(const nlohmann::json& body) const;

  /// @throws Refusal if the request has a wrong token, or none.
  void CheckIsAdmin(const Request& request) const;

  const Azure::Messaging::WebPubSub::WebPubSubServiceClient client_;
  const std::string adminToken_;
  const Page page_;
  UserNames names_;
};

}  // namespace Chat
