#include "client/client_factory.hpp"

#include "client/build_pipeline.hpp"
#include "client/client_state.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub {

std::shared_ptr<const ClientState> ClientFactory::MakeState(
    const Endpoint& endpoint, std::string_view hub, const Credential& credential,
    const WebPubSubServiceClientOptions& options, const Environment& environment) {
  CheckHub(hub);
  if (ToString(options.ApiVersion).empty()) {
    RefuseArgument("options.ApiVersion", "must be an enumerator of ServiceVersion");
  }
  auto state = std::make_shared<ClientState>();
  state->Address = {endpoint, endpoint.Url(), std::string(hub), options.ApiVersion};
  state->Pipeline = BuildPipeline(state->Address, credential, options, environment);
  if (const auto* key = std::get_if<AzureKeyCredential>(&credential)) state->Signer.emplace(*key);
  return state;
}

WebPubSubServiceClient ClientFactory::Make(const Endpoint& endpoint, std::string_view hub,
                                           const Credential& credential,
                                           const WebPubSubServiceClientOptions& options,
                                           const Environment& environment) {
  return WebPubSubServiceClient(MakeState(endpoint, hub, credential, options, environment));
}

}  // namespace Azure::Messaging::WebPubSub
