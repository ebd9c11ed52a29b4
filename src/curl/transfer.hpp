#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include "curl/header_list.hpp"
#include "curl/response_builder.hpp"

namespace Azure::Messaging::WebPubSub {

/// One request on one configured easy handle: sets on the handle what belongs to the request, and
/// reads how it ended once somebody has performed it.
class Transfer {
 public:
  /// @param easy, request must outlive the transfer.
  Transfer(CURL* easy, const TransportOptions& options, const HttpRequest& request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Once it was performed.
  AttemptOutcome Outcome(CURLcode code);
  /// If its context has ended it before.
  [[nodiscard]] AttemptOutcome CancelledOutcome() const;

 private:
  template <class Value>
  void Set(CURLoption option, Value value);
  void SetMethodAndBody();
  void SetCallbacks();

  [[nodiscard]] TransportFailure Failure(CURLcode code) const;
  static int BeforeRequest(void* transfer, char*, char*, int, int);

  CURL* const easy_;
  const HttpRequest& request_;
  HeaderList headers_;
  ResponseBuilder answer_;
  int requestsBegun_ = 0;
  char error_[CURL_ERROR_SIZE] = "";
};

}  // namespace Azure::Messaging::WebPubSub
