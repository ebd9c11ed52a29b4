#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <optional>
#include <string>
#include <vector>

#include "curl/handles.hpp"
#include "curl/response_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// An easy handle that serves one request after another. What is the same for all requests is set
/// once; Prepare sets the rest, and Outcome reads how a request ended once it was performed.
class Transfer {
 public:
  /// @throws what MakeConfiguredHandle throws.
  explicit Transfer(const TransportOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* Easy() const noexcept { return easy_.get(); }
  /// Leaves the handle alone for ever, with its connections.
  void Abandon() noexcept { (void)easy_.release(); }

  /// @param request must outlive its performance.
  /// @return a failure if the request can't be performed.
  std::optional<TransportFailure> Prepare(const HttpRequest& request);

  /// After the performance, once.
  AttemptOutcome Outcome(CURLcode code);
  /// In the place of Outcome, if the context ended before.
  [[nodiscard]] AttemptOutcome CancelledOutcome() const;

 private:
  template <class Value>
  void Set(CURLoption option, Value value);
  template <class Pointer>
  void SetPointer(CURLoption option, Pointer& current, Pointer value);
  void SetCallbacks();
  void SetHeaders(const HttpRequest& request);
  void SetMethod(const HttpRequest& request);

  [[nodiscard]] TransportFailure Failure(CURLcode code) const;
  static int BeforeRequest(void* transfer, char*, char*, int, int);

  EasyHandle easy_;
  ResponseBuilder response_;
  int requestsBegun_ = 0;
  char error_[CURL_ERROR_SIZE] = "";

  // What the handle has now.
  CURLcode setUp_ = CURLE_OK;  // the first error of an option
  std::string url_;
  std::string headerText_;  // the lines of the headers, each with a NUL at its end
  std::vector<curl_slist> headerLines_;
  std::optional<HttpMethod> method_;
  curl_slist* headerList_ = nullptr;
  bool hasBody_ = false;
  const char* body_ = nullptr;
  std::optional<std::size_t> bodySize_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
