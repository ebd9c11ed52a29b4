// Reach the service through a reverse proxy, for example Azure API Management.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   reverse_proxy https://<name>.azure-api.net/awps
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <memory>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// Prints the URL of each request.
class ShowUrl : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& request, int /*attempt*/, const Context& /*context*/) const override {
    std::cout << "to " << request.Url() << '\n';
  }
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: reverse_proxy PROXY_URL\n";
    return 2;
  }

  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = argv[1];
  options.PerRetryPolicies = {std::make_shared<ShowUrl>()};
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat", options);

  // The request goes to the proxy, but its token is for the service itself.
  client.SendToAll("Hello through the proxy!");
  std::cout << "accepted by " << client.Endpoint() << '\n';
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "reverse_proxy: " << exception.what() << '\n';
  return 1;
}
