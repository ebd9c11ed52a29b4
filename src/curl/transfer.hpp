#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include "curl/answer_builder.hpp"
#include "curl/easy_handle.hpp"

namespace Azure::Messaging::WebPubSub {

/// One request on one easy handle: sets the handle up, and reads how it ended once somebody has
/// performed it.
class Transfer {
 public:
  /// All three must outlive the transfer.
  Transfer(CURL* easy, const TransportOptions& options, const HttpRequest& request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Once it was performed.
  AttemptOutcome Outcome(CURLcode code);
  /// If its context has ended it before.
  [[nodiscard]] AttemptOutcome CancelledOutcome() const;

 private:
  struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
  };

  template <class Value>
  void Set(CURLoption option, Value value);
  void SetText(CURLoption option, const std::string& text);
  void SetMethodAndBody();
  void SetHeaders();
  void AddHeaderLine(const std::string& line);
  void SetCallbacks();
  void SetConnection();
  void SetTls();
  void SetProxy();

  [[nodiscard]] TransportFailure Failure(CURLcode code) const;
  static int BeforeRequest(void* transfer, char*, char*, int, int);

  CURL* const easy_;
  const TransportOptions& options_;
  const HttpRequest& request_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  AnswerBuilder answer_;
  int requestsBegun_ = 0;
  char error_[CURL_ERROR_SIZE] = "";
};

}  // namespace Azure::Messaging::WebPubSub
