#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/access_key.hpp"
#include "events/event_headers.hpp"
#include "events/signatures.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Why a request isn't an event for the hub. The reason is logged and never sent.
struct Refusal {
  /// Of the response, which has no body.
  int Status;
  std::string_view Reason;
};

/// Decides whose requests are events. Uses nothing of a request but its origin, connection id,
/// signature and token.
class EventChecks {
 public:
  /// @throws std::invalid_argument if a source has no host, or nothing to authenticate it with.
  explicit EventChecks(const EventHandlerOptions& options);

  /// The value of `WebHook-Allowed-Origin`; nothing if the origin isn't known.
  [[nodiscard]] std::optional<std::string> AllowedOrigin(std::string_view origin) const;

  /// Nothing if the request is from the service.
  [[nodiscard]] std::optional<Refusal> Authenticate(const EventHeaders& headers) const;

 private:
  struct Source {
    std::string Host;
    std::vector<AccessKey> Keys;
  };

  [[nodiscard]] bool IsKnown(std::string_view origin) const;
  [[nodiscard]] bool HasKeys(std::string_view origin) const;
  [[nodiscard]] std::optional<Refusal> CheckSignature(const EventHeaders& headers,
                                                      std::string_view origin,
                                                      std::string_view connectionId) const;
  [[nodiscard]] bool IsSigned(const OfferedSignatures& offered, std::string_view origin,
                              std::string_view connectionId) const;
  [[nodiscard]] std::optional<Refusal> CheckToken(const EventHeaders& headers) const;

  std::vector<Source> sources_;
  std::function<bool(std::string_view bearer)> validateToken_;
  bool allowUnauthenticated_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
