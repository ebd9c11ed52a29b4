#include "curl/configured_handle.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

template <class Value>
void SetOption(CURL* easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) {
    throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
  }
}

void SetText(CURL* easy, CURLoption option, const std::string& text) {
  if (!text.empty()) SetOption(easy, option, text.c_str());
}

void SetProtocol(CURL* easy, const TransportOptions& options) {
  SetOption(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  SetOption(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  SetOption(easy, CURLOPT_PATH_AS_IS, 1L);
  // Decodes what a gateway may compress unasked. A Transfer keeps the header out of its requests.
  SetOption(easy, CURLOPT_ACCEPT_ENCODING, "");
  const bool http2 = options.HttpVersion == HttpVersionPolicy::Http2;
  SetOption(easy, CURLOPT_HTTP_VERSION,
            static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  // A request waits for a connection that is being opened and can carry it too.
  if (http2) SetOption(easy, CURLOPT_PIPEWAIT, 1L);
}

void SetConnection(CURL* easy, const TransportOptions& options) {
  SetOption(easy, CURLOPT_NOSIGNAL, 1L);
  // Without it, the end of an interrupted transfer waits for the thread that resolves the name.
  SetOption(easy, CURLOPT_QUICK_EXIT, 1L);
  SetOption(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.ConnectTimeout.count()));
  SetOption(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.AttemptTimeout.count()));
  SetOption(easy, CURLOPT_MAXLIFETIME_CONN, static_cast<long>(options.ConnectionLifetime.count()));
}

// libcurl's defaults often set both CAINFO and CAPATH. A user who sets one must not keep the other
// default.
void SetAuthorities(CURL* easy, const TransportOptions& options) {
  if (options.CaFile.empty() && options.CaPath.empty()) return;
  const auto orNone = [](const std::string& path) { return path.empty() ? nullptr : path.c_str(); };
  SetOption(easy, CURLOPT_CAINFO, orNone(options.CaFile));
  SetOption(easy, CURLOPT_CAPATH, orNone(options.CaPath));
}

void SetTls(CURL* easy, const TransportOptions& options) {
  const bool newest = options.MinimumTls == TlsVersion::V1_3;
  SetOption(easy, CURLOPT_SSLVERSION,
            static_cast<long>(newest ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2));
  SetAuthorities(easy, options);
  SetText(easy, CURLOPT_SSLCERT, options.ClientCertificate);
  SetText(easy, CURLOPT_SSLKEY, options.ClientKey);
  if (options.CheckRevocation) SetOption(easy, CURLOPT_SSL_VERIFYSTATUS, 1L);
}

bool EnvironmentHasProxy() {
  constexpr const char* Variables[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                       "ALL_PROXY"};
  return std::any_of(std::begin(Variables), std::end(Variables),
                     [](const char* variable) { return std::getenv(variable) != nullptr; });
}

long ToCurlAuth(ProxyAuthScheme scheme) {
  switch (scheme) {
    case ProxyAuthScheme::Digest:
      // Without ONLY, libcurl would ask the proxy with a request without its body, which a proxy
      // that wants no password passes on to the service as an empty message.
      return static_cast<long>(CURLAUTH_DIGEST | CURLAUTH_ONLY);
    case ProxyAuthScheme::Any:
      return static_cast<long>(CURLAUTH_ANY);
    default:
      return static_cast<long>(CURLAUTH_BASIC);
  }
}

void SetProxy(CURL* easy, const TransportOptions& options) {
  // An empty proxy means none; without a proxy the environment's variables apply.
  if (options.Proxy) {
    SetOption(easy, CURLOPT_PROXY, options.Proxy->c_str());
  } else if (!EnvironmentHasProxy()) {
    // Keeps libcurl from looking for each variable again at each request.
    SetOption(easy, CURLOPT_PROXY, "");
    SetOption(easy, CURLOPT_NOPROXY, "");
  }
  if (options.NoProxy) SetOption(easy, CURLOPT_NOPROXY, options.NoProxy->c_str());
  SetText(easy, CURLOPT_PROXYUSERNAME, options.ProxyUser);
  SetText(easy, CURLOPT_PROXYPASSWORD, options.ProxyPassword);
  SetOption(easy, CURLOPT_PROXYAUTH, ToCurlAuth(options.ProxyAuth));
}

}  // namespace

EasyHandle MakeConfiguredHandle(const TransportOptions& options) {
  EasyHandle easy = MakeEasyHandle();
  SetProtocol(easy.get(), options);
  SetConnection(easy.get(), options);
  SetTls(easy.get(), options);
  SetProxy(easy.get(), options);
  return easy;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
