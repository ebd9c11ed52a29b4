#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "chat/page.hpp"
#include "chat/user_names.hpp"
#include "support/http_messages.hpp"

namespace Chat {

/// Handles the requests of the page and of the service. May be used from any thread.
///
/// - `POST /negotiate` with `{"user", "key"?}` gives a URL to connect with:
///   `{"url", "key", "rooms"}`.
/// - `GET /members?room=ROOM` gives the members of a room: `{"members": [{"user"}]}`. An
///   administrator also gets each `"connectionId"`.
/// - `POST /admin/broadcast` with `{"text"}` sends a text to all clients.
/// - `POST /admin/close` with `{"connectionId", "reason"}` closes a connection.
/// - `GET /` gives the page.
/// - `OPTIONS` and `POST /eventhandler` are the service's: see ChatHub.
///
/// An administrator's requests have the header `Authorization: Bearer TOKEN`. The backend uses no
/// cookies, because a browser would also send them with requests from other pages.
class Backend {
 public:
  /// @param connectionString of the service, which also signs its events.
  /// @param hub the hub of the chat.
  Backend(const std::string& connectionString, const std::string& hub, std::string adminToken);

  Samples::Response Handle(const Samples::Request& request);

 private:
  Samples::Response Route(const Samples::Request& request);

  nlohmann::json Negotiate(const nlohmann::json& body);
  nlohmann::json Members(const std::string& room, const Samples::Request& request) const;
  nlohmann::json Broadcast(const nlohmann::json& body) const;
  nlohmann::json Close(const nlohmann::json& body) const;

  /// @throws Refusal if the request has a wrong token, or none.
  void CheckIsAdmin(const Samples::Request& request) const;

  const Azure::Messaging::WebPubSub::WebPubSubServiceClient client_;
  const Azure::Messaging::WebPubSub::WebPubSubEventHandler events_;
  const std::string adminToken_;
  const Page page_;
  UserNames names_;
};

}  // namespace Chat
