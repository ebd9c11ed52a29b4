#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A received response.
struct HttpResponse {
  int Status = 0;
  /// Status line and headers.
  std::string Head;
  std::string Body;

  /// The value of a header. The name is compared with case.
  [[nodiscard]] std::optional<std::string> Header(const std::string& name) const;
};

/// A TCP connection to a port of this machine. It can send any bytes, valid HTTP or not.
class HttpConnection {
 public:
  explicit HttpConnection(std::uint16_t port);
  ~HttpConnection();
  HttpConnection(HttpConnection&&) noexcept;
  HttpConnection& operator=(HttpConnection&&) noexcept;
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Sends bytes unchanged. Ignores errors, because the service may close the connection first.
  void Send(const std::string& bytes);
  /// Receives the next response; nothing if the connection ends first.
  /// @param hasBody false for the response to HEAD.
  std::optional<HttpResponse> Receive(bool hasBody = true);
  /// Reads this many bytes; nothing if the connection ends first.
  std::optional<std::string> Read(std::size_t size);
  /// Waits for the next event, and returns whether the service has closed the connection without
  /// sending more bytes.
  bool IsClosed();

 private:
  struct Socket;
  std::unique_ptr<Socket> socket_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
