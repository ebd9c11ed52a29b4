#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub::LocalService {

/// 32 lower-case hexadecimal digits from a cryptographic random number generator.
std::string MakeRandomId();

}  // namespace Azure::Messaging::WebPubSub::LocalService
