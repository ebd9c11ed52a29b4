#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

inline constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";

/// How a client speaks: the subprotocols of the service, or none.
enum class ClientProtocol { Raw, Json };

/// The protocol of a subprotocol's name, compared without case; nothing if the service doesn't have
/// it.
std::optional<ClientProtocol> FindSubprotocol(std::string_view name);

Frame EncodeMessage(const Message& message, ClientProtocol protocol);

/// The frames of `json.webpubsub.azure.v1` that are no messages.
namespace JsonFrames {
std::string Connected(const std::optional<std::string>& userId, const std::string& connectionId);
std::string Disconnected(std::string_view reason);
std::string Ack(std::uint64_t ackId);
std::string FailedAck(std::uint64_t ackId, std::string_view error, std::string_view message);
std::string Pong();
}  // namespace JsonFrames

}  // namespace Azure::Messaging::WebPubSub::LocalService
