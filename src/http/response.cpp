#include <azure/messaging/webpubsub/response.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub {

Response::Response(HttpResponse response, std::string clientRequestId)
    : data_(std::make_shared<const Data>(std::move(response), std::move(clientRequestId))) {}

}  // namespace Azure::Messaging::WebPubSub
