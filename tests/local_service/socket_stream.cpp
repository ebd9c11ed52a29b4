#include "local_service/socket_stream.hpp"

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include <array>
#include <new>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;

class TcpLayer final : public SocketStream::Layer {
 public:
  explicit TcpLayer(tcp::socket socket) : socket_(std::move(socket)) {}

  tcp::socket& Socket() override { return socket_; }
  void Handshake(SocketStream::OnDone done) override { done({}); }
  void ReadSome(std::vector<asio::mutable_buffer> buffers,
                SocketStream::OnTransferred done) override {
    socket_.async_read_some(buffers, std::move(done));
  }
  void WriteSome(std::vector<asio::const_buffer> buffers,
                 SocketStream::OnTransferred done) override {
    socket_.async_write_some(buffers, std::move(done));
  }
  void Alert(SocketStream::OnDone done) override { done({}); }
  void Teardown(boost::beast::role_type role, SocketStream::OnDone done) override {
    websocket::async_teardown(role, socket_, std::move(done));
  }

 private:
  tcp::socket socket_;
};

class TlsLayer final : public SocketStream::Layer {
 public:
  TlsLayer(tcp::socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}
  // The client's side, which verifies that the certificate is the server's.
  TlsLayer(tcp::socket socket, asio::ssl::context& context, const std::string& server)
      : stream_(std::move(socket), context), role_(asio::ssl::stream_base::client) {
    if (SSL_set_tlsext_host_name(stream_.native_handle(), server.c_str()) != 1) {
      throw std::bad_alloc();
    }
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification(server));
  }

  tcp::socket& Socket() override { return stream_.next_layer(); }
  void Handshake(SocketStream::OnDone done) override {
    stream_.async_handshake(role_, std::move(done));
  }
  void ReadSome(std::vector<asio::mutable_buffer> buffers,
                SocketStream::OnTransferred done) override {
    stream_.async_read_some(buffers, std::move(done));
  }
  void WriteSome(std::vector<asio::const_buffer> buffers,
                 SocketStream::OnTransferred done) override {
    stream_.async_write_some(buffers, std::move(done));
  }
  // OpenSSL has no function to send an alert, but it sends one for a record that it can't decrypt.
  void Alert(SocketStream::OnDone done) override {
    SSL_set0_rbio(stream_.native_handle(),
                  BIO_new_mem_buf(ForgedRecord.data(), static_cast<int>(ForgedRecord.size())));
    stream_.async_read_some(
        asio::buffer(unread_),
        [done = std::move(done)](SocketStream::ErrorCode, std::size_t) { done({}); });
  }
  void Teardown(boost::beast::role_type role, SocketStream::OnDone done) override {
    using boost::beast::websocket::async_teardown;
    async_teardown(role, stream_, std::move(done));
  }

 private:
  // A TLS record that claims to hold 32 bytes of encrypted application data.
  static constexpr std::array<unsigned char, 37> ForgedRecord{23, 3, 3, 0, 32};

  asio::ssl::stream<tcp::socket> stream_;
  asio::ssl::stream_base::handshake_type role_ = asio::ssl::stream_base::server;
  std::array<char, 1> unread_{};
};

}  // namespace

SocketStream::SocketStream(tcp::socket socket, asio::ssl::context* tls) {
  if (tls == nullptr) {
    layer_ = std::make_unique<TcpLayer>(std::move(socket));
  } else {
    layer_ = std::make_unique<TlsLayer>(std::move(socket), *tls);
  }
}

SocketStream::SocketStream(tcp::socket socket, asio::ssl::context* tls, const std::string& server) {
  if (tls == nullptr) {
    layer_ = std::make_unique<TcpLayer>(std::move(socket));
  } else {
    layer_ = std::make_unique<TlsLayer>(std::move(socket), *tls, server);
  }
}

void SocketStream::Close() {
  ErrorCode ignored;
  Socket().close(ignored);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
