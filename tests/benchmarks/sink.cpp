#include "sink.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using std::chrono::steady_clock;

constexpr std::string_view Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

constexpr std::string_view TooMany =
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";

int Checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

// The length of the request at the beginning of the bytes, or 0 if it is incomplete.
std::size_t RequestLength(const std::string& bytes) {
  const std::size_t head = bytes.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  // Matches Content-Length and content-length. The clients here send no other such header.
  const std::size_t length = bytes.find("ength: ");
  std::size_t request = head + 4;
  if (length < head) request += std::strtoul(bytes.c_str() + length + 7, nullptr, 10);
  return bytes.size() < request ? 0 : request;
}

}  // namespace

struct Sink::Connection {
  struct FreeSession {
    void operator()(SSL* session) const noexcept { SSL_free(session); }
  };

  Connection(int socket, std::int64_t number) : Socket(socket), Number(number) {}
  ~Connection() { close(Socket); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  const int Socket;
  const std::int64_t Number;
  std::unique_ptr<SSL, FreeSession> Tls;
  std::string Received;
};

Sink::Sink()
    : listener_(Checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")),
      epoll_(Checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")) {
  constexpr int Backlog = 1024;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  Checked(bind(listener_, generic, size), "bind");
  Checked(listen(listener_, Backlog), "listen");
  Checked(getsockname(listener_, generic, &size), "getsockname");
  port_ = ntohs(address.sin_port);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = listener_;
  Checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event), "epoll_ctl");
}

Sink::~Sink() {
  close(epoll_);
  close(listener_);
}

void Sink::UseTls(const std::string& certificateFile, const std::string& keyFile) {
  tls_.reset(SSL_CTX_new(TLS_server_method()));
  if (SSL_CTX_use_certificate_file(tls_.get(), certificateFile.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(tls_.get(), keyFile.c_str(), SSL_FILETYPE_PEM) != 1) {
    throw std::runtime_error("can't use the certificate");
  }
}

void Sink::Run() {
  std::array<epoll_event, 256> events{};
  while (true) {
    if (!due_.empty()) WaitUntilDue();
    const int ready =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), due_.empty() ? -1 : 0);
    for (int i = 0; i < ready; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener_) {
        Accept();
      } else {
        Serve(*connections_.at(socket));
      }
    }
    RespondToDue();
  }
}

void Sink::Accept() {
  const int socket =
      Checked(accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC), "accept4");
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto connection = std::make_unique<Connection>(socket, ++accepted_);
  if (tls_) {
    connection->Tls.reset(SSL_new(tls_.get()));
    SSL_set_fd(connection->Tls.get(), socket);
    SSL_set_accept_state(connection->Tls.get());
  }
  connections_[socket] = std::move(connection);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = socket;
  Checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
}

void Sink::Serve(Connection& connection) {
  if (!Read(connection)) {
    connections_.erase(connection.Socket);
    return;
  }
  while (const std::size_t length = RequestLength(connection.Received)) {
    const bool isPost = connection.Received.front() == 'P';
    connection.Received.erase(0, length);
    isPost ? Accept(connection) : Write(connection, Counts());
  }
  // Some clients write the body only once the head is acknowledged. Acknowledge it at once, not
  // after the usual 40 ms.
  if (!connection.Received.empty()) {
    const int on = 1;
    setsockopt(connection.Socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  }
}

bool Sink::Read(Connection& connection) {
  std::array<char, 16384> bytes;
  while (true) {
    int count = 0;
    if (connection.Tls) {
      count = SSL_read(connection.Tls.get(), bytes.data(), bytes.size());
      if (count <= 0) return SSL_get_error(connection.Tls.get(), count) == SSL_ERROR_WANT_READ;
    } else {
      count = static_cast<int>(recv(connection.Socket, bytes.data(), bytes.size(), 0));
      if (count <= 0) return count < 0 && errno == EAGAIN;
    }
    connection.Received.append(bytes.data(), static_cast<std::size_t>(count));
    // epoll reports remaining bytes again, except those that OpenSSL has buffered.
    if (!connection.Tls) return true;
  }
}

std::int64_t Sink::Window::Add(steady_clock::time_point time) {
  if (time - Begin >= Length) {
    Begin = time;
    Posts = 0;
  }
  return ++Posts;
}

void Sink::Accept(Connection& connection) {
  const auto now = steady_clock::now();
  ++posts_;
  if (silent_) return;
  if (now >= retriesBegin_) busiest_ = std::max(busiest_, moment_.Add(now));
  const bool isRefused = second_.Add(now) > postsPerSecond_;
  if (isRefused && refused_++ == 0) retriesBegin_ = now + second_.Length;
  const std::string_view response = isRefused ? TooMany : Accepted;
  if (delay_.count() == 0) return Write(connection, response);
  due_.push_back({now + delay_, connection.Socket, connection.Number, response});
}

// To the microsecond: what epoll_wait rounds up would add to every response of a chain.
void Sink::WaitUntilDue() const {
  pollfd events{epoll_, POLLIN, 0};
  const auto left = std::max<steady_clock::duration>(due_.front().When - steady_clock::now(), {});
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec longest{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
  ppoll(&events, 1, &longest, nullptr);
}

void Sink::RespondToDue() {
  for (; !due_.empty() && due_.front().When <= steady_clock::now(); due_.pop_front()) {
    const auto found = connections_.find(due_.front().Socket);
    if (found == connections_.end() || found->second->Number != due_.front().Connection) continue;
    Write(*found->second, due_.front().Response);
  }
}

void Sink::Write(Connection& connection, std::string_view response) {
  if (connection.Tls) {
    SSL_write(connection.Tls.get(), response.data(), static_cast<int>(response.size()));
  } else {
    send(connection.Socket, response.data(), response.size(), MSG_NOSIGNAL);
  }
}

std::string Sink::Counts() const {
  const auto handshakes = tls_ ? SSL_CTX_sess_accept_good(tls_.get()) : 0;
  const std::string body = R"({"connections":)" + std::to_string(accepted_) + R"(,"handshakes":)" +
                           std::to_string(handshakes) + R"(,"posts":)" + std::to_string(posts_) +
                           R"(,"refused":)" + std::to_string(refused_) + R"(,"busiest":)" +
                           std::to_string(busiest_) + "}";
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
