#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub {

/// What the client says about itself to the service.
struct TelemetryOptions {
  TelemetryOptions() {}

  /// False, or the environment variable AZURE_TELEMETRY_DISABLED set to 1 or true, leaves out the
  /// User-Agent header.
  bool Enabled = true;
  /// Put before the library's part of the User-Agent: up to 24 visible ASCII characters.
  std::string ApplicationId;
};

}  // namespace Azure::Messaging::WebPubSub
