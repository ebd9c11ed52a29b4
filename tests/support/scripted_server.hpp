#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// One connection that a ScriptedServer has accepted; for the script, on the connection's own
/// thread.
class ScriptedConnection {
 public:
  explicit ScriptedConnection(int socket) : socket_(socket) {}

  /// Reads one request with its body; empty if the client has gone.
  std::string ReadRequest();
  /// Writes as it is. False if the client has gone.
  bool Write(const std::string& bytes);
  /// Waits until the client goes or the server ends.
  void WaitForClient();
  /// The same, but no longer than this; false if that came first.
  bool WaitForClient(std::chrono::milliseconds longest);
  /// Waits until there is something to read.
  void WaitForBytes();
  /// Reads some bytes of a request, however many there are.
  void ReadSome();
  /// Says at once that nothing more will come; the client's own end goes on.
  void Close();
  /// Cuts the connection so that the client sees a reset.
  void Reset();

 private:
  int socket_;
  std::string unread_;
};

/// A TCP server on loopback that behaves as a script says: no HTTP of its own, so that every fault
/// of a network or a server can be played. Keeps the requests that were read.
class ScriptedServer {
 public:
  /// Plays on each connection; `index` counts connections from 0. The connection is closed
  /// afterwards.
  using Script = std::function<void(ScriptedConnection& connection, int index)>;

  explicit ScriptedServer(Script script);
  /// Closes everything and joins the threads.
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t Port() const;
  /// `http://127.0.0.1:<port>`
  [[nodiscard]] std::string Url() const;
  [[nodiscard]] int Connections() const;
  /// All that was read, in the order in which it came.
  [[nodiscard]] std::vector<std::string> Requests() const;

 private:
  friend class ScriptedConnection;
  struct State;
  std::shared_ptr<State> state_;
};

/// An answer with this status and an empty body, after which the connection can be used again.
std::string PlainResponse(int status);

}  // namespace Azure::Messaging::WebPubSub::Testing
