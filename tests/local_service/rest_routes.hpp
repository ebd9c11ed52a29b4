#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "local_service/rest_call.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The path is known, but not with this method.
struct WrongMethod {
  std::string Allowed;
};
struct UnknownPath {};

/// Finds the operation of a request.
/// @param path as it stands in the request line, without the query.
std::variant<RestRoute, WrongMethod, UnknownPath> FindRoute(std::string_view method,
                                                            std::string_view path);

}  // namespace Azure::Messaging::WebPubSub::LocalService
