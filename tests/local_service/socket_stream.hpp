#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A byte stream over TCP or TLS that meets the requirements of Asio's AsyncStream. HTTP and
/// WebSocket are compiled once, for this type, instead of once for each transport.
class SocketStream {
 public:
  using executor_type = boost::asio::ip::tcp::socket::executor_type;
  using ErrorCode = boost::system::error_code;
  using OnDone = std::function<void(ErrorCode)>;
  using OnTransferred = std::function<void(ErrorCode, std::size_t)>;

  /// The transport of a stream.
  class Layer {
   public:
    virtual ~Layer() = default;
    virtual boost::asio::ip::tcp::socket& Socket() = 0;
    virtual void Handshake(OnDone done) = 0;
    virtual void ReadSome(std::vector<boost::asio::mutable_buffer> buffers, OnTransferred done) = 0;
    virtual void WriteSome(std::vector<boost::asio::const_buffer> buffers, OnTransferred done) = 0;
    virtual void Alert(OnDone done) = 0;
    virtual void Teardown(boost::beast::role_type role, OnDone done) = 0;

   protected:
    Layer() = default;
    Layer(const Layer&) = default;
    Layer& operator=(const Layer&) = default;
  };

  /// @param tls must outlive the stream; null for a stream without TLS.
  SocketStream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls);
  /// The client's side of a connection.
  /// @param server the name that the server's certificate must have.
  SocketStream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls,
               const std::string& server);

  executor_type get_executor() { return layer_->Socket().get_executor(); }
  boost::asio::ip::tcp::socket& Socket() { return layer_->Socket(); }
  void Close();

  /// Must complete before any other operation. Without TLS, it completes immediately.
  void Handshake(OnDone done) { layer_->Handshake(std::move(done)); }
  /// Sends a fatal TLS alert. Without TLS, it does nothing.
  void Alert(OnDone done) { layer_->Alert(std::move(done)); }
  /// Closes the stream after its WebSocket has closed.
  void Teardown(boost::beast::role_type role, OnDone done) {
    layer_->Teardown(role, std::move(done));
  }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return boost::asio::async_initiate<Handler, void(ErrorCode, std::size_t)>(
        [](auto&& done, Layer* layer, const Buffers& to) {
          layer->ReadSome(
              {boost::asio::buffer_sequence_begin(to), boost::asio::buffer_sequence_end(to)},
              Erase(std::forward<decltype(done)>(done)));
        },
        handler, layer_.get(), buffers);
  }

  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    return boost::asio::async_initiate<Handler, void(ErrorCode, std::size_t)>(
        [](auto&& done, Layer* layer, const Buffers& from) {
          layer->WriteSome(
              {boost::asio::buffer_sequence_begin(from), boost::asio::buffer_sequence_end(from)},
              Erase(std::forward<decltype(done)>(done)));
        },
        handler, layer_.get(), buffers);
  }

 private:
  // Converts a move-only handler to a std::function, which must be copyable.
  template <class Handler>
  static OnTransferred Erase(Handler&& handler) {
    auto shared = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    return [shared](ErrorCode error, std::size_t size) {
      auto once = std::move(*shared);
      once(error, size);
    };
  }

  std::unique_ptr<Layer> layer_;
};

// Beast's WebSocket requires these functions for a stream.

template <class Handler>
void async_teardown(boost::beast::role_type role, SocketStream& stream, Handler&& handler) {
  auto shared = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
  stream.Teardown(role, [shared](SocketStream::ErrorCode error) {
    auto once = std::move(*shared);
    once(error);
  });
}

inline void beast_close_socket(SocketStream& stream) { stream.Close(); }

}  // namespace Azure::Messaging::WebPubSub::LocalService
