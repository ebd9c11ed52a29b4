#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "local_service/filter_value.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

using Arguments = std::vector<Value>;

struct Function {
  std::string_view Name;
  std::size_t MinArguments;
  std::size_t MaxArguments;
  /// Nothing if the function isn't made for such arguments; throws Fault for one of a wrong type.
  std::optional<Value> (*Call)(const Arguments& arguments);
};

/// Names are compared with case. Null if there is no such function.
const Function* FindFunction(std::string_view name);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
