#pragma once

#include <chrono>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// What a certificate says.
struct CertificateOptions {
  CertificateOptions() {}

  /// Whom it is for, as OpenSSL writes it.
  std::string Names = "IP:127.0.0.1";
  /// When it is good, from now.
  std::chrono::seconds NotBefore = -std::chrono::hours(24);
  std::chrono::seconds NotAfter = std::chrono::hours(24);
};

/// A certificate and its key, as files in a folder of their own.
class SelfSignedCertificate {
 public:
  explicit SelfSignedCertificate(const CertificateOptions& options = {});
  ~SelfSignedCertificate();
  SelfSignedCertificate(const SelfSignedCertificate&) = delete;
  SelfSignedCertificate& operator=(const SelfSignedCertificate&) = delete;

  [[nodiscard]] std::string CertificateFile() const { return folder_ + "/certificate.pem"; }
  [[nodiscard]] std::string KeyFile() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
