#include "curl/curl_transport.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "curl/async_transfers.hpp"
#include "curl/connection_handle.hpp"
#include "curl/perform.hpp"
#include "curl/transfer.hpp"
#include "http/attempt.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

void Require(bool holds, const char* option, const char* rule) {
  if (!holds) {
    throw std::invalid_argument(std::string("options.Transport.") + option + ": must be " + rule);
  }
}

// libcurl would stop reading at a NUL; other control characters are somebody's attempt.
void RequireText(const std::string& text, const char* option) {
  const bool isText = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
  });
  Require(isText, option, "without control characters");
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
  RequireText(options.Proxy.value_or(""), "Proxy");
  RequireText(options.NoProxy.value_or(""), "NoProxy");
  RequireText(options.ProxyUser, "ProxyUser");
  RequireText(options.ProxyPassword, "ProxyPassword");
  RequireText(options.CaFile, "CaFile");
  RequireText(options.CaPath, "CaPath");
  RequireText(options.ClientCertificate, "ClientCertificate");
  RequireText(options.ClientKey, "ClientKey");
  return options;
}

}  // namespace

CurlTransport::CurlTransport(const TransportOptions& options)
    : options_(Checked(options)), pool_(std::make_unique<HandlePool>(options_)) {}

CurlTransport::~CurlTransport() = default;

HttpResponse CurlTransport::Send(const HttpRequest& request, const Context& context) {
  auto handle = pool_->Take();
  std::optional<Transfer> transfer(std::in_place, handle->Easy(), options_, request);
  AttemptOutcome outcome = Perform(*handle, *transfer, context);
  // The transfer must have let go of the handle before anybody else can take it. One that failed is
  // not given back: it may be busy with a resolver.
  transfer.reset();
  if (outcome.HasResponse()) {
    pool_->GiveBack(std::move(handle));
  } else if (outcome.Failure().ReusedConnection) {
    pool_->Clear();  // the others have been idle for longer: the next attempt gets a new one
  }
  return ResponseOrThrow(std::move(outcome));
}

std::shared_ptr<EventLoopIo> CurlTransport::MakeIo() {
  transfers_ = std::make_shared<AsyncTransfers>(options_);
  return transfers_;
}

void CurlTransport::SendAsync(HttpRequest request, Context context, Completion done) {
  transfers_->Start(std::move(request), context, std::move(done));
}

}  // namespace Azure::Messaging::WebPubSub
