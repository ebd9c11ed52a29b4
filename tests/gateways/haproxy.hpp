#pragma once

#include "gateway.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// What to configure in HAProxy.
struct HaproxyOptions {
  /// The service's port.
  std::uint16_t Upstream;
  /// For the section `defaults`.
  std::string Defaults = "mode http\n";
  /// For the line `server`.
  std::string Server = {};
};

/// HAProxy as a reverse proxy, or as a relay of bytes with the mode tcp.
class Haproxy final : public Gateway {
 public:
  explicit Haproxy(const HaproxyOptions& options);

  /// Another process takes the port over; the one that serves so far ends once it has responded.
  void Reload() override;

 protected:
  [[nodiscard]] std::vector<std::string> Arguments() const override;
  [[nodiscard]] int StopSignal() const override;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
