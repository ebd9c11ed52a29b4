#include "http_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

namespace asio = boost::asio;

struct HttpConnection::Socket {
  asio::io_context Context;
  asio::ip::tcp::socket Stream{Context};
  std::string Received;
};

HttpConnection::HttpConnection(std::uint16_t port) : socket_(std::make_unique<Socket>()) {
  socket_->Stream.connect({asio::ip::address_v4::loopback(), port});
}

HttpConnection::~HttpConnection() = default;

void HttpConnection::Send(const std::string& bytes) {
  boost::system::error_code ignored;
  asio::write(socket_->Stream, asio::buffer(bytes), ignored);
}

std::optional<HttpAnswer> HttpConnection::Receive(bool hasBody) {
  boost::system::error_code error;
  std::string& received = socket_->Received;
  const std::size_t headSize =
      asio::read_until(socket_->Stream, asio::dynamic_buffer(received), "\r\n\r\n", error);
  if (error) return std::nullopt;
  HttpAnswer answer;
  answer.Head = received.substr(0, headSize);
  received.erase(0, headSize);
  answer.Status = std::stoi(answer.Head.substr(answer.Head.find(' ') + 1, 3));
  const std::size_t length = answer.Head.find("Content-Length: ");
  if (!hasBody || length == std::string::npos) return answer;
  const std::size_t size = std::stoul(answer.Head.substr(length + 16));
  if (received.size() < size) {
    asio::read(socket_->Stream, asio::dynamic_buffer(received),
               asio::transfer_exactly(size - received.size()), error);
  }
  if (error) return std::nullopt;
  answer.Body = received.substr(0, size);
  received.erase(0, size);
  return answer;
}

bool HttpConnection::IsClosed() {
  char byte = 0;
  boost::system::error_code error;
  socket_->Stream.read_some(asio::buffer(&byte, 1), error);
  return error.failed();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
