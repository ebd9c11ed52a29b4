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

/// The way to a connected client.
class ClientChannel {
 public:
  virtual ~ClientChannel() = default;
  virtual void Send(const Frame& frame) = 0;
  /// Sends what is still to be sent, then closes with this code.
  virtual void Close(int code, const std::string& reason) = 0;
  /// Cuts the connection at once.
  virtual void Abort() = 0;
  [[nodiscard]] virtual std::size_t Queued() const = 0;

 protected:
  ClientChannel() = default;
  ClientChannel(const ClientChannel&) = default;
  ClientChannel& operator=(const ClientChannel&) = default;
};

/// A client of a hub.
struct Connection {
  std::string Id;
  std::optional<std::string> UserId;
  std::set<std::string> Groups;
  Permissions Allowed;
  ClientProtocol Protocol = ClientProtocol::Raw;
  /// Null while a reliable client is detached.
  ClientChannel* Channel = nullptr;
  /// When a detached client's session ends.
  Time LostAt;
  /// Of a reliable client.
  ReplayBuffer Replay;

  /// Whether the id is new; the last thousand are remembered.
  [[nodiscard]] bool IsProcessed(std::uint64_t ackId) const { return processed_.count(ackId) != 0; }
  void SetProcessed(std::uint64_t ackId);

 private:
  std::set<std::uint64_t> processed_;
  std::deque<std::uint64_t> processedInOrder_;
};

/// A hub's connections, users and groups: what exists is what has a connection.
class Hub {
 public:
  /// @param messages where what is delivered is noted.
  Hub(std::string name, MessageLog& messages) : name_(std::move(name)), messages_(messages) {}

  Connection& Add(Connection connection);
  void Remove(const std::string& connectionId);

  /// A reliable client has lost its connection, and may come back until then.
  void Detach(Connection& connection, Time until);
  /// It is back.
  void Attach(Connection& connection, ClientChannel& channel);
  /// Ends the sessions of the clients that were detached for too long.
  void RemoveLost(Time now);

  /// Null if there is none.
  Connection* Find(const std::string& connectionId);
  [[nodiscard]] bool HasUser(const std::string& userId) const;
  [[nodiscard]] bool HasGroup(const std::string& group) const;

  using Condition = std::function<bool(const Connection&)>;
  /// In the order of their ids.
  std::vector<Connection*> Select(const Condition& condition);

  /// Sends a message to some of the connections, encoded once for each protocol. A reliable client
  /// that leaves too much unacknowledged is removed.
  void Deliver(const Message& message, const std::vector<Connection*>& receivers, Time now);
  /// Tells a client that the application's server closed it, closes it and removes it.
  void CloseByServer(Connection& connection, const std::string& reason);

  [[nodiscard]] const std::map<std::string, Connection>& Connections() const {
    return connections_;
  }

 private:
  void Note(const Message& message, const std::vector<Connection*>& receivers, Time now);

  const std::string name_;
  MessageLog& messages_;
  std::map<std::string, Connection> connections_;
  std::set<std::string> detached_;
};

/// All hubs, by name in lower case, and the last messages that passed through any of them.
class Hubs {
 public:
  using ByName = std::map<std::string, Hub>;

  Hubs() = default;
  Hubs(const Hubs&) = delete;
  Hubs& operator=(const Hubs&) = delete;

  /// The hub of this name, which is made if there is none.
  Hub& operator[](const std::string& name) {
    return hubs_.try_emplace(name, name, Messages).first->second;
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

 private:
  ByName hubs_;
};

/// Ends the sessions of the clients that were detached for too long, and forgets hubs that nobody
/// uses. To be called before anything looks at the hubs.
void RemoveLost(Hubs& hubs, Time now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
