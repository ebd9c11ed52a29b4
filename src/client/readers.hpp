#pragma once

#include <azure/messaging/webpubsub/response.hpp>

#include <string>

#include "pipeline/operation.hpp"

// How the responses to operations are read.
namespace Azure::Messaging::WebPubSub::Detail::Readers {

/// The response itself.
Response Raw(CallResult result);

/// 200 means yes, 404 means no.
ValueResponse<bool> Exists(CallResult result);

/// @throws InvalidResponseException for an unexpected success.
[[noreturn]] void Refuse(const CallResult& result, const std::string& reason);

}  // namespace Azure::Messaging::WebPubSub::Detail::Readers
