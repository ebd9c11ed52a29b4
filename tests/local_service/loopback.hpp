#pragma once

#include <string>

#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Whether nobody but this machine reaches an IP address.
bool IsLoopbackAddress(const std::string& address);

/// Whether a request comes from this machine, and not from a web page of somebody else: one may
/// reach this machine from its user's browser, under a name of its own.
/// @param fromHere whether its connection comes from this machine.
bool IsFromThisMachine(const RestRequest& request, bool fromHere);

}  // namespace Azure::Messaging::WebPubSub::LocalService
