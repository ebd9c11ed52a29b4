#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "local_service/rest_call.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The path exists, but not with this method.
struct WrongMethod {
  /// The value of the Allow header.
  std::string Allowed;
};
struct UnknownPath {};

/// Finds the operation of a request.
/// @param path as in the request line, without the query.
std::variant<RestRoute, WrongMethod, UnknownPath> FindRoute(std::string_view method,
                                                            std::string_view path);

}  // namespace Azure::Messaging::WebPubSub::LocalService
