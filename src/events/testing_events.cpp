#include <azure/messaging/webpubsub/testing/events.hpp>

#include <utility>

#include "auth/hmac_sha256.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::string SignatureOf(std::string_view key, std::string_view connectionId) {
  constexpr std::string_view Digits = "0123456789abcdef";
  Detail::Require(!key.empty(), "key", "must not be empty");
  std::string header = "sha256=";
  for (const unsigned char byte : Detail::HmacSha256(key).Sign(connectionId)) {
    header += Digits[byte >> 4];
    header += Digits[byte & 15];
  }
  return header;
}

}  // namespace

EventHandlerRequest MakeEventRequest(std::string_view key, std::string_view hub,
                                     std::string_view connectionId, std::string_view type,
                                     const RequestContent& content, std::string_view host) {
  Detail::CheckContent(content, "content");
  EventHandlerRequest request;
  request.Method = "POST";
  request.Headers = {
      {"Content-Type", content.ContentType()},
      {"WebHook-Request-Origin", std::string(host)},
      {"ce-awpsversion", "1.0"},
      {"ce-specversion", "1.0"},
      {"ce-type", std::string(type)},
      {"ce-source", std::string("/hubs/").append(hub).append("/client/").append(connectionId)},
      {"ce-id", "1"},
      {"ce-time", "2026-11-27T10:00:00Z"},
      {"ce-signature", SignatureOf(key, connectionId)},
      {"ce-connectionId", std::string(connectionId)},
      {"ce-hub", std::string(hub)},
      {"ce-eventName", std::string(type.substr(type.rfind('.') + 1))},
      {"x-ms-client-request-id", "00000000-0000-4000-8000-000000000001"},
  };
  request.Body = content.Bytes();
  return request;
}

EventHandlerRequest MakeConnectRequest(std::string_view key, std::string_view hub,
                                       std::string_view connectionId, std::string_view body,
                                       std::string_view host) {
  return MakeEventRequest(key, hub, connectionId, "azure.webpubsub.sys.connect",
                          RequestContent(body, "application/json"), host);
}

EventHandlerRequest MakeConnectedRequest(std::string_view key, std::string_view hub,
                                         std::string_view connectionId, std::string_view host) {
  return MakeEventRequest(key, hub, connectionId, "azure.webpubsub.sys.connected",
                          RequestContent::Json("{}"), host);
}

EventHandlerRequest MakeDisconnectedRequest(std::string_view key, std::string_view hub,
                                            std::string_view connectionId, std::string_view body,
                                            std::string_view host) {
  return MakeEventRequest(key, hub, connectionId, "azure.webpubsub.sys.disconnected",
                          RequestContent(body, "application/json"), host);
}

EventHandlerRequest MakeUserEventRequest(std::string_view key, std::string_view hub,
                                         std::string_view connectionId, std::string_view event,
                                         const RequestContent& content, std::string_view host) {
  EventHandlerRequest request = MakeEventRequest(
      key, hub, connectionId, std::string("azure.webpubsub.user.").append(event), content, host);
  request.Headers.Set("ce-eventName", std::string(event));
  return request;
}

EventHandlerRequest MakeValidationRequest(std::string_view host) {
  return EventHandlerRequest(
      "OPTIONS", {{"WebHook-Request-Origin", std::string(host)}, {"ce-awpsversion", "1.0"}}, {});
}

}  // namespace Azure::Messaging::WebPubSub::Testing
