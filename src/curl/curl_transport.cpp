#include "curl/curl_transport.hpp"

#include <stdexcept>
#include <string>

#include "curl/connection_handle.hpp"
#include "curl/transfer.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

void Require(bool holds, const char* option, const char* rule) {
  if (!holds) {
    throw std::invalid_argument(std::string("options.Transport.") + option + ": must be " + rule);
  }
}

TransportOptions Checked(const TransportOptions& options) {
  Require(options.ConnectTimeout.count() > 0, "ConnectTimeout", "more than zero");
  Require(options.AttemptTimeout.count() > 0, "AttemptTimeout", "more than zero");
  Require(options.ConnectionLifetime.count() >= 1, "ConnectionLifetime", "at least a second");
  Require(options.MaxConnections >= 1, "MaxConnections", "at least 1");
  Require(options.MaxResponseHeaderBytes > 0, "MaxResponseHeaderBytes", "more than zero");
  Require(options.MaxResponseBodyBytes > 0, "MaxResponseBodyBytes", "more than zero");
  Require(options.ClientKey.empty() || !options.ClientCertificate.empty(), "ClientCertificate",
          "set where ClientKey is");
  return options;
}

}  // namespace

CurlTransport::CurlTransport(const TransportOptions& options)
    : options_(Checked(options)), pool_(std::make_unique<HandlePool>(options.MaxConnections)) {}

CurlTransport::~CurlTransport() = default;

HttpResponse CurlTransport::Send(const HttpRequest& request, const Context& context) {
  auto handle = pool_->Take();
  // A handle whose transfer was interrupted is not given back: it may be busy with a resolver. The
  // transfer itself is over, and has let go of the handle, before anybody else can take it.
  HttpResponse answer = Transfer(*handle, options_, request).Perform(context);
  pool_->GiveBack(std::move(handle));
  return answer;
}

}  // namespace Azure::Messaging::WebPubSub
