#pragma once

#include <optional>
#include <string>

#include "support/http_messages.hpp"

namespace Chat {

/// The files of the page.
class Page {
 public:
  /// @param serviceEndpoint the only service that the page may open a WebSocket to, such as
  ///   `https://name.webpubsub.azure.com`.
  explicit Page(const std::string& serviceEndpoint);

  /// The response to a GET request, or nothing if there is no such file.
  [[nodiscard]] std::optional<Samples::Response> Find(std::string_view path) const;

 private:
  const std::string contentPolicy_;
};

}  // namespace Chat
