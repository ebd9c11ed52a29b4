#include "support/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace Samples {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr int Threads = 4;
// Events are the largest requests: a connection's state is in the head, a client's message in the
// body.
constexpr std::size_t LargestBody = 4 * 1024 * 1024;
constexpr std::uint32_t LargestHead = 32 * 1024;
constexpr std::chrono::seconds Patience{30};
constexpr std::chrono::milliseconds AcceptPause{50};

/// One connection, which handles its requests one after another.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const HttpServer::Handler& handler)
      : stream_(std::move(socket)), handler_(handler) {}

  void Read() {
    parser_.emplace();
    parser_->body_limit(LargestBody);
    parser_->header_limit(LargestHead);
    stream_.expires_after(Patience);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error) self->Respond();
                     });
  }

 private:
  void Respond() {
    const Request request = parser_->release();
    response_ = handler_(request);
    response_.version(request.version());
    response_.keep_alive(request.keep_alive());
    response_.prepare_payload();
    stream_.expires_after(Patience);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error && self->response_.keep_alive()) self->Read();
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const HttpServer::Handler& handler_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Response response_;
};

}  // namespace

class HttpServer::Listener {
 public:
  explicit Listener(std::uint16_t port)
      : context_(Threads),
        acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), port)),
        timer_(context_) {}
  ~Listener() {
    context_.stop();
    for (std::thread& thread : threads_) thread.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void Serve(Handler handler) {
    handler_ = std::move(handler);
    Accept();
    for (int i = 0; i < Threads; ++i) threads_.emplace_back([this] { context_.run(); });
  }

  [[nodiscard]] std::uint16_t Port() const { return acceptor_.local_endpoint().port(); }

 private:
  void Accept() {
    acceptor_.async_accept(asio::make_strand(context_),
                           [this](beast::error_code error, tcp::socket socket) {
                             if (error) return AcceptLater();
                             std::make_shared<Session>(std::move(socket), handler_)->Read();
                             Accept();
                           });
  }

  // The process may have run out of sockets. Some become free when other connections end.
  void AcceptLater() {
    timer_.expires_after(AcceptPause);
    timer_.async_wait([this](beast::error_code) { Accept(); });
  }

  Handler handler_;
  asio::io_context context_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(std::uint16_t port) try
    : listener_(std::make_unique<Listener>(port)), port_(listener_->Port()) {
} catch (const boost::system::system_error& error) {
  throw std::runtime_error("can't serve on 127.0.0.1:" + std::to_string(port) + ": " +
                           error.what());
}

HttpServer::~HttpServer() = default;

void HttpServer::Serve(Handler handler) { listener_->Serve(std::move(handler)); }

void HttpServer::Stop() { listener_.reset(); }

std::string HttpServer::Url() const { return "http://127.0.0.1:" + std::to_string(port_); }

}  // namespace Samples
