#include "curl/system_authorities.hpp"

#include "core/arguments.hpp"
#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities {

std::string File() { return {}; }

std::string Folder() { return {}; }

// Without this, libcurl with OpenSSL trusts a file that was named when it was built, if any.
void Trust(CURL* easy) {
  const long stores = CURLSSLOPT_NATIVE_CA;
  const CURLcode code = EasyOptions(easy)
                            .Set(CURLOPT_SSL_OPTIONS, stores)
                            .Set(CURLOPT_PROXY_SSL_OPTIONS, stores)
                            .Code();
  if (code == CURLE_OK) return;
  RefuseArgument("options.Transport.CaFile",
                 "must be set: " + CurlVersion() + " can't read the certificate stores of Windows");
}

const char* const NoFolder = "NUL\\none";

}  // namespace Azure::Messaging::WebPubSub::Detail::SystemAuthorities
