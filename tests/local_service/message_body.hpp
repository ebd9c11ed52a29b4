#pragma once

#include <map>
#include <string>

#include "local_service/message.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Reads the message in a request: the body, by its content type, and the metadata headers.
/// @throws RestFailure if the body or the metadata is invalid.
Message ReadMessage(const RestRequest& request);

}  // namespace Azure::Messaging::WebPubSub::LocalService
