#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <curl/curl.h>

#include <string_view>

#include "curl/response_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What is known about a transfer that failed.
struct FailedTransfer {
  CURLcode Code;
  /// libcurl's text; may be empty.
  std::string_view Text;
  /// How many times a request was about to be written: more than one where libcurl repeats it.
  int RequestsBegun;
  bool OnReusedConnection;
  bool ResponseBegun;
  ResponseBuilder::Refusal Refusal;
};

/// What the failure means to the pipeline.
TransportFailure ToTransportFailure(const FailedTransfer& failed);

}  // namespace Azure::Messaging::WebPubSub::Detail
