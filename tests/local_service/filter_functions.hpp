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
  /// Returns nothing if the function doesn't support such arguments. Throws Error for an argument
  /// of the wrong type.
  std::optional<Value> (*Call)(const Arguments& arguments);
};

/// The function with this name, compared with case; null if there is none.
const Function* FindFunction(std::string_view name);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
