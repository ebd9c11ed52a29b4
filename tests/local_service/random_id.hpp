#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub::LocalService {

/// 32 lower-case hex digits, which nobody can guess.
std::string MakeRandomId();

}  // namespace Azure::Messaging::WebPubSub::LocalService
