#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <cstddef>

// What the options of the transport mean.
namespace Azure::Messaging::WebPubSub::Detail {

/// @throws std::invalid_argument that names the option and the rule.
void CheckTransportOptions(const TransportOptions& options);

/// Over a long way a connection carries few requests a second: with a delay of 40 ms, 25. More than
/// these gained little there (tests/benchmarks/README.md).
inline constexpr std::size_t DefaultMaxConnections = 512;
/// So that as many as are usual elsewhere are never closed between two bursts.
inline constexpr std::size_t IdleConnectionsToKeep = 64;

/// MaxConnections, or its default now.
std::size_t MaxConnectionsOf(const TransportOptions& options) noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
