#pragma once

#include <cstddef>
#include <optional>

namespace Azure::Messaging::WebPubSub {

/// How SendToUsers and SendToGroups reach their targets.
enum class FanOutStrategy {
  /// One request for each target, as SendToUser or SendToGroup; for a user whose name holds a
  /// slash,
  /// as SendToAll with a filter.
  PerTarget,
  /// Few requests, as SendToAll with a filter that names up to 100 targets in up to 8 KiB of URL.
  /// A target's result is that of the request that it was in. Clients see another message than with
  /// PerTarget where a target is a group: it is from the server, and there is one of it for a
  /// client in several of the groups.
  Filter,
};

/// The options of SendToUsers and SendToGroups.
struct FanOutOptions {
  FanOutOptions() {}

  /// How many requests are under way at once. At least 1. Unset: as many as there may be
  /// connections, TransportOptions::MaxConnections.
  std::optional<std::size_t> MaxConcurrency;
  /// How the message gets to the targets.
  FanOutStrategy Strategy = FanOutStrategy::PerTarget;
};

}  // namespace Azure::Messaging::WebPubSub
