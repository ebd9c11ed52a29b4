#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {

/// A folder for TransportOptions::CaPath, empty at first. It lives as long as this object.
class FolderOfAuthorities {
 public:
  FolderOfAuthorities() {
    std::string name = (std::filesystem::temp_directory_path() / "authorities-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("can't make a folder");
    folder_ = name;
  }
  ~FolderOfAuthorities() { std::filesystem::remove_all(folder_); }
  FolderOfAuthorities(const FolderOfAuthorities&) = delete;
  FolderOfAuthorities& operator=(const FolderOfAuthorities&) = delete;

  [[nodiscard]] std::string Path() const { return folder_.string(); }

  /// @param certificateFile with the certificate of an authority (PEM).
  void Add(const std::string& certificateFile) const {
    std::filesystem::copy_file(certificateFile, folder_ / HashedName(certificateFile));
  }

 private:
  // The name that OpenSSL's `rehash` gives to a file.
  static std::string HashedName(const std::string& certificateFile) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(certificateFile.c_str(), "r"),
                                                         &BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr), &X509_free);
    std::ostringstream name;
    name << std::hex << std::setw(8) << std::setfill('0')
         << X509_subject_name_hash(certificate.get()) << ".0";
    return name.str();
  }

  std::filesystem::path folder_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
