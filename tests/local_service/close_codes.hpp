#pragma once

// The WebSocket close codes that the service sends, from RFC 6455.
namespace Azure::Messaging::WebPubSub::LocalService::CloseCodes {

inline constexpr int Normal = 1000;
inline constexpr int GoingAway = 1001;
inline constexpr int InvalidPayload = 1007;
inline constexpr int PolicyViolation = 1008;
inline constexpr int TooLarge = 1009;

}  // namespace Azure::Messaging::WebPubSub::LocalService::CloseCodes
