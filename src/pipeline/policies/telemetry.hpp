#pragma once

#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/policy.hpp>

#include <string>

namespace Azure::Messaging::WebPubSub {

/// Names this library, and the application, in the User-Agent.
class TelemetryPolicy final : public HttpPolicy {
 public:
  /// @param transport what sends, for example "libcurl/7.88.1"; empty: not said.
  /// @throws std::invalid_argument for a bad application id.
  TelemetryPolicy(const TelemetryOptions& options, const std::string& transport);

  void OnRequest(HttpRequest& request, int attempt, const Context& context) const override;

 private:
  std::string userAgent_;  // empty: off
};

}  // namespace Azure::Messaging::WebPubSub
