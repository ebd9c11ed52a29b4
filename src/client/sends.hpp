#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>

#include <string_view>

#include "client/requests.hpp"

// The sends, which a fan-out makes too.
namespace Azure::Messaging::WebPubSub::Detail::Operations {

Operation<Response> SendToAll(const HubAddress& hub, const RequestContent& content,
                              const SendOptions& options);
Operation<Response> SendToGroup(const HubAddress& hub, std::string_view group,
                                const RequestContent& content, const SendOptions& options);
Operation<Response> SendToUser(const HubAddress& hub, std::string_view userId,
                               const RequestContent& content, const SendOptions& options);
Operation<Response> SendToConnection(const HubAddress& hub, std::string_view connectionId,
                                     const RequestContent& content, const SendOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail::Operations
