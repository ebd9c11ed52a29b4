#include "self_signed_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File Create(const std::string& name) {
  File file(std::fopen(name.c_str(), "w"), std::fclose);
  if (!file) throw std::runtime_error("can't write " + name);
  return file;
}

}  // namespace

SelfSignedCertificate::SelfSignedCertificate(const CertificateOptions& options) {
  folder_ = (std::filesystem::temp_directory_path() / "webpubsub-certificate-XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("can't create " + folder_);

  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()),
                  static_cast<long>(options.NotBefore.count()));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()),
                  static_cast<long>(options.NotAfter.count()));
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, options.Names.c_str()),
      X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  PEM_write_X509(Create(CertificateFile()).get(), certificate.get());
  PEM_write_PrivateKey(Create(KeyFile()).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

SelfSignedCertificate::~SelfSignedCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

const SelfSignedCertificate& SharedCertificate() {
  static const SelfSignedCertificate certificate;
  return certificate;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
