#pragma once

#include <string_view>

#include "local_service/filter.hpp"
#include "local_service/hubs.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The condition that a filter expresses; an empty filter matches every connection. The condition
/// may throw FilterDataError.
/// @throws FilterError
Hub::Condition ReadReceiverFilter(std::string_view filter);

}  // namespace Azure::Messaging::WebPubSub::LocalService
