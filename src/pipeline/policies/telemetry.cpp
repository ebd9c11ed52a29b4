#include "pipeline/policies/telemetry.hpp"

#include <azure/messaging/webpubsub/version.hpp>

#include <cstdlib>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t LongestApplicationId = 24;

constexpr const char* SystemName =
#if defined(_WIN32)
    "Windows";
#elif defined(__APPLE__)
    "macOS";
#elif defined(__linux__)
    "Linux";
#else
    "unknown";
#endif

bool IsDisabledByEnvironment() {
  const char* disabled = std::getenv("AZURE_TELEMETRY_DISABLED");
  return disabled != nullptr &&
         (std::string_view(disabled) == "1" || EqualsIgnoringCase(disabled, "true"));
}

void CheckApplicationId(const std::string& id) {
  CheckVisible(id, "options.Telemetry.ApplicationId", LongestApplicationId,
               "must be at most 24 visible ASCII characters");
}

}  // namespace

TelemetryPolicy::TelemetryPolicy(const TelemetryOptions& options, const std::string& transport) {
  CheckApplicationId(options.ApplicationId);
  if (!options.Enabled || IsDisabledByEnvironment()) return;
  if (!options.ApplicationId.empty()) userAgent_ = options.ApplicationId + " ";
  userAgent_ += "azure-messaging-webpubsub-cpp/" AZURE_MESSAGING_WEBPUBSUB_VERSION " (";
  userAgent_ += SystemName;
  if (!transport.empty()) userAgent_ += "; " + transport;
  userAgent_ += ")";
}

void TelemetryPolicy::OnRequest(HttpRequest& request, int /*attempt*/,
                                const Context& /*context*/) const {
  if (!userAgent_.empty()) ValidFields(request.Headers()).Set("User-Agent", userAgent_);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
