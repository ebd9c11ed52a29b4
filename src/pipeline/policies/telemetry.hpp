#pragma once

#include <azure/messaging/webpubsub/policy.hpp>
#include <azure/messaging/webpubsub/telemetry_options.hpp>

#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// Names this library, and the application, in the User-Agent.
class TelemetryPolicy final : public HttpPolicy {
 public:
  /// @param transport for example "libcurl/7.88.1"; empty: left out.
  /// @throws std::invalid_argument for a bad application id.
  TelemetryPolicy(const TelemetryOptions& options, const std::string& transport);

  void OnRequest(HttpRequest& request, int attempt, const Context& context) const override;

 private:
  std::string userAgent_;  // empty: off
};

}  // namespace Azure::Messaging::WebPubSub::Detail
