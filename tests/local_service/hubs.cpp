#include "local_service/hubs.hpp"

#include <algorithm>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t RememberedAcks = 1000;

}  // namespace

void Connection::SetProcessed(std::uint64_t ackId) {
  if (!processed_.insert(ackId).second) return;
  processedInOrder_.push_back(ackId);
  if (processedInOrder_.size() <= RememberedAcks) return;
  processed_.erase(processedInOrder_.front());
  processedInOrder_.pop_front();
}

Connection& Hub::Add(Connection connection) {
  std::string id = connection.Id;
  return connections_.insert_or_assign(std::move(id), std::move(connection)).first->second;
}

void Hub::Remove(const std::string& connectionId, const std::string& reason) {
  detached_.erase(connectionId);
  const auto removed = connections_.extract(connectionId);
  if (!removed.empty() && onRemoved_) onRemoved_(name_, removed.mapped(), reason);
}

void Hub::RemoveAll() {
  while (!connections_.empty()) Remove(std::string(connections_.begin()->first));
}

void Hub::Detach(Connection& connection, Time until) {
  connection.Channel = nullptr;
  connection.RecoverableUntil = until;
  detached_.insert(connection.Id);
}

void Hub::Attach(Connection& connection, ClientChannel& channel) {
  connection.Channel = &channel;
  detached_.erase(connection.Id);
}

void Hub::RemoveLost(Time now) {
  const std::set<std::string> detached = detached_;
  for (const std::string& id : detached) {
    if (Find(id)->RecoverableUntil <= now) {
      Remove(id, "The connection recovery timeout expired.");
    }
  }
}

Connection* Hub::Find(const std::string& connectionId) {
  const auto found = connections_.find(connectionId);
  return found == connections_.end() ? nullptr : &found->second;
}

bool Hub::HasUser(const std::string& userId) const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [&](const auto& entry) { return entry.second.UserId == userId; });
}

bool Hub::HasGroup(const std::string& group) const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [&](const auto& entry) { return entry.second.Groups.count(group) != 0; });
}

std::vector<Connection*> Hub::Select(const Condition& condition) {
  std::vector<Connection*> selected;
  for (auto& [id, connection] : connections_) {
    if (condition(connection)) selected.push_back(&connection);
  }
  return selected;
}

void Hub::LogMessage(const Message& message, const std::vector<Connection*>& receivers, Time now) {
  std::vector<std::string> names;
  for (const Connection* receiver : receivers) {
    if (names.size() == MessageLog::MaxNames) break;
    names.push_back(receiver->UserId.value_or(receiver->Id));
  }
  messages_.Add(name_, message, std::move(names), receivers.size(), now);
}

void Hub::Deliver(const Message& message, const std::vector<Connection*>& receivers, Time now) {
  LogMessage(message, receivers, now);
  std::map<ClientProtocol, Frame> encoded;
  for (Connection* receiver : receivers) {
    Frame& shared = encoded[receiver->Protocol];
    if (!shared.Bytes) shared = EncodeMessage(message, receiver->Protocol);
    const bool isReliable = receiver->Protocol == ClientProtocol::ReliableJson;
    const Frame frame = isReliable ? receiver->Replay.Add(shared) : shared;
    if (receiver->Replay.IsOverfull()) {
      if (receiver->Channel != nullptr) receiver->Channel->Abort();
      Remove(std::string(receiver->Id), "The client has too many unacknowledged messages.");
    } else if (receiver->Channel != nullptr) {
      receiver->Channel->Send(frame);
    }
  }
}

void Hub::Publish(const Message& message, bool echoes, Time now) {
  const auto receivers = Select([&](const Connection& member) {
    return member.Groups.count(*message.Group) != 0 &&
           (echoes || member.Id != message.FromConnection);
  });
  Deliver(message, receivers, now);
}

void Hub::CloseByServer(Connection& connection, const std::string& reason) {
  std::string text = "Application server closed the connection.";
  if (!reason.empty()) text += " Reason: " + reason;
  if (connection.Channel != nullptr) {
    if (SpeaksJson(connection.Protocol)) {
      connection.Channel->Send(TextFrame(JsonFrames::Disconnected(text)));
    }
    connection.Channel->Close(1000, "");
  }
  Remove(std::string(connection.Id), text);
}

void RemoveLost(Hubs& hubs, Time now) {
  for (auto hub = hubs.begin(); hub != hubs.end();) {
    hub->second.RemoveLost(now);
    hub = hub->second.Connections().empty() ? hubs.erase(hub) : std::next(hub);
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
