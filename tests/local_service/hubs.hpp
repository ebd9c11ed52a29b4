#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "local_service/client_protocol.hpp"
#include "local_service/message_log.hpp"
#include "local_service/permissions.hpp"
#include "local_service/replay_buffer.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

class ClientInbox;
struct EventSession;

/// Sends frames to a connected client.
class ClientChannel {
 public:
  virtual ~ClientChannel() = default;
  virtual void Send(const Frame& frame) = 0;
  /// Sends the frames in the queue, then closes the connection with this code.
  virtual void Close(int code, const std::string& reason) = 0;
  /// Closes the TCP connection immediately, without a close frame.
  virtual void Abort() = 0;
  /// The number of frames in the queue.
  [[nodiscard]] virtual std::size_t Queued() const = 0;

 protected:
  ClientChannel() = default;
  ClientChannel(const ClientChannel&) = default;
  ClientChannel& operator=(const ClientChannel&) = default;
};

/// A client's connection to a hub.
struct Connection {
  std::string Id;
  std::optional<std::string> UserId;
  std::set<std::string> Groups;
  Permissions Allowed;
  ClientProtocol Protocol = ClientProtocol::Raw;
  /// Not owned; null while a reliable client is detached, that is, has lost its TCP connection.
  ClientChannel* Channel = nullptr;
  /// When a detached client loses its connection for good.
  Time RecoverableUntil;
  /// Used for reliable clients only.
  ReplayBuffer Replay;
  /// A subprotocol that only an event handler knows; empty if there is none.
  std::string CustomSubprotocol;
  /// Handles the client's messages; null in tests without sockets.
  std::shared_ptr<ClientInbox> Inbox;
  std::shared_ptr<EventSession> Events;

  /// The name of the subprotocol; nothing if there is none.
  [[nodiscard]] std::optional<std::string> NamedSubprotocol() const {
    if (!CustomSubprotocol.empty()) return CustomSubprotocol;
    return SubprotocolName(Protocol);
  }

  /// Whether a message with this acknowledgement id has been processed. A connection remembers the
  /// last thousand ids.
  [[nodiscard]] bool IsProcessed(std::uint64_t ackId) const { return processed_.count(ackId) != 0; }
  void SetProcessed(std::uint64_t ackId);

 private:
  std::set<std::uint64_t> processed_;
  std::deque<std::uint64_t> processedInOrder_;
};

/// The connections of a hub. Its users and groups exist as long as they have a connection.
class Hub {
 public:
  /// Is called when a connection has ended for good.
  using OnRemoved = std::function<void(const std::string& hubName, const Connection& connection,
                                       const std::string& reason)>;

  /// @param messages records the delivered messages. Both must outlive the hub.
  Hub(std::string name, MessageLog& messages, const OnRemoved& onRemoved)
      : name_(std::move(name)), messages_(messages), onRemoved_(onRemoved) {}

  Connection& Add(Connection connection);
  /// @param reason is for event handlers.
  void Remove(const std::string& connectionId, const std::string& reason = {});
  void RemoveAll();

  /// Detaches a reliable client that has lost its TCP connection. It can recover its connection
  /// until this time.
  void Detach(Connection& connection, Time until);
  /// Attaches a reliable client that has recovered its connection.
  /// @param channel must outlive the connection, or be detached.
  void Attach(Connection& connection, ClientChannel& channel);
  /// Removes the clients that can no longer recover their connections.
  void RemoveLost(Time now);

  /// The connection with this id; null if there is none. It belongs to the hub.
  Connection* Find(const std::string& connectionId);
  [[nodiscard]] bool HasUser(const std::string& userId) const;
  [[nodiscard]] bool HasGroup(const std::string& group) const;

  using Condition = std::function<bool(const Connection&)>;
  /// The connections that meet a condition, ordered by id.
  std::vector<Connection*> Select(const Condition& condition);

  /// Sends a message to some of the connections, encoded once for each protocol. Removes a reliable
  /// client that has too many unacknowledged messages.
  void Deliver(const Message& message, const std::vector<Connection*>& receivers, Time now);
  /// Sends a client's message to the members of its group.
  /// @param echoes whether the sender, if it is a member, receives the message too.
  void Publish(const Message& message, bool echoes, Time now);
  /// Notifies a client that the application server closed its connection, then closes and removes
  /// the connection.
  void CloseByServer(Connection& connection, const std::string& reason);

  [[nodiscard]] const std::map<std::string, Connection>& Connections() const {
    return connections_;
  }

 private:
  void LogMessage(const Message& message, const std::vector<Connection*>& receivers, Time now);

  const std::string name_;
  MessageLog& messages_;
  const OnRemoved& onRemoved_;
  std::map<std::string, Connection> connections_;
  std::set<std::string> detached_;
};

/// All hubs, by their names in lower case, and the last messages of all of them.
class Hubs {
 public:
  using ByName = std::map<std::string, Hub>;

  Hubs() = default;
  Hubs(const Hubs&) = delete;
  Hubs& operator=(const Hubs&) = delete;

  /// The hub with this name; creates it if there is none.
  Hub& operator[](const std::string& name) {
    return hubs_.try_emplace(name, name, Messages, OnRemoved).first->second;
  }
  ByName::iterator find(const std::string& name) { return hubs_.find(name); }
  ByName::iterator erase(ByName::iterator hub) { return hubs_.erase(hub); }
  [[nodiscard]] bool empty() const { return hubs_.empty(); }
  void clear() { hubs_.clear(); }
  ByName::iterator begin() { return hubs_.begin(); }
  ByName::iterator end() { return hubs_.end(); }
  [[nodiscard]] ByName::const_iterator begin() const { return hubs_.begin(); }
  [[nodiscard]] ByName::const_iterator end() const { return hubs_.end(); }

  MessageLog Messages;
  Hub::OnRemoved OnRemoved;

 private:
  ByName hubs_;
};

/// Removes the clients that can no longer recover their connections, and hubs without connections.
/// Must be called before each use of the hubs, because nothing else removes them.
void RemoveLost(Hubs& hubs, Time now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
