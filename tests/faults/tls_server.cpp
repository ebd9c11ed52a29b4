#include "tls_server.hpp"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Connection = std::unique_ptr<SSL, decltype(&SSL_free)>;

TlsContext MakeContext(const TlsServerOptions& options) {
  TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX_use_certificate_file(context.get(), options.CertificateFile.c_str(), SSL_FILETYPE_PEM);
  SSL_CTX_use_PrivateKey_file(context.get(), options.KeyFile.c_str(), SSL_FILETYPE_PEM);
  if (options.NewestVersion != 0) {
    SSL_CTX_set_security_level(context.get(), 0);  // otherwise OpenSSL itself refuses old versions
    SSL_CTX_set_min_proto_version(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), options.NewestVersion);
  }
  if (!options.ClientCaFile.empty()) {
    SSL_CTX_load_verify_locations(context.get(), options.ClientCaFile.c_str(), nullptr);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return context;
}

std::string DescribeHandshake(const SSL* connection) {
  std::string text = SSL_get_version(connection);
  const std::unique_ptr<X509, decltype(&X509_free)> client(SSL_get1_peer_certificate(connection),
                                                           X509_free);
  if (!client) return text;
  char name[128] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(client.get()), NID_commonName, name, sizeof name);
  return text + " " + name;
}

// Returns false if the client has closed the connection.
bool ReadRequest(SSL* connection) {
  std::string request;
  std::size_t end = std::string::npos;
  std::size_t size = 0;
  while (end == std::string::npos || request.size() < size) {
    char bytes[16384];
    const int count = SSL_read(connection, bytes, sizeof bytes);
    if (count <= 0) return false;
    request.append(bytes, static_cast<std::size_t>(count));
    end = request.find("\r\n\r\n");
    const std::size_t length = request.find("Content-Length: ");
    size = end + 4 + (length < end ? std::strtoul(request.c_str() + length + 16, nullptr, 10) : 0);
  }
  return true;
}

void ResetAtClose(int socket) {
  const linger now{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

}  // namespace

TlsServer::TlsServer(TlsServerOptions options)
    : options_(std::move(options)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, SOMAXCONN) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("can't listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

TlsServer::~TlsServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  if (open_ >= 0) shutdown(open_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
}

std::string TlsServer::Url() const { return "https://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> TlsServer::Handshakes() const {
  const std::lock_guard lock(mutex_);
  return handshakes_;
}

void TlsServer::Accept() {
  // OpenSSL may write to a client that has closed its connection, which raises SIGPIPE.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  while (!stopping_) {
    const int socket = accept(listener_, nullptr, nullptr);
    if (socket < 0) continue;
    open_ = socket;
    if (!stopping_) Serve(socket);
    open_ = -1;
    close(socket);
  }
}

void TlsServer::Serve(int socket) {
  const TlsContext context = MakeContext(options_);
  const Connection connection(SSL_new(context.get()), SSL_free);
  SSL_set_fd(connection.get(), socket);
  if (SSL_accept(connection.get()) != 1) return;
  {
    const std::lock_guard lock(mutex_);
    handshakes_.push_back(DescribeHandshake(connection.get()));
  }
  if (options_.ResetsDuringRequest) {
    char byte = 0;
    SSL_read(connection.get(), &byte, 1);
    return ResetAtClose(socket);
  }
  for (int responses = 1; ReadRequest(connection.get()); ++responses) {
    ++requests_;
    constexpr char Accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    SSL_write(connection.get(), Accepted, sizeof Accepted - 1);
    if (responses == options_.ResetsAfter) {
      pollfd readable{socket, POLLIN, 0};
      (void)poll(&readable, 1, -1);
      return ResetAtClose(socket);
    }
  }
}

}  // namespace Azure::Messaging::WebPubSub::Testing
