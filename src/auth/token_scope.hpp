#pragma once

#include <string>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The scope of the tokens for a service: that of the cloud which its host name is in, or the
/// public cloud's for any other host, such as a custom domain.
std::string ScopeOf(const Endpoint& service);

}  // namespace Azure::Messaging::WebPubSub::Detail
