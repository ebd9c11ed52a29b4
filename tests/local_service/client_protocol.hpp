#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

inline constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";
inline constexpr const char* ReliableJsonSubprotocol = "json.reliable.webpubsub.azure.v1";

/// How a client speaks: the subprotocols of the service, or none.
enum class ClientProtocol { Raw, Json, ReliableJson };

/// Whether its clients get system messages and acknowledgements.
inline bool SpeaksJson(ClientProtocol protocol) { return protocol != ClientProtocol::Raw; }

/// The protocol of a subprotocol's name, compared without case; nothing if the service doesn't have
/// it.
std::optional<ClientProtocol> FindSubprotocol(std::string_view name);
/// Its name; nothing for a raw client.
std::optional<std::string> SubprotocolName(ClientProtocol protocol);

Frame TextFrame(std::string text);
Frame EncodeMessage(const Message& message, ClientProtocol protocol);

/// The frames of the JSON subprotocols that are no messages.
namespace JsonFrames {
/// @param reconnectionToken of a reliable client; empty: none.
std::string Connected(const std::optional<std::string>& userId, const std::string& connectionId,
                      const std::string& reconnectionToken = {});
std::string Disconnected(std::string_view reason);
std::string Ack(std::uint64_t ackId);
std::string FailedAck(std::uint64_t ackId, std::string_view error, std::string_view message);
std::string Pong();
}  // namespace JsonFrames

}  // namespace Azure::Messaging::WebPubSub::LocalService
