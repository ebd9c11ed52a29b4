#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include "curl/answer_builder.hpp"
#include "curl/connection_handle.hpp"

namespace Azure::Messaging::WebPubSub {

/// One request on one handle: sets it up, performs it once, and reads how it ended.
class Transfer {
 public:
  /// All three must outlive the transfer.
  Transfer(const ConnectionHandle& handle, const TransportOptions& options,
           const HttpRequest& request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Throws as HttpTransport::Send does.
  HttpResponse Perform(const Context& context);

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

  /// Until libcurl is done with the request; throws if the context ends it before.
  CURLcode Run(const Context& context);
  [[noreturn]] void Fail(CURLcode code) const;
  static int BeforeRequest(void* transfer, char*, char*, int, int);

  const ConnectionHandle& handle_;
  const TransportOptions& options_;
  const HttpRequest& request_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  AnswerBuilder answer_;
  int requestsBegun_ = 0;
  char error_[CURL_ERROR_SIZE] = "";
};

}  // namespace Azure::Messaging::WebPubSub
