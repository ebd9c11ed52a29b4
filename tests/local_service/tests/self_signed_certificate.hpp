#pragma once

#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A certificate for 127.0.0.1 and its key, as files in a folder of their own.
class SelfSignedCertificate {
 public:
  SelfSignedCertificate();
  ~SelfSignedCertificate();
  SelfSignedCertificate(const SelfSignedCertificate&) = delete;
  SelfSignedCertificate& operator=(const SelfSignedCertificate&) = delete;

  [[nodiscard]] std::string CertificateFile() const { return folder_ + "/certificate.pem"; }
  [[nodiscard]] std::string KeyFile() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
