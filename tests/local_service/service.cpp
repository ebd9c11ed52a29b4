#include "local_service/service.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <stdexcept>
#include <thread>

#include "local_service/http_session.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

namespace asio = boost::asio;
using asio::ip::tcp;

/// The listening socket, and the thread that does everything.
class Service::Server {
 public:
  explicit Server(const ServiceOptions& options)
      : state_(std::make_shared<ServerState>(options)), acceptor_(context_), farewell_(context_) {
    const tcp::endpoint address(asio::ip::make_address(options.Host), options.Port);
    acceptor_.open(address.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(address);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    Accept();
    thread_ = std::thread([this] { context_.run(); });
  }

  ~Server() {
    asio::post(context_, [this] { Stop(); });
    thread_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t Port() const { return port_; }
  [[nodiscard]] const ServiceOptions& Options() const { return state_->Options; }

 private:
  void Accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (!error) StartHttpSession(std::move(socket), state_);
      Accept();
    });
  }

  void Stop() {
    acceptor_.close();
    const std::set<Session*> sessions = state_->Sessions;
    for (Session* session : sessions) session->Stop();
    WaitForSessions(std::chrono::steady_clock::now() + LongestFarewell);
  }

  // Clients get a moment to take their leave.
  void WaitForSessions(std::chrono::steady_clock::time_point until) {
    if (state_->Sessions.empty() || std::chrono::steady_clock::now() >= until)
      return context_.stop();
    farewell_.expires_after(FarewellCheck);
    farewell_.async_wait(
        [this, until](const boost::system::error_code&) { WaitForSessions(until); });
  }

  static constexpr std::chrono::milliseconds FarewellCheck{2};
  static constexpr std::chrono::milliseconds LongestFarewell{500};

  // The state goes last: what the context still holds refers to it.
  std::shared_ptr<ServerState> state_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer farewell_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

Service::Service(ServiceOptions options) {
  try {
    server_ = std::make_unique<Server>(options);
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("can't listen on " + options.Host + ":" +
                             std::to_string(options.Port) + ": " + error.what());
  }
}

Service::~Service() = default;

std::uint16_t Service::Port() const { return server_->Port(); }

std::string Service::Endpoint() const {
  const std::string& host = server_->Options().Host;
  const bool isIpv6 = host.find(':') != std::string::npos;
  return "http://" + (isIpv6 ? "[" + host + "]" : host) + ":" + std::to_string(Port());
}

std::string Service::ConnectionString() const {
  return "Endpoint=" + Endpoint() + ";AccessKey=" + server_->Options().PrimaryKey + ";Version=1.0;";
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
