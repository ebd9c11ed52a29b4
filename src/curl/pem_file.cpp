#include "curl/pem_file.hpp"

#include <openssl/crypto.h>

#include <cstdio>

#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

}  // namespace

// Its content: on Windows, OpenSSL may have another C library, which can't read this one's files.
PemFile OpenPemFile(const std::string& path) {
  const std::unique_ptr<std::FILE, Close> file(OpenToRead(path.c_str()));
  // The only copy is wiped below.
  if (file) std::setvbuf(file.get(), nullptr, _IONBF, 0);
  PemFile content(file ? BIO_new(BIO_s_mem()) : nullptr);
  char bytes[4096];
  std::size_t count = 1;
  while (content && count > 0) {
    count = std::fread(bytes, 1, sizeof bytes, file.get());
    const int size = static_cast<int>(count);
    if (size > 0 && BIO_write(content.get(), bytes, size) != size) content.reset();
  }
  if (content && std::ferror(file.get()) != 0) content.reset();
  OPENSSL_cleanse(bytes, sizeof bytes);  // it may be a key
  return content;
}

PemBlocks ReadPemBlocks(const PemFile& file) {
  return PemBlocks(PEM_X509_INFO_read_bio(file.get(), nullptr, nullptr, nullptr));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
