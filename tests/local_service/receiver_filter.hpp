#pragma once

#include <string_view>

#include "local_service/filter.hpp"
#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The connections that a filter chooses; an empty one chooses all.
/// @throws FilterError at once; the condition itself may throw FilterDataError.
Hub::Condition ReadReceiverFilter(std::string_view filter);

}  // namespace Azure::Messaging::WebPubSub::LocalService
