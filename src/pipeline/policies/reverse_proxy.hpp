#pragma once

#include <azure/messaging/webpubsub/policy.hpp>

#include <string>

#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub {

/// Sends what is meant for the service to a reverse proxy.
class ReverseProxyPolicy final : public HttpPolicy {
 public:
  ReverseProxyPolicy(const Endpoint& service, const Endpoint& proxy)
      : serviceUrl_(service.Url() + "/"), proxyUrl_(proxy.Url() + "/") {}

  void OnRequest(HttpRequest& request, int /*attempt*/, const Context& /*context*/) const override {
    // A policy of the user's may have led the request elsewhere.
    if (request.Url().rfind(serviceUrl_, 0) != 0) return;
    request.SetUrl(proxyUrl_ + request.Url().substr(serviceUrl_.size()));
  }

 private:
  std::string serviceUrl_;
  std::string proxyUrl_;
};

}  // namespace Azure::Messaging::WebPubSub
