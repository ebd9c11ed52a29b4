#pragma once

#include <map>
#include <string>

#include "local_service/message.hpp"
#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Reads the message in a request: the body, by its content type, and the metadata headers.
/// @throws RestFailure if the body or the metadata is invalid.
Message ReadMessage(const RestRequest& request);

/// Whether a text is one JSON value. Like the service, this accepts strings that are not valid
/// UTF-8.
bool IsJson(const std::string& text);

}  // namespace Azure::Messaging::WebPubSub::LocalService
