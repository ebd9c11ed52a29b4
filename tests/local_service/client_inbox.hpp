#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "local_service/client_handshake.hpp"
#include "local_service/event_delivery.hpp"
#include "local_service/json_client.hpp"
#include "local_service/server_state.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Handles the messages of one connection in order. While an event handler works on an event, the
/// messages behind it wait. It lives as long as the connection: a reliable client keeps it when it
/// comes back by another socket.
class ClientInbox : public std::enable_shared_from_this<ClientInbox> {
 public:
  static constexpr std::size_t MaxWaiting = 64;

  /// @param state must outlive the inbox.
  ClientInbox(ServerState& state, const AcceptedClient& client);

  void Receive(std::string data, bool isBinary);

  /// Whether no more messages should be read from the client.
  [[nodiscard]] bool IsFull() const { return waiting_.size() >= MaxWaiting; }
  /// The number of messages behind a pending event.
  [[nodiscard]] std::size_t Waiting() const { return waiting_.size(); }
  /// Calls back once, when the inbox is no longer full or is closed.
  void WhenRoom(std::function<void()> onRoom) { onRoom_ = std::move(onRoom); }

  /// Cancels the event that a handler works on, and drops the messages behind it.
  void Close();

 private:
  struct Received {
    std::string Data;
    bool IsBinary;
  };

  Connection* Client();
  Hub& TargetHub() { return state_.AllHubs[hubName_]; }
  void Log(const std::string& what) const { state_.Log("client " + id_ + " " + what); }

  void HandleWaiting();
  void Handle(const Received& message, Connection& client);
  void HandleJson(const Received& message, Connection& client);
  void HandleRaw(const Received& message, Connection& client);
  bool SendEvent(const UserEvent& event, const Connection& client);
  void OnResult(const UserEvent& event, const HandlerResult& result);
  bool Deliver(const RestResponse& response, Connection& client);
  void OnFailure(const UserEvent& event, Connection& client, bool dropsClient);
  void Reject(int code, const std::string& reason);
  void NotifyRoom();

  ServerState& state_;
  const std::string hubName_;
  const std::string id_;
  const bool speaksJson_;
  const std::optional<std::string> publishesTo_;
  const bool echoes_;
  std::deque<Received> waiting_;
  std::shared_ptr<EventDelivery> pending_;
  std::function<void()> onRoom_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
