#include <azure/messaging/webpubsub/transport_options.hpp>

#include <string>

#include "core/arguments.hpp"
#include "curl/configured_handle.hpp"

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

}  // namespace

void CheckTransportOptions(const TransportOptions& options) {
  RequireOption(options.ConnectTimeout.count() > 0, "ConnectTimeout", "must be more than zero");
  RequireOption(options.AttemptTimeout.count() > 0, "AttemptTimeout", "must be more than zero");
  RequireOption(options.ConnectionLifetime.count() >= 1, "ConnectionLifetime",
                "must be at least a second");
  RequireOption(options.MaxConnections >= 1, "MaxConnections", "must be at least 1");
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
}

}  // namespace Detail

}  // namespace Azure::Messaging::WebPubSub
