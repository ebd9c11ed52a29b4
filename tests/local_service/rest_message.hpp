#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A request of the REST API.
struct RestRequest {
  std::string Method;
  /// Path and query as they stand in the request line.
  std::string Target;
  std::string Host;
  /// Names in lower case, in order.
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
  /// False if the body has no length, or one over the limit: it was not read then.
  bool HasGoodLength = true;

  /// The first value of a header, empty if there is none.
  [[nodiscard]] std::string_view Header(std::string_view name) const {
    for (const auto& [each, value] : Headers) {
      if (each == name) return value;
    }
    return {};
  }
};

/// Its answer.
struct RestAnswer {
  int Status = 200;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
