#include "support/scripted_server.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>

#include "support/tcp.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::size_t ContentLength(const std::string& head) {
  const std::size_t at = head.find("\r\nContent-Length: ");
  return at == std::string::npos
             ? 0
             : std::strtoul(head.c_str() + at + std::strlen("\r\nContent-Length: "), nullptr, 10);
}

int ChooseProtocol(SSL* /*tls*/, const unsigned char** chosen, unsigned char* size,
                   const unsigned char* offered, unsigned offeredSize, void* /*unused*/) {
  static constexpr unsigned char Known[] = "\x02h2\x08http/1.1";
  unsigned char* choice = nullptr;
  const int result =
      SSL_select_next_proto(&choice, size, Known, sizeof(Known) - 1, offered, offeredSize);
  *chosen = choice;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

struct ScriptedServer::State {
  Script Behavior;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> Tls{nullptr, &SSL_CTX_free};
  Tcp::Listener Listener = Tcp::Listen();
  std::thread Acceptor;

  mutable std::mutex Mutex;
  bool Stopping = false;
  int Connections = 0;
  std::set<int> Open;
  std::vector<std::thread> Threads;
  std::vector<std::string> Requests;

  void Accept() {
    while (true) {
      const int socket = Tcp::Accept(Listener.Handle);
      // A test may have left no descriptor, for a while.
      if (socket < 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const std::lock_guard lock(Mutex);
      if (Stopping) {
        if (socket >= 0) Tcp::Close(socket);
        return;
      }
      if (socket < 0) continue;
      Open.insert(socket);
      Threads.emplace_back([this, socket, index = Connections++] { Serve(socket, index); });
    }
  }

  void Serve(int socket, int index);
};

namespace {

// Records a request in the server whose connection this thread serves.
thread_local std::function<void(const std::string&)> recordRequest;

}  // namespace

void ScriptedServer::State::Serve(int socket, int index) {
  recordRequest = [this](const std::string& request) {
    const std::lock_guard lock(Mutex);
    Requests.push_back(request);
  };
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(Tls ? SSL_new(Tls.get()) : nullptr,
                                                      &SSL_free);
  if (tls) {
    Tcp::BlockPipeSignal();
    SSL_set_fd(tls.get(), socket);
  }
  if (!tls || SSL_accept(tls.get()) == 1) {
    ScriptedConnection connection(socket, tls.get());
    Behavior(connection, index);
  }
  const std::lock_guard lock(Mutex);
  Open.erase(socket);
  Tcp::Close(socket);
}

std::string ScriptedConnection::ReadRequest() {
  while (true) {
    const std::size_t end = unread_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::size_t size = end + 4 + ContentLength(unread_.substr(0, end + 2));
      if (unread_.size() >= size) {
        std::string request = unread_.substr(0, size);
        unread_.erase(0, size);
        recordRequest(request);
        return request;
      }
    }
    if (!ReadMore()) return {};
  }
}

bool ScriptedConnection::ReadMore() {
  char bytes[4096];
  const long count = Read(bytes, sizeof(bytes));
  if (count > 0) unread_.append(bytes, static_cast<std::size_t>(count));
  return count > 0;
}

std::string ScriptedConnection::ReadBytes(std::size_t count) {
  while (unread_.size() < count) {
    if (!ReadMore()) return {};
  }
  std::string bytes = unread_.substr(0, count);
  unread_.erase(0, count);
  return bytes;
}

void ScriptedConnection::Record(const std::string& request) { recordRequest(request); }

bool ScriptedConnection::IsHttp2() const {
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  if (tls_ != nullptr) SSL_get0_alpn_selected(tls_, &protocol, &size);
  return size == 2;  // "h2", or "http/1.1"
}

void ScriptedConnection::EndTls() {
  if (tls_ != nullptr) (void)SSL_shutdown(tls_);
}

long ScriptedConnection::Read(char* bytes, std::size_t size) {
  return tls_ != nullptr ? SSL_read(tls_, bytes, static_cast<int>(size))
                         : Tcp::Receive(socket_, bytes, size);
}

bool ScriptedConnection::Write(const std::string& bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const char* const rest = bytes.data() + written;
    const std::size_t size = bytes.size() - written;
    const long count = tls_ != nullptr ? SSL_write(tls_, rest, static_cast<int>(size))
                                       : Tcp::Send(socket_, rest, size);
    if (count <= 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

void ScriptedConnection::WaitForClient() {
  char byte = 0;
  while (Read(&byte, 1) > 0) {
  }
}

bool ScriptedConnection::WaitForClient(std::chrono::milliseconds longest) {
  char byte = 0;
  return Tcp::WaitUntilReadable(socket_, longest) && Read(&byte, 1) <= 0;
}

void ScriptedConnection::WaitForBytes() {
  (void)Tcp::WaitUntilReadable(socket_, std::chrono::milliseconds(-1));
}

void ScriptedConnection::ReadSome() {
  char bytes[16];
  (void)Read(bytes, sizeof(bytes));
}

void ScriptedConnection::Close() { Tcp::StopSending(socket_); }

void ScriptedConnection::Reset() { Tcp::ResetWhenClosed(socket_); }

ScriptedServer::ScriptedServer(Script script) : ScriptedServer(std::move(script), {}) {}

ScriptedServer::ScriptedServer(Script script, const ScriptedCertificate& certificate)
    : state_(std::make_shared<State>()) {
  state_->Behavior = std::move(script);
  if (!certificate.CertificateFile.empty()) {
    state_->Tls.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate_file(state_->Tls.get(), certificate.CertificateFile.c_str(),
                                 SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(state_->Tls.get(), certificate.KeyFile.c_str(), SSL_FILETYPE_PEM);
    if (certificate.OffersHttp2) {
      SSL_CTX_set_alpn_select_cb(state_->Tls.get(), &ChooseProtocol, nullptr);
    }
  }
  state_->Acceptor = std::thread([state = state_.get()] { state->Accept(); });
}

ScriptedServer::~ScriptedServer() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(state_->Mutex);
    state_->Stopping = true;
    for (const int socket : state_->Open) Tcp::StopBoth(socket);
  }
  Tcp::StopAccepting(state_->Listener.Handle);
  state_->Acceptor.join();
  Tcp::Close(state_->Listener.Handle);
  {
    const std::lock_guard lock(state_->Mutex);
    threads.swap(state_->Threads);
  }
  for (std::thread& thread : threads) thread.join();
}

std::uint16_t ScriptedServer::Port() const { return state_->Listener.Port; }

std::string ScriptedServer::Url() const {
  return (state_->Tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(Port());
}

int ScriptedServer::Connections() const {
  const std::lock_guard lock(state_->Mutex);
  return state_->Connections;
}

std::vector<std::string> ScriptedServer::Requests() const {
  const std::lock_guard lock(state_->Mutex);
  return state_->Requests;
}

std::string PlainResponse(int status) {
  return "HTTP/1.1 " + std::to_string(status) + " Reason\r\nContent-Length: 0\r\n\r\n";
}

}  // namespace Azure::Messaging::WebPubSub::Testing
