#pragma once

#include <azure/messaging/webpubsub/policy.hpp>

#include <string>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Sends the requests for the service to a reverse proxy.
class ReverseProxyPolicy final : public HttpPolicy {
 public:
  ReverseProxyPolicy(const Endpoint& service, const Endpoint& proxy)
      : serviceUrl_(service.Url() + "/"), proxyUrl_(proxy.Url() + "/") {}

  void OnRequest(HttpRequest& request, int /*attempt*/, const Context& /*context*/) const override {
    // A user's policy may have given the request another destination.
    if (request.Url().rfind(serviceUrl_, 0) != 0) return;
    request.SetUrl(proxyUrl_ + request.Url().substr(serviceUrl_.size()));
  }

 private:
  std::string serviceUrl_;
  std::string proxyUrl_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
