#pragma once

#include <string>

#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Whether an IP address is a loopback address, which only this machine can reach.
bool IsLoopbackAddress(const std::string& address);

/// Whether a request comes from this machine, and not from a foreign web page in a browser on this
/// machine. Such a page can reach a loopback address through its own host name (DNS rebinding), so
/// the host must be a local name, and there must be no Origin header.
/// @param fromLoopback whether the request's connection comes from a loopback address.
bool IsLocalRequest(const RestRequest& request, bool fromLoopback);

}  // namespace Azure::Messaging::WebPubSub::LocalService
