#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <new>
#include <string>
#include <string_view>

#include "core/arguments.hpp"
#include "curl/system_authorities.hpp"
#include "curl/transport_options.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// @param field of the TransportOptions that wants this; empty for what all of them want.
template <class Value>
void SetOption(CURL* easy, std::string_view field, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code == CURLE_OK) return;
  RefuseArgument(field.empty() ? "options.Transport" : "options.Transport." + std::string(field),
                 "must be possible with this libcurl, " + CurlVersion() + " (" +
                     curl_easy_strerror(code) + ")");
}

void SetText(CURL* easy, std::string_view field, CURLoption option, const std::string& text) {
  if (!text.empty()) SetOption(easy, field, option, text.c_str());
}

void SetProtocol(CURL* easy, const TransportOptions& options) {
  SetOption(easy, "", CURLOPT_PROTOCOLS_STR, "http,https");
  SetOption(easy, "", CURLOPT_HTTP09_ALLOWED, 0L);
  SetOption(easy, "", CURLOPT_PATH_AS_IS, 1L);
  // Decodes what a gateway may compress unasked. A Transfer keeps the header out of its requests.
  SetOption(easy, "", CURLOPT_ACCEPT_ENCODING, "");
  const bool http2 = options.HttpVersion == HttpVersionPolicy::Http2;
  SetOption(easy, "HttpVersion", CURLOPT_HTTP_VERSION,
            static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  // A request waits for a connection that is being opened and can carry it too.
  if (http2) SetOption(easy, "HttpVersion", CURLOPT_PIPEWAIT, 1L);
}

void SetConnection(CURL* easy, const TransportOptions& options) {
  SetOption(easy, "", CURLOPT_NOSIGNAL, 1L);
  // Without it, the end of an interrupted transfer waits for the thread that resolves the name.
  SetOption(easy, "", CURLOPT_QUICK_EXIT, 1L);
  SetOption(easy, "ConnectTimeout", CURLOPT_CONNECTTIMEOUT_MS,
            ToLong(options.ConnectTimeout.count()));
  SetOption(easy, "AttemptTimeout", CURLOPT_TIMEOUT_MS, ToLong(options.AttemptTimeout.count()));
  SetOption(easy, "ConnectionLifetime", CURLOPT_MAXLIFETIME_CONN,
            ToLong(options.ConnectionLifetime.count()));
}

// A user who names a file or a folder must not keep libcurl's default for the other.
void SetAuthorities(CURL* easy, const TransportOptions& options) {
  if (options.CaFile.empty() && options.CaPath.empty()) {
    SystemAuthorities::Trust(easy);
    return;
  }
  EasyOptions omitted(easy);
  if (options.CaFile.empty()) SystemAuthorities::OmitFile(omitted);
  if (options.CaPath.empty()) SystemAuthorities::OmitFolder(omitted);
  SetText(easy, "CaFile", CURLOPT_CAINFO, options.CaFile);
  SetText(easy, "CaPath", CURLOPT_CAPATH, options.CaPath);
  if (!CanConnectToHttpsProxies()) return;
  SetText(easy, "CaFile", CURLOPT_PROXY_CAINFO, options.CaFile);
  SetText(easy, "CaPath", CURLOPT_PROXY_CAPATH, options.CaPath);
}

void SetTls(CURL* easy, const TransportOptions& options) {
  const bool newest = options.MinimumTls == TlsVersion::V1_3;
  const long version = newest ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2;
  SetOption(easy, "MinimumTls", CURLOPT_SSLVERSION, version);
  if (CanConnectToHttpsProxies()) {
    SetOption(easy, "MinimumTls", CURLOPT_PROXY_SSLVERSION, version);
  }
  SetAuthorities(easy, options);
  SetText(easy, "ClientCertificate", CURLOPT_SSLCERT, options.ClientCertificate);
  SetText(easy, "ClientKey", CURLOPT_SSLKEY, options.ClientKey);
  if (options.CheckRevocation) SetOption(easy, "CheckRevocation", CURLOPT_SSL_VERIFYSTATUS, 1L);
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
    SetOption(easy, "Proxy", CURLOPT_PROXY, options.Proxy->c_str());
  } else if (!EnvironmentHasProxy()) {
    // Keeps libcurl from looking for each variable again at each request.
    SetOption(easy, "Proxy", CURLOPT_PROXY, "");
    SetOption(easy, "NoProxy", CURLOPT_NOPROXY, "");
  }
  if (options.NoProxy) SetOption(easy, "NoProxy", CURLOPT_NOPROXY, options.NoProxy->c_str());
  SetText(easy, "ProxyUser", CURLOPT_PROXYUSERNAME, options.ProxyUser);
  SetText(easy, "ProxyPassword", CURLOPT_PROXYPASSWORD, options.ProxyPassword);
  SetOption(easy, "ProxyAuth", CURLOPT_PROXYAUTH, ToCurlAuth(options.ProxyAuth));
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
