// Write your own token credential for Microsoft Entra ID. This one reads a token from a file that
// another process keeps up to date, for example a sidecar.
//
//   resource=https://webpubsub.azure.com query="[accessToken,expires_on]"
//   az account get-access-token --resource $resource --query $query --output tsv > token
//   export WebPubSubEndpoint="https://<name>.webpubsub.azure.com"
//   token_credential token
#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

class FileCredential : public TokenCredential {
 public:
  explicit FileCredential(std::string file) : file_(std::move(file)) {}

  // The client caches a token until shortly before it expires, so it rarely calls this. GetToken
  // may block. If it throws, the call that requires the token fails with an
  // AuthenticationException.
  AccessToken GetToken(const TokenRequest& request, const Context& /*context*/) override {
    ++TokenRequests;
    std::cout << "asked for a token for " << request.Scopes.front() << '\n';
    std::ifstream file(file_);
    std::string token;
    std::int64_t expiresOn = 0;  // seconds since 1970
    if (!(file >> token >> expiresOn)) throw std::runtime_error("no token in " + file_);
    return {token, std::chrono::system_clock::time_point(std::chrono::seconds(expiresOn))};
  }

  std::atomic<int> TokenRequests{0};

 private:
  std::string file_;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: token_credential FILE\n";
    return 2;
  }
  const std::string endpoint = Environment("WebPubSubEndpoint");
  const auto credential = std::make_shared<FileCredential>(argv[1]);

  WebPubSubServiceClientOptions options;
  // The client sends tokens over https only, unless you allow http, here for a local service.
  options.AllowTokenOverHttp = endpoint.rfind("http://127.0.0.1", 0) == 0;
  const WebPubSubServiceClient client(endpoint, "chat", credential, options);

  client.SendToAll("Hello without a key!");
  client.SendToAll("Hello again!");
  // The service makes this URL, because the client has no key to sign it.
  const std::string url = client.GetClientAccessUri();
  std::cout << "2 messages and a client access URL with " << credential->TokenRequests
            << " token\n";
  return !url.empty() && credential->TokenRequests == 1 ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "token_credential: " << exception.what() << '\n';
  return 1;
}
