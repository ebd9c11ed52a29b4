#include "support/websocket_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>

namespace Azure::Messaging::WebPubSub::Testing {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;

class WebSocketClient::Connection {
 public:
  virtual ~Connection() = default;
  virtual void Send(const std::string& bytes, bool binary) = 0;
  virtual std::optional<WebSocketFrame> Receive(std::chrono::milliseconds timeout) = 0;
  virtual void Close(int code) = 0;

  bool Closed = false;
  std::optional<int> CloseCode;
  std::string CloseReason;
  std::string Subprotocol;

 protected:
  Connection() = default;
  Connection(const Connection&) = default;
  Connection& operator=(const Connection&) = default;
};

namespace {

struct Url {
  bool Secure = false;
  std::string Host;
  std::string Port;
  std::string Target;
};

Url Parse(const std::string& text) {
  Url url;
  url.Secure = text.rfind("wss://", 0) == 0;
  if (!url.Secure && text.rfind("ws://", 0) != 0) {
    throw std::invalid_argument("url: must begin with ws:// or wss://");
  }
  const std::size_t begin = url.Secure ? 6 : 5;
  const std::size_t path = std::min(text.find_first_of("/?", begin), text.size());
  const std::string authority = text.substr(begin, path - begin);
  const std::size_t colon =
      authority.find(':', authority.find(']') == std::string::npos ? 0 : authority.find(']'));
  url.Host = authority.substr(0, colon);
  url.Port = colon == std::string::npos ? (url.Secure ? "443" : "80") : authority.substr(colon + 1);
  url.Target = path == text.size() ? "/" : text.substr(path);
  return url;
}

std::string WithoutBrackets(const std::string& host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

/// A WebSocket connection over TCP or TLS.
template <class Stream>
class StreamConnection final : public WebSocketClient::Connection {
 public:
  template <class... StreamArguments>
  StreamConnection(const Url& url, const std::string& subprotocol, StreamArguments&&... arguments)
      : socket_(context_, std::forward<StreamArguments>(arguments)...) {
    tcp::resolver resolver(context_);
    beast::get_lowest_layer(socket_).connect(resolver.resolve(WithoutBrackets(url.Host), url.Port));
    HandshakeTls(url.Host);
    Handshake(url, subprotocol);
  }

  void Send(const std::string& bytes, bool binary) override {
    socket_.binary(binary);
    socket_.write(asio::buffer(bytes));
  }

  std::optional<WebSocketFrame> Receive(std::chrono::milliseconds timeout) override {
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (received_.empty() && !Closed) {
      if (!reading_) Read();
      const auto left = until - std::chrono::steady_clock::now();
      context_.restart();
      if (left <= left.zero() || context_.run_one_for(left) == 0) break;
    }
    if (received_.empty()) return std::nullopt;
    WebSocketFrame frame = std::move(received_.front());
    received_.pop_front();
    return frame;
  }

  void Close(int code) override {
    if (Closed) return;
    socket_.async_close(websocket::close_reason(static_cast<websocket::close_code>(code)),
                        [](beast::error_code) {});
    context_.restart();
    context_.run();
  }

 private:
  void HandshakeTls(const std::string& host) {
    if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
      auto& tls = socket_.next_layer();
      if (!SSL_set_tlsext_host_name(tls.native_handle(), host.c_str())) throw std::bad_alloc();
      tls.set_verify_callback(asio::ssl::host_name_verification(host));
      tls.handshake(asio::ssl::stream_base::client);
    }
  }

  void Handshake(const Url& url, const std::string& subprotocol) {
    if (!subprotocol.empty()) {
      socket_.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
        request.set(http::field::sec_websocket_protocol, subprotocol);
      }));
    }
    const bool defaultPort = url.Port == (url.Secure ? "443" : "80");
    websocket::response_type response;
    beast::error_code error;
    // Boost 1.74 gives the response of a refusal to the asynchronous form only.
    socket_.async_handshake(response, defaultPort ? url.Host : url.Host + ":" + url.Port,
                            url.Target, [&error](beast::error_code result) { error = result; });
    context_.run();
    if (error == websocket::error::upgrade_declined)
      throw WebSocketHandshakeError(static_cast<int>(response.result_int()));
    if (error) throw beast::system_error(error);
    Subprotocol = std::string(response[http::field::sec_websocket_protocol]);
  }

  void Read() {
    reading_ = true;
    socket_.async_read(buffer_, [this](beast::error_code error, std::size_t) {
      reading_ = false;
      if (error) return End();
      received_.push_back({socket_.got_binary(), beast::buffers_to_string(buffer_.data())});
      buffer_.consume(buffer_.size());
    });
  }

  void End() {
    Closed = true;
    const auto& reason = socket_.reason();
    if (reason.code != websocket::close_code::none) CloseCode = reason.code;
    CloseReason = std::string(reason.reason.data(), reason.reason.size());
  }

  asio::io_context context_;
  websocket::stream<Stream> socket_;
  beast::flat_buffer buffer_;
  std::deque<WebSocketFrame> received_;
  bool reading_ = false;
};

std::unique_ptr<WebSocketClient::Connection> Connect(const Url& url, const std::string& subprotocol,
                                                     const std::string& caFile) {
  if (!url.Secure) return std::make_unique<StreamConnection<beast::tcp_stream>>(url, subprotocol);
  asio::ssl::context tls(asio::ssl::context::tls_client);
  if (caFile.empty()) {
    tls.set_default_verify_paths();
  } else {
    tls.load_verify_file(caFile);
  }
  tls.set_verify_mode(asio::ssl::verify_peer);
  return std::make_unique<StreamConnection<beast::ssl_stream<beast::tcp_stream>>>(url, subprotocol,
                                                                                  tls);
}

}  // namespace

WebSocketClient::WebSocketClient(const std::string& url, const std::string& subprotocol,
                                 const std::string& caFile)
    : connection_(Connect(Parse(url), subprotocol, caFile)) {}

WebSocketClient::~WebSocketClient() = default;
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;
WebSocketClient& WebSocketClient::operator=(WebSocketClient&&) noexcept = default;

void WebSocketClient::SendText(const std::string& text) { connection_->Send(text, false); }

void WebSocketClient::SendBinary(const std::string& bytes) { connection_->Send(bytes, true); }

std::optional<WebSocketFrame> WebSocketClient::Receive(std::chrono::milliseconds timeout) {
  return connection_->Receive(timeout);
}

bool WebSocketClient::IsClosed() const { return connection_->Closed; }

std::optional<int> WebSocketClient::CloseCode() const { return connection_->CloseCode; }

std::string WebSocketClient::CloseReason() const { return connection_->CloseReason; }

std::string WebSocketClient::Subprotocol() const { return connection_->Subprotocol; }

void WebSocketClient::Close(int code) { connection_->Close(code); }

}  // namespace Azure::Messaging::WebPubSub::Testing
