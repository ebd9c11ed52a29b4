#include "curl/transport_options.hpp"

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub {

// Defined here, so that a file that includes the header doesn't instantiate what the options hold.
TransportOptions::TransportOptions() = default;

namespace Detail {
namespace {

void RequireOption(bool holds, const char* option, const char* rule) {
  if (!holds) RefuseArgument(std::string("options.Transport.") + option, rule);
}

void RequireText(const std::string& text, const char* option) {
  CheckNoControls(text, std::string("options.Transport.") + option);
}

struct FreeUrl {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};

std::string SchemeOf(CURLU* url) {
  char* text = nullptr;
  if (curl_url_get(url, CURLUPART_SCHEME, &text, 0) != CURLUE_OK) return {};
  std::string scheme = ToLowerAscii(text);
  curl_free(text);
  return scheme;
}

// As libcurl reads it for each request.
void CheckProxy(const std::string& proxy) {
  if (proxy.empty()) return;
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url) throw std::bad_alloc();
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, proxy.c_str(),
                                      CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
  RequireOption(code == CURLUE_OK, "Proxy", "must be a URL, for example http://proxy:3128");
  constexpr std::string_view Schemes[] = {"http",    "https",  "socks",  "socks4",
                                          "socks4a", "socks5", "socks5h"};
  const std::string scheme = SchemeOf(url.get());
  RequireOption(std::find(std::begin(Schemes), std::end(Schemes), scheme) != std::end(Schemes),
                "Proxy", "must have the scheme http, https, socks4, socks4a, socks5 or socks5h");
  RequireOption(scheme != "https" || CanConnectToHttpsProxies(), "Proxy",
                "must not have the scheme https: this libcurl can't connect to such a proxy");
}

}  // namespace

void CheckTransportOptions(const TransportOptions& options) {
  RequireOption(options.ConnectTimeout.count() > 0, "ConnectTimeout", "must be more than zero");
  RequireOption(options.AttemptTimeout.count() > 0, "AttemptTimeout", "must be more than zero");
  RequireOption(options.ConnectionLifetime.count() >= 1, "ConnectionLifetime",
                "must be at least a second");
  RequireOption(options.MaxConnections.value_or(1) >= 1, "MaxConnections", "must be at least 1");
  RequireOption(options.MaxResponseHeaderBytes > 0, "MaxResponseHeaderBytes",
                "must be more than zero");
  RequireOption(options.MaxResponseBodyBytes > 0, "MaxResponseBodyBytes", "must be more than zero");
  RequireOption(options.ClientKey.empty() || !options.ClientCertificate.empty(),
                "ClientCertificate", "must be set where ClientKey is");
  RequireText(options.Proxy.value_or(""), "Proxy");
  RequireText(options.NoProxy.value_or(""), "NoProxy");
  RequireText(options.ProxyUser, "ProxyUser");
  RequireText(options.ProxyPassword, "ProxyPassword");
  RequireText(options.CaFile, "CaFile");
  RequireText(options.CaPath, "CaPath");
  RequireText(options.ClientCertificate, "ClientCertificate");
  RequireText(options.ClientKey, "ClientKey");
  CheckProxy(options.Proxy.value_or(""));
  CheckTlsFiles(options);
  (void)MakeConfiguredHandle(options);  // refuses what this libcurl can't do
}

// A quarter leaves room for the blocking calls of the client, and for what else the process opens.
// Nothing checks the options beside a user's own transport, and a fan-out needs at least one.
std::size_t MaxConnectionsOf(const TransportOptions& options) noexcept {
  if (options.MaxConnections) return std::max(*options.MaxConnections, std::size_t{1});
  const std::size_t quarter = std::max(DescriptorLimit() / 4, std::size_t{1});
  return std::min(DefaultMaxConnections, quarter);
}

}  // namespace Detail

}  // namespace Azure::Messaging::WebPubSub
