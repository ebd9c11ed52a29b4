#include "local_service/service.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>

#include "local_service/event_dispatcher.hpp"
#include "local_service/http_session.hpp"
#include "local_service/loopback.hpp"
#include "local_service/test_controls.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

namespace asio = boost::asio;
using asio::ip::tcp;

/// The listening socket and the one thread on which the service runs.
class Service::Server {
 public:
  explicit Server(const ServiceOptions& options)
      : state_(std::make_shared<ServerState>(options)),
        events_(context_.get_executor(), *state_),
        acceptor_(context_),
        timer_(context_) {
    if (!options.TlsCertificateFile.empty()) LoadCertificate();
    state_->Events = &events_;
    state_->After = [this](std::chrono::milliseconds delay, std::function<void()> call) {
      auto timer = std::make_shared<asio::steady_timer>(context_, delay);
      timer->async_wait([timer, call = std::move(call)](const boost::system::error_code& error) {
        if (!error) call();
      });
    };
    const tcp::endpoint address(asio::ip::make_address(options.Host), options.Port);
    acceptor_.open(address.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(address);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    Accept();
    thread_ = std::thread([this] { Serve(); });
  }

  ~Server() { Stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void Stop() {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) return;
    asio::post(context_, [this] { StopSessions(); });
    thread_.join();
    // What is left of the sessions must not use the context.
    state_->Events = nullptr;
    state_->After = nullptr;
  }

  [[nodiscard]] std::uint16_t Port() const { return port_; }
  [[nodiscard]] const ServiceOptions& Options() const { return state_->Options; }

  /// Calls a function with the state and returns its result: on the service's thread, or on the
  /// caller's once the service has stopped.
  template <class Function>
  auto Run(Function function) {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) return function(*state_);
    std::packaged_task<std::invoke_result_t<Function, ServerState&>()> task(
        [&] { return function(*state_); });
    auto result = task.get_future();
    asio::post(context_, [&task] { task(); });
    return result.get();
  }

 private:
  // An exception ends the request that threw it: nothing keeps its session alive any more.
  void Serve() {
    while (true) {
      try {
        context_.run();
        return;
      } catch (const std::exception& exception) {
        LogFailure(exception.what());
      }
    }
  }

  void LogFailure(const std::string& what) noexcept {
    try {
      state_->Log("a request has ended by an exception: " + what);
    } catch (const std::exception&) {
      // The log itself may be what throws.
    }
  }

  void LoadCertificate() {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
    const ServiceOptions& options = state_->Options;
    try {
      tls_->use_certificate_chain_file(options.TlsCertificateFile);
      tls_->use_private_key_file(options.TlsKeyFile, asio::ssl::context::pem);
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error("can't serve TLS with the certificate " +
                               options.TlsCertificateFile + " and the key " + options.TlsKeyFile +
                               ": " + error.what());
    }
  }

  void Accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return AcceptLater();
      Accept();
      StartHttpSession(SocketStream(std::move(socket), tls_ ? &*tls_ : nullptr), state_);
    });
  }

  // The process may be out of file descriptors until other connections end.
  void AcceptLater() {
    timer_.expires_after(AcceptRetryDelay);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error) Accept();
    });
  }

  void StopSessions() {
    acceptor_.close();
    WaitForSessions(std::chrono::steady_clock::now() + StopTimeout);
    const std::set<Session*> sessions = state_->Sessions;
    for (Session* session : sessions) {
      if (state_->Sessions.count(session) != 0) session->Stop();
    }
    // Event handlers hear of it at once, because there is little time.
    for (auto& [name, hub] : state_->AllHubs) hub.RemoveAll();
  }

  // Gives clients time to complete the close handshake, then aborts them, and waits no longer.
  void WaitForSessions(std::chrono::steady_clock::time_point until) {
    if (state_->Sessions.empty() || aborted_) return context_.stop();
    timer_.expires_after(StopPollInterval);
    timer_.async_wait([this, until](const boost::system::error_code&) { WaitForSessions(until); });
    if (std::chrono::steady_clock::now() < until) return;
    aborted_ = true;
    const std::set<Session*> sessions = state_->Sessions;
    for (Session* session : sessions) {
      if (state_->Sessions.count(session) != 0) session->Abort();
    }
  }

  static constexpr std::chrono::milliseconds AcceptRetryDelay{50};
  static constexpr std::chrono::milliseconds StopPollInterval{2};
  static constexpr std::chrono::milliseconds StopTimeout{500};

  // Declared first so that it is destroyed last: the handlers in the context refer to it.
  std::shared_ptr<ServerState> state_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context context_{1};
  EventDispatcher events_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;
  std::uint16_t port_ = 0;
  bool aborted_ = false;
  std::mutex mutex_;
  std::thread thread_;
};

bool ServiceOptions::HasLivePage() const { return HasTestControls && IsLoopbackAddress(Host); }

Service::Service(ServiceOptions options) {
  for (const EventHandler& handler : options.EventHandlers) {
    if (const auto error = FindError(handler)) throw std::invalid_argument(*error);
  }
  if (options.AcceptsEntraTokens && !IsLoopbackAddress(options.Host)) {
    throw std::invalid_argument("AcceptsEntraTokens requires a Host that is a loopback address");
  }
  try {
    server_ = std::make_unique<Server>(options);
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("can't serve on " + options.Host + ":" + std::to_string(options.Port) +
                             ": " + error.what());
  }
}

Service::~Service() = default;

std::uint16_t Service::Port() const { return server_->Port(); }

std::string Service::Endpoint() const {
  const std::string& host = server_->Options().Host;
  const bool isIpv6 = host.find(':') != std::string::npos;
  const bool isSecure = !server_->Options().TlsCertificateFile.empty();
  return (isSecure ? "https://" : "http://") + (isIpv6 ? "[" + host + "]" : host) + ":" +
         std::to_string(Port());
}

std::string Service::ConnectionString() const {
  return "Endpoint=" + Endpoint() + ";AccessKey=" + server_->Options().PrimaryKey + ";Version=1.0;";
}

std::optional<std::string> Service::LivePage() const {
  if (!server_->Options().HasLivePage()) return std::nullopt;
  return Endpoint() + "/";
}

void Service::Stop() { server_->Stop(); }

void Service::AddFault(Fault fault) {
  if (const auto error = FindError(fault)) throw std::invalid_argument("fault: " + *error);
  server_->Run([&](ServerState& state) { state.Faults.Add(std::move(fault)); });
}

std::vector<RecordedRequest> Service::Requests() const {
  return server_->Run([](const ServerState& state) {
    const auto& requests = state.Requests.Requests();
    return std::vector<RecordedRequest>(requests.begin(), requests.end());
  });
}

std::string Service::State() const {
  return server_->Run([](ServerState& state) {
    RemoveLost(state.AllHubs, state.Now());
    return DescribeState(state.AllHubs);
  });
}

void Service::AdvanceClock(std::chrono::seconds by) {
  server_->Run([&](ServerState& state) {
    state.ClockOffset += by;
    RemoveLost(state.AllHubs, state.Now());
  });
}

bool Service::AbortClient(const std::string& connectionId) {
  return server_->Run(
      [&](ServerState& state) { return LocalService::AbortClient(connectionId, state.AllHubs); });
}

void Service::Reset() {
  server_->Run([](ServerState& state) { LocalService::Reset(state); });
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
