#include "client/sends.hpp"

#include <azure/messaging/webpubsub/client.hpp>

#include <map>
#include <utility>

#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail::Operations {
namespace {

void AddMetadata(HttpHeaders& headers, const std::map<std::string, std::string>& metadata) {
  CheckMetadata(metadata);
  for (const auto& [name, value] : metadata) headers.Set("X-WebPubSub-Metadata-" + name, value);
}

std::string_view CheckedFilter(const HubAddress& hub, const ClientConnectionFilter& filter) {
  if (filter.Expression().empty()) return {};
  // The service reads a blank filter as none, which would broadcast.
  Require(!IsBlank(filter.Expression()), "options.Filter", "must not be blank");
  CheckVersion(hub, ServiceVersion::V2022_11_01, "options.Filter");
  CheckText(filter.Expression(), "options.Filter");
  return filter.Expression();
}

void RefuseExcluded(const SendOptions& options) {
  Require(options.Excluded.empty(), "options.Excluded",
          "only SendToAll and SendToGroup can leave connections out");
}

// `url` has the path of the target.
Operation<Response> Send(std::string_view name, const HubAddress& hub, UrlBuilder url,
                         const RequestContent& content, const SendOptions& options) {
  CheckContent(content, "content");
  CheckExcluded(options.Excluded);
  url.Literal("/:send").RepeatedQuery("excluded", options.Excluded);
  AddApiVersion(url, hub).OptionalQuery("filter", CheckedFilter(hub, options.Filter));
  RefuseMovedFrom(options, "options");
  if (options.MessageTtl) {
    CheckVersion(hub, ServiceVersion::V2024_01_01, "options.MessageTtl");
    CheckMessageTtl(*options.MessageTtl);
    url.Query("messageTtlSeconds", std::to_string(options.MessageTtl->count()));
  }
  OperationRequest request = MakeRequest(name, HttpMethod::Post, url.Take(), Accepted);
  request.IsSend = true;
  SetContent(request, content);
  AddMetadata(request.Request.Headers(), options.Metadata);
  return {std::move(request), Readers::Raw};
}

}  // namespace

Operation<Response> SendToAll(const HubAddress& hub, const RequestContent& content,
                              const SendOptions& options) {
  return Send("SendToAll", hub, UrlOfHub(hub), content, options);
}

Operation<Response> SendToGroup(const HubAddress& hub, std::string_view group,
                                const RequestContent& content, const SendOptions& options) {
  return Send("SendToGroup", hub, UrlOfGroup(hub, group), content, options);
}

Operation<Response> SendToUser(const HubAddress& hub, std::string_view userId,
                               const RequestContent& content, const SendOptions& options) {
  RefuseExcluded(options);
  return Send("SendToUser", hub, UrlOfUser(hub, userId), content, options);
}

Operation<Response> SendToConnection(const HubAddress& hub, std::string_view connectionId,
                                     const RequestContent& content, const SendOptions& options) {
  RefuseExcluded(options);
  Require(options.Filter.Expression().empty() && !options.Filter.IsAllConnections(),
          "options.Filter", "SendToConnection can't take a filter");
  return Send("SendToConnection", hub, UrlOfConnection(hub, connectionId), content, options);
}

}  // namespace Detail::Operations

namespace Operations = Detail::Operations;

Response WebPubSubServiceClient::SendToAll(const RequestContent& content,
                                           const SendOptions& options,
                                           const Context& context) const {
  return state_->Call(Operations::SendToAll(state_->Address, content, options), context);
}

Future<Response> WebPubSubServiceClient::SendToAllAsync(const RequestContent& content,
                                                        const SendOptions& options,
                                                        const Context& context) const {
  return state_->Start(Operations::SendToAll(state_->Address, content, options), context);
}

Response WebPubSubServiceClient::SendToGroup(std::string_view group, const RequestContent& content,
                                             const SendOptions& options,
                                             const Context& context) const {
  return state_->Call(Operations::SendToGroup(state_->Address, group, content, options), context);
}

Future<Response> WebPubSubServiceClient::SendToGroupAsync(std::string_view group,
                                                          const RequestContent& content,
                                                          const SendOptions& options,
                                                          const Context& context) const {
  return state_->Start(Operations::SendToGroup(state_->Address, group, content, options), context);
}

Response WebPubSubServiceClient::SendToUser(std::string_view userId, const RequestContent& content,
                                            const SendOptions& options,
                                            const Context& context) const {
  return state_->Call(Operations::SendToUser(state_->Address, userId, content, options), context);
}

Future<Response> WebPubSubServiceClient::SendToUserAsync(std::string_view userId,
                                                         const RequestContent& content,
                                                         const SendOptions& options,
                                                         const Context& context) const {
  return state_->Start(Operations::SendToUser(state_->Address, userId, content, options), context);
}

Response WebPubSubServiceClient::SendToConnection(std::string_view connectionId,
                                                  const RequestContent& content,
                                                  const SendOptions& options,
                                                  const Context& context) const {
  return state_->Call(Operations::SendToConnection(state_->Address, connectionId, content, options),
                      context);
}

Future<Response> WebPubSubServiceClient::SendToConnectionAsync(std::string_view connectionId,
                                                               const RequestContent& content,
                                                               const SendOptions& options,
                                                               const Context& context) const {
  return state_->Start(
      Operations::SendToConnection(state_->Address, connectionId, content, options), context);
}

}  // namespace Azure::Messaging::WebPubSub
