#pragma once

#include <azure/messaging/webpubsub/filter.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The JSON that the library writes. All texts must be UTF-8.
namespace Azure::Messaging::WebPubSub::Detail {

/// The body of `:addToGroups` and `:removeFromGroups`.
std::string WriteGroupChange(const std::vector<std::string>& groups,
                             const ClientConnectionFilter& filter);

/// What a client access token says about the client. Empty members are left out of the token.
struct ClientClaims {
  std::string UserId;
  std::vector<std::string> Roles;
  std::vector<std::string> Groups;
};

/// The payload of a client access token.
/// @param issuedAt, expiresAt in seconds since 1970.
std::string WriteClientClaims(const ClientClaims& claims, std::string_view audience,
                              std::int64_t issuedAt, std::int64_t expiresAt);

}  // namespace Azure::Messaging::WebPubSub::Detail
