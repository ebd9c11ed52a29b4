#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct ssl_st;

namespace Azure::Messaging::WebPubSub::Testing {

/// One connection that a ScriptedServer has accepted. Only for the script, on the connection's own
/// thread.
class ScriptedConnection {
 public:
  /// @param tls of the socket; null for a connection without TLS.
  explicit ScriptedConnection(int socket, ssl_st* tls = nullptr) : socket_(socket), tls_(tls) {}

  /// Reads one request with its body. Returns an empty string if the client has disconnected.
  std::string ReadRequest();
  /// Writes the bytes unchanged. Returns false if the client has disconnected.
  bool Write(const std::string& bytes);
  /// Waits until the client disconnects or the server stops.
  void WaitForClient();
  /// Waits at most this long. Returns false if the client hasn't disconnected by then.
  bool WaitForClient(std::chrono::milliseconds longest);
  /// Waits until there is something to read.
  void WaitForBytes();
  /// Reads a few bytes of a request.
  void ReadSome();
  /// Reads exactly this many bytes. Returns an empty string if the client has disconnected.
  std::string ReadBytes(std::size_t count);
  /// Records a request that the script has read in another way than by ReadRequest.
  void Record(const std::string& request);
  /// Whether the client and the server have agreed on HTTP/2.
  [[nodiscard]] bool IsHttp2() const;
  /// Says in TLS that nothing follows.
  void EndTls();
  /// Closes the connection's sending direction at once. The client can still send.
  void Close();
  /// Makes the connection end with a reset when the script returns.
  void Reset();

 private:
  /// Returns 0 or less at the connection's end.
  long Read(char* bytes, std::size_t size);
  /// Reads more into unread_. Returns false at the connection's end.
  bool ReadMore();

  int socket_;
  ssl_st* tls_;
  std::string unread_;
};

/// The certificate of a ScriptedServer that speaks TLS: files in PEM.
struct ScriptedCertificate {
  std::string CertificateFile;
  std::string KeyFile;
  /// Whether the server offers HTTP/2 beside HTTP/1.1 (ALPN).
  bool OffersHttp2 = false;
};

/// A TCP server on loopback whose behavior is a script. It has no HTTP of its own, so a script can
/// simulate every fault of a network or a server. It records the requests that the script reads.
class ScriptedServer {
 public:
  /// Runs on each connection, which is closed when the script returns. `index` counts the
  /// connections from 0. It may run on several threads at once.
  using Script = std::function<void(ScriptedConnection& connection, int index)>;

  explicit ScriptedServer(Script script);
  /// A server that speaks TLS. A connection whose handshake fails is closed without the script.
  ScriptedServer(Script script, const ScriptedCertificate& certificate);
  /// Closes everything and joins the threads.
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t Port() const;
  /// `http://127.0.0.1:<port>`, or `https://…`
  [[nodiscard]] std::string Url() const;
  [[nodiscard]] int Connections() const;
  /// All requests that were read, in order.
  [[nodiscard]] std::vector<std::string> Requests() const;

 private:
  friend class ScriptedConnection;
  struct State;
  std::shared_ptr<State> state_;
};

/// A response with this status and an empty body, which leaves the connection open for reuse.
std::string PlainResponse(int status);

}  // namespace Azure::Messaging::WebPubSub::Testing
