#pragma once

#include <azure/messaging/webpubsub/observer.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <opentelemetry/common/attribute_value.h>
#include <opentelemetry/nostd/string_view.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {

/// Names and values; both are views.
using OpenTelemetryAttributes = std::vector<
    std::pair<opentelemetry::nostd::string_view, opentelemetry::common::AttributeValue>>;

inline opentelemetry::nostd::string_view OpenTelemetryText(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

/// `server.address` and `server.port`.
struct OpenTelemetryServer {
  std::string_view Address;
  std::int64_t Port;
};

/// The server of an absolute URL; an IPv6 address has no brackets.
inline OpenTelemetryServer OpenTelemetryServerOf(std::string_view url) noexcept {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {{}, 0};
  const bool isSecure = url.substr(0, scheme) != "http";
  std::string_view authority = url.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const std::size_t user = authority.rfind('@');
  if (user != std::string_view::npos) authority.remove_prefix(user + 1);

  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  OpenTelemetryServer server{authority, isSecure ? 443 : 80};
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon)) {
    server.Address = authority.substr(0, colon);
    const std::string_view port = authority.substr(colon + 1);
    std::from_chars(port.data(), port.data() + port.size(), server.Port);
  }
  if (bracket != std::string_view::npos) server.Address = authority.substr(1, bracket - 1);
  return server;
}

/// `error.type`; empty after a success.
inline std::string OpenTelemetryErrorOf(const CallProgress& progress) {
  if (progress.Succeeded) return {};
  const bool isOfResponse =
      progress.FailureType.empty() || progress.FailureType == "RequestFailedException";
  if (isOfResponse && progress.Status) return std::to_string(*progress.Status);
  if (progress.FailureType.empty() || progress.FailureType == "Other") return "_OTHER";
  return std::string(progress.FailureType);
}

/// Adds what is known of an attempt, or a call, once it has ended.
/// @param error of OpenTelemetryErrorOf; must outlive the attributes.
inline void AddOpenTelemetryOutcome(OpenTelemetryAttributes& attributes,
                                    const CallProgress& progress, std::string_view error) {
  if (progress.Status) {
    attributes.emplace_back("http.response.status_code", std::int64_t{*progress.Status});
  }
  if (!error.empty()) attributes.emplace_back("error.type", OpenTelemetryText(error));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
