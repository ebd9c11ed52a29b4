#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// An HTTP request.
struct RestRequest {
  std::string Method;
  /// The path and the query as in the request line.
  std::string Target;
  std::string Host;
  /// The headers in order, with names in lower case.
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
  /// Whether the length of the body is valid. If not, the body was not read, or not completely.
  enum class BodyLength { Good, Missing, TooLarge } Length = BodyLength::Good;

  [[nodiscard]] std::string_view Path() const {
    return std::string_view(Target).substr(0, Target.find('?'));
  }
  /// The query without the question mark.
  [[nodiscard]] std::string_view Query() const {
    const std::size_t question = Target.find('?');
    return question == std::string::npos ? std::string_view()
                                         : std::string_view(Target).substr(question + 1);
  }
  /// The first value of a header; empty if there is none.
  /// @param name in lower case.
  [[nodiscard]] std::string_view Header(std::string_view name) const {
    for (const auto& [each, value] : Headers) {
      if (each == name) return value;
    }
    return {};
  }
};

/// The response to a RestRequest.
struct RestResponse {
  int Status = 200;
  /// Whether it lists the versions of the API in a header.
  bool NamesVersions = true;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
