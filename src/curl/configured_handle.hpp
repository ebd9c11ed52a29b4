#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Checks the files that the options name: that they can be read and parsed, and that the key fits
/// the certificate.
/// @throws std::system_error if this machine lacks the descriptors or the memory to read one.
///   std::invalid_argument if one can't be used.
void CheckTlsFiles(const TransportOptions& options);

/// An easy handle with every option that is the same for all requests of a transport. A Transfer
/// sets the options of one request.
/// @throws std::invalid_argument that names the option which this libcurl lacks.
EasyHandle MakeConfiguredHandle(const TransportOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail
