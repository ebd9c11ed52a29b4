#include "curl/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "curl/handles.hpp"
#include "curl/pem_file.hpp"
#include "curl/system_authorities.hpp"
#include "runtime/platform.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A changed file is seen within this time.
constexpr std::chrono::hours Lifetime{24};

// A store of this OpenSSL means nothing to another TLS library, or to another version of it.
bool IsOpenSslOfLibcurl() noexcept {
  constexpr std::string_view Name = "OpenSSL/";
  const char* const tls = curl_version_info(CURLVERSION_NOW)->ssl_version;
  if (tls == nullptr) return false;
  const std::string_view library(tls);
  return library.substr(0, Name.size()) == Name &&
         library.substr(Name.size()) == OpenSSL_version(OPENSSL_VERSION_STRING);
}

// As X509_STORE_load_file, which would open the file so that child processes inherit it.
bool LoadFile(X509_STORE& store, const std::string& path) {
  const PemFile file = OpenPemFile(path);
  const PemBlocks blocks = file ? ReadPemBlocks(file) : nullptr;
  int added = 0;
  for (int i = 0; blocks && i < sk_X509_INFO_num(blocks.get()); ++i) {
    const X509_INFO& block = *sk_X509_INFO_value(blocks.get(), i);
    if (block.x509 != nullptr && X509_STORE_add_cert(&store, block.x509) != 1) return false;
    if (block.crl != nullptr && X509_STORE_add_crl(&store, block.crl) != 1) return false;
    if (block.x509 != nullptr || block.crl != nullptr) ++added;
  }
  return added > 0;
}

bool NamesAuthorities(const TransportOptions& options) {
  return !options.CaFile.empty() || !options.CaPath.empty();
}

}  // namespace

void TrustStore::FreeStore::operator()(x509_store_st* store) const noexcept {
  FreeUnlessTooLate(store, &X509_STORE_free);
}

TrustStore::TrustStore(const TransportOptions& options, Clock now)
    : file_(NamesAuthorities(options) ? options.CaFile : SystemAuthorities::File()),
      folder_(NamesAuthorities(options) ? options.CaPath : SystemAuthorities::Folder()),
      now_(std::move(now)) {}

CURLcode TrustStore::Serve(CURL* easy) {
  if ((file_.empty() && folder_.empty()) || !IsOpenSslOfLibcurl()) return CURLE_OK;
  // The store replaces what libcurl would load. Before 8.3 libcurl would load it into the store.
  EasyOptions options(easy);
  SystemAuthorities::OmitFile(options);
  SystemAuthorities::OmitFolder(options);
  return options.Set(CURLOPT_SSL_CTX_FUNCTION, &TrustStore::OnTlsContext)
      .Set(CURLOPT_SSL_CTX_DATA, this)
      .Code();
}

bool TrustStore::IsReadDuringHandshakes() const noexcept {
  return !folder_.empty() || !IsOpenSslOfLibcurl();
}

CURLcode TrustStore::OnTlsContext(CURL* /*easy*/, void* context, void* self) noexcept {
  try {
    return static_cast<TrustStore*>(self)->HandOver(context);
  } catch (...) {
    return CURLE_OUT_OF_MEMORY;
  }
}

CURLcode TrustStore::HandOver(void* context) {
  const std::lock_guard lock(mutex_);
  if (!store_ || now_() - loaded_ >= Lifetime) {
    const CURLcode code = Load();
    // With the old authorities rather than none, as long as the machine is short of something.
    if (code != CURLE_OK && !(store_ && code == CURLE_OUT_OF_MEMORY)) return code;
  }
  SSL_CTX_set1_cert_store(static_cast<SSL_CTX*>(context), store_.get());
  return CURLE_OK;
}

std::error_code TrustStore::Shortage() {
  const std::lock_guard lock(mutex_);
  return shortage_;
}

CURLcode TrustStore::Load() {
  Store store(X509_STORE_new());
  if (!store) return CURLE_OUT_OF_MEMORY;
  errno = 0;
  const bool isLoaded =
      (file_.empty() || LoadFile(*store, file_)) &&
      (folder_.empty() || X509_STORE_load_path(store.get(), folder_.c_str()) == 1);
  const std::error_code error(errno, std::generic_category());
  ERR_clear_error();
  shortage_ = !isLoaded && IsShortage(error) ? error : std::error_code();
  if (shortage_) return CURLE_OUT_OF_MEMORY;
  if (!isLoaded) return CURLE_SSL_CACERT_BADFILE;
  // As libcurl does: an intermediate authority can be trusted by itself.
  X509_STORE_set_flags(store.get(), X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN);
  store_ = std::move(store);
  loaded_ = now_();
  return CURLE_OK;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
