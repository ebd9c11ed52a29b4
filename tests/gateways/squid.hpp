#pragma once

#include "gateway.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Squid as a forward proxy: for http, and for https by CONNECT.
class Squid final : public Gateway {
 public:
  /// @param lines for its configuration.
  explicit Squid(const std::string& lines = {});

  [[nodiscard]] std::string Url() const { return "http://127.0.0.1:" + std::to_string(Port()); }

 protected:
  [[nodiscard]] std::vector<std::string> Arguments() const override;
  [[nodiscard]] int StopSignal() const override;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
