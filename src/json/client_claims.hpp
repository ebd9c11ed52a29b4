#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub {

struct ClientClaims;

/// The payload of a client access token, as JSON. The texts must be UTF-8.
std::string WriteClientClaims(const ClientClaims& claims, std::string_view audience,
                              std::int64_t issuedAt, std::int64_t expiresAt);

}  // namespace Azure::Messaging::WebPubSub
