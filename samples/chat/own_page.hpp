#pragma once

#include "support/http_messages.hpp"

namespace Chat {

/// Refuses requests that come neither from the chat's own page nor from a program on this machine.
/// Any page in the same browser can send requests here. With a host name that resolves to this
/// machine (DNS rebinding), it could read the responses too.
/// @throws Refusal
void CheckIsFromOwnPage(const Samples::Request& request);

}  // namespace Chat
