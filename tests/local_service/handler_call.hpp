#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "local_service/http_call.hpp"
#include "local_service/server_state.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// What calls to event handlers use. It owns none of it.
struct HandlerContext {
  SocketStream::executor_type Executor;
  boost::asio::ssl::context& Tls;
  ServerState& State;
};

/// What came of a call to an event handler, after all attempts.
struct HandlerResult {
  /// Nothing if no attempt got a response, or none in time.
  std::optional<RestResponse> Response;
  /// Why there is no response.
  std::string Error;
  int Attempts = 0;
  /// Whether a fault asks to drop the client if the event fails.
  bool DropsClient = false;

  [[nodiscard]] bool IsSuccess() const {
    return Response && Response->Status >= 200 && Response->Status < 300;
  }
};

/// A call to an event handler: one request, repeated after network errors, 408 and 5xx.
class HandlerCall : public std::enable_shared_from_this<HandlerCall> {
 public:
  using OnDone = std::function<void(HandlerResult result)>;

  /// @param event names the event for faults.
  /// @param timeout limits the time to the response's headers, over all attempts.
  HandlerCall(const HandlerContext& context, OutgoingRequest request, std::string event,
              std::chrono::milliseconds timeout, OnDone onDone);

  void Start();
  /// Ends the call at once, without calling back.
  void Cancel();

 private:
  void ExpireAt(std::chrono::steady_clock::time_point time);
  void SendOnce();
  void Act();
  void Call(int times);
  void OnResult(HttpCallResult result);
  void Finish(HandlerResult result);

  const HandlerContext context_;
  const OutgoingRequest request_;
  const std::string event_;
  const std::chrono::milliseconds timeout_;
  OnDone onDone_;
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer delay_;
  std::chrono::steady_clock::time_point until_;
  std::shared_ptr<HttpCall> call_;
  std::optional<Fault> fault_;
  int attempts_ = 0;
  bool dropsClient_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
