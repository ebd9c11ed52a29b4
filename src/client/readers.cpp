#include "client/readers.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub::Detail::Readers {

Response Raw(CallResult result) { return std::move(result.RawResponse); }

ValueResponse<bool> Exists(CallResult result) {
  const bool exists = result.RawResponse.Status() == 200;
  return {std::move(result.RawResponse), exists};
}

void Refuse(const CallResult& result, const std::string& reason) {
  throw InvalidResponseException(
      reason + " [client request id " + result.RawResponse.ClientRequestId() + "]", true,
      result.Attempts);
}

}  // namespace Azure::Messaging::WebPubSub::Detail::Readers
