// Create a client in three ways: from a connection string, from an endpoint and its access key, and
// from an endpoint and a credential for Microsoft Entra ID.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   export WebPubSubEndpoint="https://<name>.webpubsub.azure.com"
//   export WebPubSubAccessKey="<key>"
//   export WebPubSubAccessToken="<token>"
//   create_client
//
// To get a token: az account get-access-token --resource https://webpubsub.azure.com
#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <memory>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

WebPubSubServiceClient FromConnectionString() {
  return {Environment("WebPubSubConnectionString"), "chat"};
}

WebPubSubServiceClient FromAccessKey() {
  const AzureKeyCredential key(Environment("WebPubSubAccessKey"));
  return {Environment("WebPubSubEndpoint"), "chat", key};
}

// The callback may get its token from anywhere. token_credential.cpp shows a class instead.
WebPubSubServiceClient FromTokenCredential() {
  const std::string endpoint = Environment("WebPubSubEndpoint");
  const auto credential = std::make_shared<CallbackTokenCredential>(
      [](const TokenRequest& /*request*/, const Context& /*context*/) {
        const auto expiresAt = std::chrono::system_clock::now() + std::chrono::hours(1);
        return AccessToken(Environment("WebPubSubAccessToken"), expiresAt);
      });
  WebPubSubServiceClientOptions options;
  // The client sends tokens over https only, unless you allow http, here for a local service.
  options.AllowTokenOverHttp = endpoint.rfind("http://127.0.0.1", 0) == 0;
  return {endpoint, "chat", credential, options};
}

// Creating a client sends nothing, so only a call shows whether its credential is valid.
void Try(const char* way, const WebPubSubServiceClient& client) {
  const bool hasMembers = client.GroupExists("room");
  std::cout << way << ": connected to " << client.Endpoint() << ", hub " << client.Hub()
            << "; the group room has " << (hasMembers ? "members" : "no members") << '\n';
}

}  // namespace

int main() try {
  Try("connection string", FromConnectionString());
  Try("access key", FromAccessKey());
  Try("token credential", FromTokenCredential());
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "create_client: " << exception.what() << '\n';
  return 1;
}
