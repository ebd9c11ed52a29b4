#include "local_service/event_dispatcher.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

#include "local_service/http_url.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

bool IsSecure(const EventHandler& handler) {
  const auto url = ParseHttpUrl(ResolveUrl(handler, "hub", "event"));
  return url && url->IsSecure;
}

}  // namespace

EventDispatcher::EventDispatcher(const SocketStream::executor_type& executor, ServerState& state)
    : state_(state), context_{executor, tls_, state}, validation_(context_) {
  // Parsing the system's authorities takes longer than all else that a service does at its start.
  const auto& handlers = state.Options.EventHandlers;
  if (std::any_of(handlers.begin(), handlers.end(), IsSecure)) tls_.set_default_verify_paths();
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
