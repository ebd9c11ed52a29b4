#include <azure/messaging/webpubsub/response.hpp>

#include <utility>

namespace Azure::Messaging::WebPubSub {

Response::Response(HttpResponse response, std::string clientRequestId)
    : data_(std::make_shared<const Data>(std::move(response), std::move(clientRequestId))) {}

const Response::Data& Response::NoData() noexcept {
  // Never destroyed: callbacks may still run.
  // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): it needs some hundred bytes, once
  static const auto& none = *new Data(HttpResponse(0), {});
  return none;
}

}  // namespace Azure::Messaging::WebPubSub
