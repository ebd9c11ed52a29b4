#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub {

/// The libcurl that is in use, for example "libcurl/7.88.1".
std::string CurlVersion();

}  // namespace Azure::Messaging::WebPubSub
