#pragma once

#include <string>
#include <string_view>

#include "client/hub_address.hpp"

namespace Azure::Messaging::WebPubSub {

/// Builds the URL of a request below a hub: first the path, then the query, each in order.
class RequestUrl {
 public:
  /// `<endpoint>/api/hubs/<hub>`
  explicit RequestUrl(const HubAddress& address);

  /// Adds text as it is: `/:send`, `/groups/`.
  RequestUrl& Literal(std::string_view text);
  /// Adds a name, encoded.
  RequestUrl& Name(std::string_view name);

  RequestUrl& Query(std::string_view name, std::string_view value);
  /// Left out if the value is empty.
  RequestUrl& OptionalQuery(std::string_view name, std::string_view value);
  /// One parameter for each value.
  template <class Values>
  RequestUrl& RepeatedQuery(std::string_view name, const Values& values) {
    for (const auto& value : values) Query(name, value);
    return *this;
  }
  RequestUrl& ApiVersion();

  [[nodiscard]] std::string Take() { return std::move(url_); }

 private:
  ServiceVersion version_;
  std::string url_;
  char separator_ = '?';
};

}  // namespace Azure::Messaging::WebPubSub
