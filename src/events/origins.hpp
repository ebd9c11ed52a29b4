#pragma once

#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// The host of an endpoint such as `https://name.webpubsub.azure.com:8080/base`, without the port,
/// and without the brackets of an IPv6 address.
/// @throws std::invalid_argument naming `options.Sources` if there is none.
std::string HostOfEndpoint(std::string_view endpoint);

/// Whether the value of `WebHook-Request-Origin` names a host: it holds one, or several after
/// commas or blanks. Whole hosts are compared, without case and ports.
bool NamesHost(std::string_view origin, std::string_view host);

/// Whether an origin names more than one host.
bool NamesSeveralHosts(std::string_view origin);

}  // namespace Azure::Messaging::WebPubSub::Detail
