#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <string>

// The message that every benchmark, baseline and other SDK sends.
namespace Azure::Messaging::WebPubSub::Benchmarks {

inline constexpr const char* Hub = "chat";
inline constexpr const char* AccessKey = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
inline const std::string Message(64, 'x');

WebPubSubServiceClient Client(const std::string& url,
                              const WebPubSubServiceClientOptions& options = {});

/// The request that the library makes for the message. The baselines send the same bytes.
HttpRequest RequestOf(const std::string& url);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
