#include <azure/messaging/webpubsub/options.hpp>

namespace Azure::Messaging::WebPubSub {

// Defined here, so that a file that includes the header doesn't instantiate what the options hold.
WebPubSubServiceClientOptions::WebPubSubServiceClientOptions() = default;

std::string_view ToString(ServiceVersion version) noexcept {
  switch (version) {
    case ServiceVersion::V2021_10_01:
      return "2021-10-01";
    case ServiceVersion::V2022_11_01:
      return "2022-11-01";
    case ServiceVersion::V2023_07_01:
      return "2023-07-01";
    case ServiceVersion::V2024_01_01:
      return "2024-01-01";
    case ServiceVersion::V2024_12_01:
      return "2024-12-01";
  }
  return "";
}

}  // namespace Azure::Messaging::WebPubSub
