#pragma once

#include <azure/messaging/webpubsub/operation_options.hpp>

#include <chrono>
#include <string>
#include <string_view>

#include "client/hub_address.hpp"

// What GetClientAccessUri is made of, whoever signs the token.
namespace Azure::Messaging::WebPubSub {

/// As the query parameter `clientType` of `:generateToken` has it.
std::string_view ClientTypeName(WebPubSubClientProtocol protocol);

/// @throws std::invalid_argument for names, times and protocols that can't be.
void CheckClientAccess(const HubAddress& hub, const ClientAccessOptions& options,
                       std::chrono::system_clock::time_point now);

/// When the client's token expires: one hour from now, unless the options say otherwise.
std::chrono::system_clock::time_point ClientTokenExpiry(const ClientAccessOptions& options,
                                                        std::chrono::system_clock::time_point now);

/// The lifetime in whole minutes, rounded up so that none is lost.
std::int64_t MinutesToExpire(const ClientAccessOptions& options,
                             std::chrono::system_clock::time_point now);

/// The audience of a client's token.
std::string ClientAudience(const HubAddress& hub, WebPubSubClientProtocol protocol);

/// The URL that a client connects to. The reverse proxy plays no part in it.
std::string ClientUrl(const HubAddress& hub, WebPubSubClientProtocol protocol,
                      std::string_view token);

}  // namespace Azure::Messaging::WebPubSub
