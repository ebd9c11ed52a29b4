#include "local_service/server_state.hpp"

#include "local_service/client_inbox.hpp"
#include "local_service/connect_event.hpp"
#include "local_service/event_dispatcher.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

ServerState::ServerState(const ServiceOptions& options)
    : Options(options),
      Tokens({options.PrimaryKey, options.SecondaryKey}, options.ClockSkew),
      Rest(
          AllHubs, Tokens, [this] { return Now(); }, options) {
  AllHubs.OnRemoved = [this](const std::string& hubName, const Connection& connection,
                             const std::string& reason) {
    if (connection.Inbox) connection.Inbox->Close();
    SendUnblockingEvent(MakeDisconnectedEvent(connection, hubName, reason), connection.Events);
  };
}

void ServerState::SendUnblockingEvent(Event event,
                                      const std::shared_ptr<EventSession>& session) noexcept {
  if (Events == nullptr || !session) return;
  try {
    Events->Send(std::move(event), session, [](const HandlerResult&) {});
  } catch (const std::exception& exception) {
    Log(std::string("an event is lost: ") + exception.what());
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
