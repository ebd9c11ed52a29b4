#pragma once

#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// Why a request isn't an event for the hub. The reason is logged and never sent.
struct Refusal {
  /// Of the response, which has no body.
  int Status;
  std::string_view Reason;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
