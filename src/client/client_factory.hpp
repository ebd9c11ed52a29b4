#pragma once

#include <azure/messaging/webpubsub/client.hpp>

#include <memory>
#include <string_view>
#include <variant>

#include "pipeline/environment.hpp"
#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub {

using Credential = std::variant<AzureKeyCredential, std::shared_ptr<TokenCredential>>;

/// Makes clients: for the public constructors in the real world, for tests in one of their own.
class ClientFactory {
 public:
  static WebPubSubServiceClient Make(const Endpoint& endpoint, std::string_view hub,
                                     const Credential& credential,
                                     const WebPubSubServiceClientOptions& options,
                                     const Environment& environment);

  static std::shared_ptr<const ClientState> MakeState(const Endpoint& endpoint,
                                                      std::string_view hub,
                                                      const Credential& credential,
                                                      const WebPubSubServiceClientOptions& options,
                                                      const Environment& environment);
};

}  // namespace Azure::Messaging::WebPubSub
