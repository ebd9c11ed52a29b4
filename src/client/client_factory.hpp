#pragma once

#include <azure/messaging/webpubsub/client.hpp>

#include <memory>
#include <string_view>
#include <variant>

#include "http/transport_adapter.hpp"
#include "pipeline/environment.hpp"
#include "url/endpoint.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

using Credential = std::variant<AzureKeyCredential, std::shared_ptr<TokenCredential>>;

/// Makes clients: for the public constructors with the real environment, for tests with a scripted
/// one.
/// @throws std::invalid_argument that names the parameter or option and the rule.
class ClientFactory {
 public:
  static WebPubSubServiceClient Make(const Endpoint& endpoint, std::string_view hub,
                                     const Credential& credential,
                                     const WebPubSubServiceClientOptions& options,
                                     const Environment& environment,
                                     std::shared_ptr<Transport> transport = nullptr);

  /// @param transport sends the requests; null for the one that the options ask for.
  static std::shared_ptr<const ClientState> MakeState(
      const Endpoint& endpoint, std::string_view hub, const Credential& credential,
      const WebPubSubServiceClientOptions& options, const Environment& environment,
      std::shared_ptr<Transport> transport = nullptr);
};

}  // namespace Azure::Messaging::WebPubSub::Detail
