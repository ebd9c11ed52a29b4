#pragma once

#include <chrono>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Makes libcurl look at the idle connections of a multi handle. It does so only when a transfer
/// chooses its connection, at most once a second: this one ends before it opens any.
class IdleConnections {
 public:
  /// @param lifetime after which a connection is too old.
  /// @throws std::bad_alloc
  explicit IdleConnections(std::chrono::seconds lifetime);

  /// Closes those that are too old or were closed by the server. Performs the other transfers of
  /// the multi handle too.
  void CloseUnusable(CURLM* multi) noexcept;

 private:
  EasyHandle easy_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
