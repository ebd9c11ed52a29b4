#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// A transport that plays a script instead of using the network: it answers and fails as told, in
/// order, and keeps the requests that it was given. Safe from many threads.
///
///     auto transport = std::make_shared<ScriptedTransport>();
///     transport->WillAnswer(503);
///     transport->WillAnswer(202);
///     options.TransportAdapter = transport;
class ScriptedTransport final : public HttpTransport {
 public:
  /// What happens to a request, in place of the network.
  using Step = std::function<HttpResponse(const HttpRequest& request, const Context& context)>;

  void WillAnswer(HttpResponse answer) {
    Will([answer = std::move(answer)](const HttpRequest&, const Context&) { return answer; });
  }
  void WillAnswer(int status, HttpHeaders headers = {}, std::string body = {}) {
    WillAnswer(HttpResponse(status, std::move(headers), std::move(body)));
  }
  /// @param sent whether the request may have been sent before the failure.
  void WillFail(TransportError cause, bool sent) {
    Will([cause, sent](const HttpRequest&, const Context&) -> HttpResponse {
      throw TransportException(cause, "scripted failure", sent);
    });
  }
  void Will(Step step) {
    const std::lock_guard lock(mutex_);
    script_.push_back(std::move(step));
  }
  /// For every request that the script has nothing for. Without it, such a request fails.
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
      throw std::logic_error("the script has no answer left");
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
