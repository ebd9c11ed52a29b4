#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

inline constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";
inline constexpr const char* ReliableJsonSubprotocol = "json.reliable.webpubsub.azure.v1";

/// The protocol of a client: one of the service's subprotocols, or raw WebSocket messages.
enum class ClientProtocol { Raw, Json, ReliableJson };

/// Whether clients of a protocol receive system messages and acknowledgements.
inline bool SpeaksJson(ClientProtocol protocol) { return protocol != ClientProtocol::Raw; }

/// The protocol with this subprotocol name, compared without case; nothing if it is unknown.
std::optional<ClientProtocol> FindSubprotocol(std::string_view name);
/// The name of a protocol's subprotocol; nothing for a raw client.
std::optional<std::string> SubprotocolName(ClientProtocol protocol);

Frame TextFrame(std::string text);
Frame EncodeMessage(const Message& message, ClientProtocol protocol);

/// The frames of the JSON subprotocols, except for messages.
namespace JsonFrames {
/// @param reconnectionToken empty for a client that is not reliable.
std::string Connected(const std::optional<std::string>& userId, const std::string& connectionId,
                      const std::string& reconnectionToken = {});
std::string Disconnected(std::string_view reason);
std::string Ack(std::uint64_t ackId);
std::string FailedAck(std::uint64_t ackId, std::string_view error, std::string_view message);
std::string Pong();
}  // namespace JsonFrames

}  // namespace Azure::Messaging::WebPubSub::LocalService
