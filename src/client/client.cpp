#include <azure/messaging/webpubsub/client.hpp>
#include <azure/messaging/webpubsub/errors.hpp>

#include <utility>

#include "auth/connection_string.hpp"
#include "client/client_factory.hpp"
#include "client/client_state.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {

using Detail::ClientFactory;
using Detail::Environment;
using Detail::ParseEndpoint;

namespace {

// Of a client that was moved from. Never destroyed: destructors of static objects may ask.
const std::string& Nothing() noexcept {
  // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): it needs 32 bytes, once
  static const auto& nothing = *new std::string();
  return nothing;
}

}  // namespace

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view connectionString,
                                               std::string_view hub,
                                               const WebPubSubServiceClientOptions& options) {
  const auto parts = Detail::ParseConnectionString(connectionString);
  *this = WebPubSubServiceClient(ClientFactory::MakeState(
      parts.Endpoint, hub, AzureKeyCredential(parts.AccessKey), options, Environment::Real()));
}

WebPubSubServiceClient::WebPubSubServiceClient(const char* connectionString, std::string_view hub,
                                               const WebPubSubServiceClientOptions& options)
    : WebPubSubServiceClient(Detail::NotNull(connectionString, "connectionString"), hub, options) {}

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                                               AzureKeyCredential credential,
                                               const WebPubSubServiceClientOptions& options)
    : state_(ClientFactory::MakeState(ParseEndpoint(endpoint, "endpoint"), hub,
                                      std::move(credential), options, Environment::Real())) {}

WebPubSubServiceClient::WebPubSubServiceClient(const char* endpoint, std::string_view hub,
                                               AzureKeyCredential credential,
                                               const WebPubSubServiceClientOptions& options)
    : WebPubSubServiceClient(Detail::NotNull(endpoint, "endpoint"), hub, std::move(credential),
                             options) {}

WebPubSubServiceClient::WebPubSubServiceClient(std::string_view endpoint, std::string_view hub,
                                               std::shared_ptr<TokenCredential> credential,
                                               const WebPubSubServiceClientOptions& options)
    : state_(ClientFactory::MakeState(ParseEndpoint(endpoint, "endpoint"), hub,
                                      std::move(credential), options, Environment::Real())) {}

WebPubSubServiceClient::WebPubSubServiceClient(const char* endpoint, std::string_view hub,
                                               std::shared_ptr<TokenCredential> credential,
                                               const WebPubSubServiceClientOptions& options)
    : WebPubSubServiceClient(Detail::NotNull(endpoint, "endpoint"), hub, std::move(credential),
                             options) {}

WebPubSubServiceClient WebPubSubServiceClient::WithHub(std::string_view hub) const {
  return WebPubSubServiceClient(state_->WithHub(hub));
}

const std::string& WebPubSubServiceClient::Hub() const noexcept {
  return state_ ? state_->Address.Hub : Nothing();
}

const std::string& WebPubSubServiceClient::Endpoint() const noexcept {
  return state_ ? state_->Address.ServiceUrl : Nothing();
}

void WebPubSubServiceClient::WaitUntilIdle(const Context& context) const {
  state_->Pipeline.Runtime->WaitUntilIdle(context);
}

}  // namespace Azure::Messaging::WebPubSub
