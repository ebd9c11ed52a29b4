#include "local_service/client_inbox.hpp"

#include "local_service/close_codes.hpp"
#include "local_service/event_dispatcher.hpp"
#include "local_service/user_event.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr const char* EventFailure = "Internal server error";

}  // namespace

ClientInbox::ClientInbox(ServerState& state, const AcceptedClient& client)
    : state_(state),
      hubName_(client.HubName),
      id_(client.Client.Id),
      speaksJson_(SpeaksJson(client.Client.Protocol)),
      publishesTo_(client.PublishesTo),
      echoes_(client.Echoes) {}

void ClientInbox::Receive(std::string data, bool isBinary) {
  waiting_.push_back({std::move(data), isBinary});
  HandleWaiting();
}

void ClientInbox::Close() {
  waiting_.clear();
  if (const auto pending = std::exchange(pending_, nullptr)) pending->Cancel();
  NotifyRoom();
}

// The client's connection; null if it has been removed.
Connection* ClientInbox::Client() {
  const auto hub = state_.AllHubs.find(hubName_);
  return hub == state_.AllHubs.end() ? nullptr : hub->second.Find(id_);
}

void ClientInbox::HandleWaiting() {
  // A message may remove the connection, and this with it.
  const auto self = shared_from_this();
  while (!pending_ && !waiting_.empty()) {
    const Received message = std::move(waiting_.front());
    waiting_.pop_front();
    if (Connection* client = Client()) Handle(message, *client);
  }
  if (!IsFull()) NotifyRoom();
}

void ClientInbox::NotifyRoom() {
  if (const auto onRoom = std::exchange(onRoom_, nullptr)) onRoom();
}

void ClientInbox::Handle(const Received& message, Connection& client) {
  if (speaksJson_) {
    HandleJson(message, client);
  } else {
    HandleRaw(message, client);
  }
}

// The service accepts JSON in text messages and in binary ones.
void ClientInbox::HandleJson(const Received& message, Connection& client) {
  const auto log = [this](const std::string& what) { Log(what); };
  const auto send = [&](const UserEvent& event) { return SendEvent(event, client); };
  if (!HandleJsonMessage(message.Data, TargetHub(), client, state_.Now(), log, send)) {
    Reject(CloseCodes::InvalidPayload, "The client message is not a valid JSON protocol message.");
  }
}

void ClientInbox::HandleRaw(const Received& received, Connection& client) {
  const DataType type = received.IsBinary ? DataType::Binary : DataType::Text;
  if (!publishesTo_) {
    UserEvent event;
    event.Name = "message";
    event.Type = type;
    event.Data = received.Data;
    if (!SendEvent(event, client)) OnFailure(event, client, false);
    return;
  }
  if (!client.Allowed.Allows(Permission::SendToGroup, *publishesTo_)) {
    return Reject(CloseCodes::PolicyViolation,
                  "The connection is not authorized for raw sendToGroup mode.");
  }
  Message message;
  message.Group = publishesTo_;
  message.FromUser = client.UserId;
  message.FromConnection = id_;
  message.Type = type;
  message.Data = received.Data;
  Log(DescribePublished(message));
  TargetHub().Publish(message, echoes_, state_.Now());
}

// Whether a handler takes the event.
bool ClientInbox::SendEvent(const UserEvent& event, const Connection& client) {
  if (state_.Events == nullptr) return false;
  pending_ = state_.Events->Send(MakeEvent(event, hubName_, client), client.Events,
                                 [weak = weak_from_this(), event](const HandlerResult& result) {
                                   if (const auto self = weak.lock()) self->OnResult(event, result);
                                 });
  return pending_ != nullptr;
}

void ClientInbox::OnResult(const UserEvent& event, const HandlerResult& result) {
  pending_ = nullptr;
  if (Connection* client = Client()) {
    if (result.IsSuccess() && Deliver(*result.Response, *client)) {
      // The delivery may have removed a client that has too many unacknowledged messages.
      client = Client();
      if (client != nullptr) ReportSuccess(*client, event.AckId);
    } else {
      OnFailure(event, *client, result.DropsClient);
    }
  }
  HandleWaiting();
}

// Sends the message in a handler's response, if there is one; false if the response is invalid.
bool ClientInbox::Deliver(const RestResponse& response, Connection& client) {
  const EventReply reply = ReadEventReply(response);
  if (!reply.Error.empty()) Log("got an invalid reply from the event handler: " + reply.Error);
  if (reply.Content) TargetHub().Deliver(*reply.Content, {&client}, state_.Now());
  return reply.Error.empty();
}

void ClientInbox::OnFailure(const UserEvent& event, Connection& client, bool dropsClient) {
  if (!speaksJson_ || dropsClient) return Reject(state_.Options.FailedEventCloseCode, EventFailure);
  ReportFailure(client, event.AckId, "InternalServerError", EventFailure,
                [this](const std::string& what) { Log(what); });
}

void ClientInbox::Reject(int code, const std::string& reason) {
  Log("is closed: " + reason);
  const Connection* client = Client();
  if (client == nullptr) return;
  if (client->Channel != nullptr) client->Channel->Close(code, reason);
  TargetHub().Remove(id_, reason);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
