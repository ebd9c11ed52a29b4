#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A request as HTTP has it.
struct RestRequest {
  std::string Method;
  /// Path and query as they stand in the request line.
  std::string Target;
  std::string Host;
  /// Names in lower case, in order.
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
  /// What is wrong with the body's length: it was not read then.
  enum class BodyLength { Good, Missing, TooLarge } Length = BodyLength::Good;

  [[nodiscard]] std::string_view Path() const {
    return std::string_view(Target).substr(0, Target.find('?'));
  }
  /// Without the question mark.
  [[nodiscard]] std::string_view Query() const {
    const std::size_t question = Target.find('?');
    return question == std::string::npos ? std::string_view()
                                         : std::string_view(Target).substr(question + 1);
  }
  /// The first value of a header, empty if there is none.
  [[nodiscard]] std::string_view Header(std::string_view name) const {
    for (const auto& [each, value] : Headers) {
      if (each == name) return value;
    }
    return {};
  }
};

/// Its response.
struct RestResponse {
  int Status = 200;
  /// Whether it names the versions of the API.
  bool NamesVersions = true;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
