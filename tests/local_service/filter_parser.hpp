#pragma once

#include <string_view>

#include "local_service/filter_expression.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// Checks the syntax only. Throws Fault, which is about the whole filter.
ExpressionPtr ParseFilter(std::string_view filter);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
