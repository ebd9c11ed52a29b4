#pragma once

#include <chrono>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// The content of a certificate.
struct CertificateOptions {
  CertificateOptions() {}

  /// The subject alternative names, in OpenSSL's format.
  std::string Names = "IP:127.0.0.1";
  /// The validity, relative to now.
  std::chrono::seconds NotBefore = -std::chrono::hours(24);
  std::chrono::seconds NotAfter = std::chrono::hours(24);
};

/// A certificate and its key, as files in a temporary folder that the destructor removes.
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

/// A certificate for the servers of tests, made once in a process because that takes time.
const SelfSignedCertificate& SharedCertificate();

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
