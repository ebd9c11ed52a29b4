#pragma once

#include "chat/http_messages.hpp"

namespace Chat {

/// Refuses what doesn't come from the chat's own page, or from a program of this machine. Any page
/// in the same browser can send requests here, and under a name of its own that it points to this
/// machine (DNS rebinding) it could read the answers too.
/// @throws Refusal
void CheckIsFromOwnPage(const Request& request);

}  // namespace Chat
