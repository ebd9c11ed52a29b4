#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/errors.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// For the tests of programs that use the library. Not part of the umbrella header.
namespace Azure::Messaging::WebPubSub::Testing {

/// A transport that plays a script instead of using the network: it responds and fails in the order
/// of the script, and keeps the requests that it receives.
///
///     auto transport = std::make_shared<Testing::ScriptedTransport>();
///     transport->WillRespond(503);
///     transport->WillRespond(202);
///     WebPubSubServiceClientOptions options;
///     options.TransportAdapter = transport;
///     options.Retry.Delay = std::chrono::milliseconds(1);
///     WebPubSubServiceClient client("https://mock.example", "chat", AzureKeyCredential("key"),
///                                   options);
///     client.SendToAll("Hello World!");             // the response is 503: sent again
///     assert(transport->Requests().size() == 2);
///     assert(transport->Requests()[1].Body() == "Hello World!");
///
/// Safe from many threads. Asynchronous calls reach it in no certain order: use Otherwise() for
/// them, or wait between them.
class ScriptedTransport final : public HttpTransport {
 public:
  /// What happens to a request in the place of the network: returns a response, or throws what a
  /// transport throws.
  using Step = std::function<HttpResponse(const HttpRequest& request, const Context& context)>;

  /// The next request gets this response.
  void WillRespond(HttpResponse response) {
    Will([response = std::move(response)](const HttpRequest&, const Context&) { return response; });
  }
  /// The next request gets a response with this status.
  void WillRespond(int status, HttpHeaders headers = {}, std::string body = {}) {
    WillRespond(HttpResponse(status, std::move(headers), std::move(body)));
  }
  /// The next request gets no response.
  /// @param cause why.
  /// @param sent whether the request may have been sent before the failure.
  void WillFail(TransportError cause, bool sent) {
    Will([cause, sent](const HttpRequest&, const Context&) -> HttpResponse {
      throw TransportException(cause, "scripted failure", sent);
    });
  }
  /// The next request runs this step.
  void Will(Step step) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(step));
  }
  /// Every request that the script has no step for runs this one. Without it, such a request fails
  /// with a std::logic_error.
  void Otherwise(Step step) {
    const std::lock_guard lock(mutex_);
    otherwise_ = std::move(step);
  }

  HttpResponse Send(const HttpRequest& request, const Context& context) override {
    return NextStep(request)(request, context);
  }

  /// The requests so far, in order.
  [[nodiscard]] std::vector<HttpRequest> Requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  Step NextStep(const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (script_.empty()) {
      if (otherwise_) return otherwise_;
      throw std::logic_error("the script has no response left");
    }
    Step step = std::move(script_.front());
    script_.pop_front();
    return step;
  }

  mutable std::mutex mutex_;
  std::deque<Step> script_;
  Step otherwise_;
  std::vector<HttpRequest> requests_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
