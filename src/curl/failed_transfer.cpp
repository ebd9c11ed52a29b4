// What is known of a transfer that has failed.

#include <memory>
#include <string>

#include "curl/shortage.hpp"
#include "curl/transfer.hpp"
#include "curl/transfer_failure.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

AttemptOutcome Transfer::CancelledOutcome() const {
  return TransportFailure(TransportError::Cancelled,
                          "the call was cancelled or its deadline has passed", requestsBegun_ > 0);
}

TransportFailure Transfer::Failure(CURLcode code) {
  if (resolution_.IsRefused()) {
    return {TransportError::NameResolution,
            std::to_string(Resolutions::MostHanging) + " name resolutions of this client hang",
            false};
  }
  if (requestsBegun_ == 0) {
    auto shortage =
        ShortageBehind(code, error_, {openError_, resolution_.Shortage()}, resources_.Authorities);
    if (shortage) return *std::move(shortage);
  }
  long verifyResult = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &verifyResult);
  long requestBytes = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &requestBytes);
  FailedTransfer failed{code,
                        error_,
                        requestsBegun_,
                        requestBytes,
                        IsOnKeptConnection(),
                        response_.HasBegun(),
                        response_.WhyRefused(),
                        nullptr,
                        verifyResult,
                        stream_};
  if (requestsBegun_ == 0 && response_.Status() >= 300) {
    failed.ProxyResponse = std::make_shared<const HttpResponse>(response_.TakeWithoutBody());
  }
  return ToTransportFailure(failed, resources_.Options);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
