#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "client/client_factory.hpp"
#include "support/fake_environment.hpp"
#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

inline constexpr const char* TestKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
inline constexpr const char* TestToken = "AAD.TOKEN.VALUE";

/// Always returns the same token, and records the requests.
class FixedTokenCredential final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest& request, const Context& /*context*/) override {
    Requests.push_back(request);
    return {TestToken, FakeEnvironment::Start() + std::chrono::hours(24)};
  }

  std::vector<TokenRequest> Requests;
};

/// Makes clients with their own environment: scripted responses, time that passes only by waiting,
/// and ids that all differ.
struct ClientBench {
  ClientBench() {
    std::vector<std::uint64_t> draws;
    for (std::uint64_t i = 0; i < 1000; ++i) draws.push_back((std::uint64_t{1} << 63) + i);
    Environment.WillDraw(std::move(draws));
  }

  /// With an access key.
  WebPubSubServiceClient MakeClient(WebPubSubServiceClientOptions options = {},
                                    std::string_view hub = "chat",
                                    std::string_view endpoint = "https://wps.example",
                                    std::string_view key = TestKey) {
    options.TransportAdapter = Transport;
    return Detail::ClientFactory::Make(Detail::ParseEndpoint(endpoint, "endpoint"), hub,
                                       AzureKeyCredential(key), options,
                                       Environment.MakeEnvironment());
  }

  /// With a token credential.
  WebPubSubServiceClient MakeTokenClient(WebPubSubServiceClientOptions options = {},
                                         std::string_view endpoint = "https://wps.example",
                                         std::string_view hub = "chat") {
    options.TransportAdapter = Transport;
    return Detail::ClientFactory::Make(Detail::ParseEndpoint(endpoint, "endpoint"), hub, Credential,
                                       options, Environment.MakeEnvironment());
  }

  /// The URLs of the requests so far.
  [[nodiscard]] std::vector<std::string> Urls() const {
    std::vector<std::string> urls;
    for (const HttpRequest& request : Transport->Requests()) urls.push_back(request.Url());
    return urls;
  }

  FakeEnvironment Environment;
  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  std::shared_ptr<FixedTokenCredential> Credential = std::make_shared<FixedTokenCredential>();
};

/// Expects a std::invalid_argument whose message begins with `parameter`, as in "group: must not be
/// empty", and contains `says`.
template <class Action>
void ExpectRefused(const std::string& parameter, Action&& action,
                   const std::string& says = std::string()) {
  try {
    action();
    ADD_FAILURE() << "not refused: " << parameter;
  } catch (const std::invalid_argument& exception) {
    const std::string message = exception.what();
    EXPECT_EQ(message.rfind(parameter + ": ", 0), 0U)
        << "\"" << message << "\" doesn't begin with " << parameter;
    EXPECT_NE(message.find(says), std::string::npos) << message;
  } catch (const std::exception& exception) {
    ADD_FAILURE() << parameter << ": another exception: " << exception.what();
  }
}

/// The token of a client access URL.
inline std::string AccessTokenOf(const std::string& url) {
  const std::string name = "?access_token=";
  const std::size_t at = url.find(name);
  return at == std::string::npos ? std::string() : url.substr(at + name.size());
}

}  // namespace Azure::Messaging::WebPubSub::Testing
