#include "local_service/event_dispatcher.hpp"

#include <boost/asio/post.hpp>

namespace Azure::Messaging::WebPubSub::LocalService {

EventDispatcher::EventDispatcher(const SocketStream::executor_type& executor, ServerState& state)
    : state_(state), context_{executor, tls_, state}, validation_(context_) {
  tls_.set_default_verify_paths();
}

std::shared_ptr<EventDelivery> EventDispatcher::Send(Event event,
                                                     std::shared_ptr<EventSession> session,
                                                     EventDelivery::OnDone onDone) {
  const EventHandler* handler =
      FindHandler(state_.Options.EventHandlers, event.Hub, event.Kind, event.Name);
  if (handler == nullptr) return nullptr;
  auto delivery = std::make_shared<EventDelivery>(context_, *handler, std::move(event),
                                                  std::move(session), std::move(onDone));
  boost::asio::post(context_.Executor, [this, delivery] { delivery->Start(validation_); });
  return delivery;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
