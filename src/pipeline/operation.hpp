#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <string_view>

namespace Azure::Messaging::WebPubSub {

/// One call of the REST API as a value: what to send, and which answers it knows.
struct Operation {
  /// The name of the client's method, for observers and messages.
  std::string_view Name;
  HttpRequest Request;
  /// The only status that is a success: any other means that something else has answered.
  int SuccessStatus;
  /// True if 404 is an answer too: "no".
  bool NotFoundIsSuccess = false;
  /// True for the sends, which alone are not idempotent (see SendRetry).
  bool IsSend = false;
  /// False if the service needs no token.
  bool NeedsToken = true;
};

}  // namespace Azure::Messaging::WebPubSub
