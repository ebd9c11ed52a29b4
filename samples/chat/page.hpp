#pragma once

#include <optional>
#include <string>

#include "chat/http_messages.hpp"

namespace Chat {

/// The page and what it is made of.
class Page {
 public:
  /// @param serviceEndpoint what the page may open a WebSocket to, such as
  ///   `https://name.webpubsub.azure.com`.
  explicit Page(const std::string& serviceEndpoint);

  /// The answer to GET; nothing if there is no such file.
  [[nodiscard]] std::optional<Response> Find(std::string_view path) const;

 private:
  const std::string contentPolicy_;
};

}  // namespace Chat
