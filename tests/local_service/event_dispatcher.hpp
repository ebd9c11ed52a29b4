#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <vector>

#include "local_service/event_delivery.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Sends events to the event handlers of a service.
class EventDispatcher {
 public:
  /// @param state must outlive the dispatcher.
  EventDispatcher(const SocketStream::executor_type& executor, ServerState& state);

  /// Sends an event to the first handler that takes it.
  /// @param onDone is called later, never before this returns.
  /// @return null if no handler takes it. Then onDone isn't called.
  std::shared_ptr<EventDelivery> Send(Event event, std::shared_ptr<EventSession> session,
                                      EventDelivery::OnDone onDone);
  /// Forgets which handlers are valid.
  void Reset() { validation_.Clear(); }

 private:
  ServerState& state_;
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
  HandlerContext context_;
  HandlerValidation validation_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
