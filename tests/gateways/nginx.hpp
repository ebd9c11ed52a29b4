#pragma once

#include <set>

#include "gateway.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// What to configure in nginx.
struct NginxOptions {
  /// The service's port.
  std::uint16_t Upstream;
  /// For the block `server`.
  std::string Server = {};
  /// For the block `http`.
  std::string Http = {};
  /// PEM files. Without them, it speaks http.
  std::string CertificateFile = {};
  std::string KeyFile = {};
  bool Http2 = false;
};

/// nginx as a reverse proxy.
class Nginx final : public Gateway {
 public:
  explicit Nginx(const NginxOptions& options);

  /// The processes that serve so far end once they have responded; others take their place.
  void Reload() override;

 protected:
  [[nodiscard]] std::vector<std::string> Arguments() const override;
  [[nodiscard]] int StopSignal() const override;

 private:
  [[nodiscard]] std::set<pid_t> Workers() const;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
