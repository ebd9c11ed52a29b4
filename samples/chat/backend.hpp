#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "chat/http_messages.hpp"
#include "chat/page.hpp"
#include "chat/user_names.hpp"

namespace Chat {

/// What the page asks for. May be used from any thread.
///
///     POST /negotiate           {"user", "key"?}          a URL to connect with: {"url", "key",
///     "rooms"} GET  /members?room=ROOM                             who is in: {"members":
///     [{"user"}]}; an
///                                                         administrator sees each "connectionId"
///                                                         too
///     POST /admin/broadcast     {"text"}                  to everybody
///     POST /admin/close         {"connectionId", "reason"}
///     GET  /                    the page
///
/// An administrator shows the token: `Authorization: Bearer …`. No cookie is used, so that a
/// browser never sends a right that its page doesn't know of.
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
