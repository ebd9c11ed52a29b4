#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <curl/curl.h>

#include <memory>
#include <string_view>

#include "curl/http2_stream.hpp"
#include "curl/response_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// What is known about a transfer that failed.
struct FailedTransfer {
  CURLcode Code;
  /// libcurl's text; may be empty.
  std::string_view Text;
  /// How many times a request was about to be written: more than one where libcurl repeats it.
  int RequestsBegun;
  /// How many bytes of a request libcurl says that it has written.
  long RequestBytes;
  bool OnReusedConnection;
  bool ResponseBegun;
  ResponseBuilder::Refusal Refusal;
  /// What a proxy responded in place of a connection to the host; may be null.
  std::shared_ptr<const HttpResponse> ProxyResponse;
  /// OpenSSL's reason for the refusal of a certificate; 0 if there is none.
  long VerifyResult;
  /// What carried the request, if it went over HTTP/2.
  const Http2Stream& Stream;
};

/// Whether a transfer that failed has a response all the same: its status was understood, and
/// libcurl stumbled over a header field or the encoding of the body. The body is lost then. (A
/// message may have been accepted, so that the status must not be.)
bool HasResponseWithoutBody(CURLcode code, const ResponseBuilder& response);

/// Nothing was sent, because a handle could not be made: this machine may lack descriptors or
/// memory, or the process is exiting.
TransportFailure NoHandle(const std::exception& cause) noexcept;

/// What the failure means to the pipeline.
/// @param options name the files that it may be due to.
TransportFailure ToTransportFailure(const FailedTransfer& failed, const TransportOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail
