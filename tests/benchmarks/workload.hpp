#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <string>

// What every benchmark sends, and what the floors and the other SDKs send too.
namespace Azure::Messaging::WebPubSub::Benchmarks {

inline constexpr const char* Hub = "chat";
inline constexpr const char* AccessKey = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
inline const std::string Message(64, 'x');

WebPubSubServiceClient Client(const std::string& url,
                              const WebPubSubServiceClientOptions& options = {});

/// What the library makes of a send of the message, for the floors to send the same to the byte.
HttpRequest RequestOf(const std::string& url);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
