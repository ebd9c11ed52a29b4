#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A response as it came.
struct HttpResponse {
  int Status = 0;
  /// Status line and headers.
  std::string Head;
  std::string Body;

  /// A header's value; the name as the service spells it.
  [[nodiscard]] std::optional<std::string> Header(const std::string& name) const;
};

/// A TCP connection to this machine that sends whatever it is told to, good HTTP or not.
class HttpConnection {
 public:
  explicit HttpConnection(std::uint16_t port);
  ~HttpConnection();
  HttpConnection(HttpConnection&&) noexcept;
  HttpConnection& operator=(HttpConnection&&) noexcept;
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// Sends bytes as they are; what the other side doesn't take is no error.
  void Send(const std::string& bytes);
  /// The next response; nothing if the connection ends instead.
  /// @param hasBody false for the response to HEAD.
  std::optional<HttpResponse> Receive(bool hasBody = true);
  /// So many bytes, whatever they are; nothing if the connection ends before.
  std::optional<std::string> Read(std::size_t size);
  /// Whether the other side has closed the connection: waits until it says something.
  bool IsClosed();

 private:
  struct Socket;
  std::unique_ptr<Socket> socket_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
