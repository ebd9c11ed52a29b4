#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <cstddef>

#include "curl/handles.hpp"

// What the options of the transport mean.
namespace Azure::Messaging::WebPubSub::Detail {

/// @throws std::invalid_argument that names the option and the rule.
void CheckTransportOptions(const TransportOptions& options);

/// Checks the files that the options name: that they can be read and parsed, and that the key fits
/// the certificate.
/// @throws std::system_error if this machine lacks the descriptors or the memory to read one.
///   std::invalid_argument if one can't be used.
void CheckTlsFiles(const TransportOptions& options);

/// An easy handle with every option that is the same for all requests of a transport. A Transfer
/// sets the options of one request.
/// @throws std::invalid_argument that names the option which this libcurl lacks.
EasyHandle MakeConfiguredHandle(const TransportOptions& options);

/// Over a long way a connection carries few requests a second: with a delay of 40 ms, 25. More than
/// these gained little there (tests/benchmarks/README.md).
inline constexpr std::size_t DefaultMaxConnections = 512;
/// As many stay open, however long no call uses them.
inline constexpr std::size_t IdleConnectionsToKeep = 64;

/// MaxConnections, or its default now.
std::size_t MaxConnectionsOf(const TransportOptions& options) noexcept;

}  // namespace Azure::Messaging::WebPubSub::Detail
