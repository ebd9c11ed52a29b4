#include "reverse_proxy.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <string>
#include <thread>
#include <utility>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

constexpr const char* BasePath = "/awps";
const auto Loopback = boost::asio::ip::address_v4::loopback();

}  // namespace

class ReverseProxy::Server {
 public:
  explicit Server(std::uint16_t servicePort)
      : service_(Loopback, servicePort),
        acceptor_(io_, {Loopback, 0}),
        thread_([this] { Serve(); }) {}

  ~Server() {
    // A connection for the thread, which may still be waiting for one.
    boost::system::error_code ignored;
    tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t Port() const { return acceptor_.local_endpoint().port(); }

 private:
  void Serve() {
    try {
      tcp::socket caller = acceptor_.accept();
      boost::beast::flat_buffer buffer;
      while (true) {
        http::request<http::string_body> request;
        http::read(caller, buffer, request);
        http::write(caller, Forward(std::move(request)));
      }
    } catch (const boost::system::system_error&) {
      // The caller has disconnected.
    }
  }

  http::response<http::string_body> Forward(http::request<http::string_body> request) const {
    const std::string target(request.target());
    if (target.rfind(BasePath, 0) != 0) return {http::status::not_found, request.version()};
    request.target(target.substr(std::string(BasePath).size()));
    request.set(http::field::host, "127.0.0.1:" + std::to_string(service_.port()));
    boost::asio::io_context io;
    tcp::socket service(io);
    service.connect(service_);
    http::write(service, request);
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(service, buffer, response);
    return response;
  }

  boost::asio::io_context io_;
  tcp::endpoint service_;
  tcp::acceptor acceptor_;
  std::thread thread_;
};

ReverseProxy::ReverseProxy(std::uint16_t servicePort)
    : server_(std::make_unique<Server>(servicePort)) {}

ReverseProxy::~ReverseProxy() = default;

std::string ReverseProxy::Url() const {
  return "http://127.0.0.1:" + std::to_string(server_->Port()) + BasePath;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
