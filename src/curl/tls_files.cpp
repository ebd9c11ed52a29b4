#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "core/arguments.hpp"
#include "curl/pem_file.hpp"
#include "curl/transport_options.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

struct Free {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

[[noreturn]] void Refuse(const char* option, const std::string& rule) {
  RefuseArgument(std::string("options.Transport.") + option, rule);
}

[[noreturn]] void RefuseUnreadable(const char* option, const std::error_code& error) {
  if (IsShortage(error)) {
    throw std::system_error(error, std::string("options.Transport.") + option);
  }
  Refuse(option, "must be readable (" + error.message() + ")");
}

PemFile Open(const std::string& path, const char* option) {
  errno = 0;
  PemFile file = OpenPemFile(path);
  const std::error_code error(errno, std::generic_category());
  ERR_clear_error();
  std::error_code notThere;
  if (std::filesystem::is_directory(ToPath(path), notThere)) {
    Refuse(option, "must be a file, not a folder");
  }
  if (!file) RefuseUnreadable(option, error);
  return file;
}

// As OpenSSL reads it: one bad entry spoils the file.
void CheckAuthorities(const std::string& path, const char* option) {
  const PemBlocks blocks = ReadPemBlocks(Open(path, option));
  ERR_clear_error();
  for (int i = 0; blocks && i < sk_X509_INFO_num(blocks.get()); ++i) {
    if (sk_X509_INFO_value(blocks.get(), i)->x509 != nullptr) return;
  }
  Refuse(option, "must be a file of certificates (PEM)");
}

void CheckFolder(const std::string& path, const char* option) {
  std::error_code error;
  const std::filesystem::directory_iterator folder(ToPath(path), error);
  if (error) RefuseUnreadable(option, error);
}

// Keeps OpenSSL from asking for a password at the terminal.
int NoPassword(char*, int, int, void*) { return 0; }

void CheckClientCertificate(const TransportOptions& options) {
  const PemFile file = Open(options.ClientCertificate, "ClientCertificate");
  const Certificate certificate(PEM_read_bio_X509_AUX(file.get(), nullptr, &NoPassword, nullptr));
  const bool isInOneFile = options.ClientKey.empty();
  const char* const option = isInOneFile ? "ClientCertificate" : "ClientKey";
  const PemFile keyFile = Open(isInOneFile ? options.ClientCertificate : options.ClientKey, option);
  const Key key(PEM_read_bio_PrivateKey(keyFile.get(), nullptr, &NoPassword, nullptr));
  const bool fits = certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!certificate) Refuse("ClientCertificate", "must be a file with a certificate (PEM)");
  if (!key) Refuse(option, "must be a file with a private key (PEM, not encrypted)");
  if (!fits) Refuse(option, "must hold the key of the certificate");
}

}  // namespace

void CheckTlsFiles(const TransportOptions& options) {
  if (!options.CaFile.empty()) CheckAuthorities(options.CaFile, "CaFile");
  if (!options.CaPath.empty()) CheckFolder(options.CaPath, "CaPath");
  if (!options.ClientCertificate.empty()) CheckClientCertificate(options);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
