#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <memory>
#include <string>

// The event that the benchmarks check and read.
namespace Azure::Messaging::WebPubSub::Benchmarks {

inline constexpr const char* PrimaryKey = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
inline constexpr const char* SecondaryKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefgh";
inline constexpr const char* ConnectionId = "3f1c6a50d9e94e0c8a7bb1d25c0f4e11";

inline WebPubSubEventHandler EventHandler() {
  EventHandlerOptions options;
  options.Sources = {
      EventSource("https://myres.webpubsub.azure.com",
                  {AzureKeyCredential(PrimaryKey), AzureKeyCredential(SecondaryKey)})};
  return {"chat", std::make_shared<WebPubSubHub>(), options};
}

/// A user event of 256 bytes, signed with both keys.
inline EventHandlerRequest UserEvent() {
  const auto signedWith = [](const char* key) {
    return Testing::MakeUserEventRequest(key, "chat", ConnectionId, "message",
                                         std::string(256, 'x'), "myres.webpubsub.azure.com");
  };
  EventHandlerRequest request = signedWith(PrimaryKey);
  const auto both = request.Headers.Get("ce-signature").value() + "," +
                    signedWith(SecondaryKey).Headers.Get("ce-signature").value();
  request.Headers.Set("ce-signature", both);
  request.Headers.Set("ce-userId", "ann");
  request.Headers.Set("ce-subprotocol", "json.webpubsub.azure.v1");
  return request;
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
