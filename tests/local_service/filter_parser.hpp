#pragma once

#include <string_view>

#include "local_service/filter_expression.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// Parses a filter without checking types.
/// @throws Error, which applies to the whole filter.
ExpressionPtr ParseFilter(std::string_view filter);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
