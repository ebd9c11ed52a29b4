#include "http_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <poll.h>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

namespace asio = boost::asio;

struct HttpConnection::Socket {
  asio::io_context Context;
  asio::ip::tcp::socket Stream{Context};
  std::string Received;

  // Reads the available bytes; false if the connection has ended, or after a timeout.
  bool Fill() {
    constexpr int Patience = 20000;
    pollfd waited{Stream.native_handle(), POLLIN, 0};
    if (poll(&waited, 1, Patience) != 1) return false;
    char bytes[16 * 1024];
    boost::system::error_code error;
    Received.append(bytes, Stream.read_some(asio::buffer(bytes), error));
    return !error;
  }
};

HttpConnection::HttpConnection(std::uint16_t port) : socket_(std::make_unique<Socket>()) {
  socket_->Stream.connect({asio::ip::address_v4::loopback(), port});
}

HttpConnection::~HttpConnection() = default;
HttpConnection::HttpConnection(HttpConnection&&) noexcept = default;
HttpConnection& HttpConnection::operator=(HttpConnection&&) noexcept = default;

void HttpConnection::Send(const std::string& bytes) {
  boost::system::error_code ignored;
  asio::write(socket_->Stream, asio::buffer(bytes), ignored);
}

std::optional<HttpResponse> HttpConnection::Receive(bool hasBody) {
  std::string& received = socket_->Received;
  while (received.find("\r\n\r\n") == std::string::npos) {
    if (!socket_->Fill()) return std::nullopt;
  }
  HttpResponse response;
  response.Head = *Read(received.find("\r\n\r\n") + 4);
  response.Status = std::stoi(response.Head.substr(response.Head.find(' ') + 1, 3));
  const std::string length = response.Header("Content-Length").value_or("0");
  if (!hasBody) return response;
  const auto body = Read(std::stoul(length));
  if (!body) return std::nullopt;
  response.Body = *body;
  return response;
}

std::optional<std::string> HttpConnection::Read(std::size_t size) {
  std::string& received = socket_->Received;
  while (received.size() < size) {
    if (!socket_->Fill()) return std::nullopt;
  }
  std::string bytes = received.substr(0, size);
  received.erase(0, size);
  return bytes;
}

bool HttpConnection::IsClosed() {
  const std::size_t before = socket_->Received.size();
  return !socket_->Fill() && socket_->Received.size() == before;
}

std::optional<std::string> HttpResponse::Header(const std::string& name) const {
  const std::string start = "\r\n" + name + ": ";
  const std::size_t found = Head.find(start);
  if (found == std::string::npos) return std::nullopt;
  const std::size_t begin = found + start.size();
  return Head.substr(begin, Head.find("\r\n", begin) - begin);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
