#pragma once

#include <azure/messaging/webpubsub/models.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <string>

#include "client/hub_address.hpp"
#include "pipeline/call_machine.hpp"

// How the answers of operations are read.
namespace Azure::Messaging::WebPubSub::Readers {

/// There is nothing in it.
Response Nothing(CallResult result);

/// 200 is yes, 404 is no.
ValueResponse<bool> Exists(CallResult result);

/// @param url of the request that was answered, for links relative to it.
/// @throws InvalidResponseException if it is no page, or links to itself or away from the service.
Page<WebPubSubGroupMember> Members(CallResult result, const std::string& url,
                                   const HubAddress& hub);

/// The token that `:generateToken` gave.
/// @throws InvalidResponseException if there is none.
std::string Token(const CallResult& result);

}  // namespace Azure::Messaging::WebPubSub::Readers
