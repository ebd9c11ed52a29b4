#pragma once

#include <map>
#include <string>

#include "local_service/message.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Reads a send's body as its content type says, and its metadata headers.
/// @throws RestFailure if either can't be.
Message ReadMessage(const RestRequest& request);

}  // namespace Azure::Messaging::WebPubSub::LocalService
