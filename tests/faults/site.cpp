#include "site.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <map>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "local_service/service.hpp"
#include "operation_kind.hpp"
#include "self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;

std::unique_ptr<ScriptedServer> MakeServer(const ScriptedServer::Script& script, Wire wire) {
  if (wire != Wire::Https) return std::make_unique<ScriptedServer>(script);
  const ScriptedCertificate certificate{SharedCertificate().CertificateFile(),
                                        SharedCertificate().KeyFile()};
  return std::make_unique<ScriptedServer>(script, certificate);
}

// Trusts the server of MakeServer.
void Trust(Wire wire, TransportOptions& options) {
  if (wire == Wire::Https) options.CaFile = SharedCertificate().CertificateFile();
}

class ScriptedSite final : public Site {
 public:
  ScriptedSite(Play play, int faults, std::string goodResponse, Wire wire)
      : play_(std::move(play)),
        faultsLeft_(faults),
        goodResponse_(std::move(goodResponse)),
        wire_(wire) {}

  [[nodiscard]] std::string Url() const override {
    return std::string(wire_ == Wire::Http ? "http" : "https") +
           "://127.0.0.1:" + std::to_string(server_->Port());
  }
  [[nodiscard]] int Requests() const override {
    return static_cast<int>(server_->Requests().size());
  }
  [[nodiscard]] int Connections() const override { return server_->Connections(); }
  void Configure(TransportOptions& options) const override { Trust(wire_, options); }

 private:
  void Serve(ScriptedConnection& connection) {
    if (faultsLeft_-- > 0) return play_(connection, goodResponse_);
    while (!connection.ReadRequest().empty()) connection.Write(goodResponse_);
  }

  const Play play_;
  std::atomic<int> faultsLeft_;
  const std::string goodResponse_;
  const Wire wire_;
  std::unique_ptr<ScriptedServer> server_ =
      MakeServer([this](ScriptedConnection& connection, int) { Serve(connection); }, wire_);
};

class BareUrl final : public Site {
 public:
  explicit BareUrl(std::string url) : url_(std::move(url)) {}
  [[nodiscard]] std::string Url() const override { return url_; }

 private:
  std::string url_;
};

class Backlog final : public Site {
 public:
  Backlog() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    if (bind(listener_, generic, size) != 0 || listen(listener_, 0) != 0 ||
        getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("can't listen");
    }
    port_ = ntohs(address.sin_port);
    // More connections than the backlog holds: the last ones never get a response.
    for (int i = 0; i < 4; ++i) {
      waiting_.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      (void)connect(waiting_.back(), generic, size);
    }
  }
  ~Backlog() override {
    for (const int client : waiting_) close(client);
    close(listener_);
  }
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;

  [[nodiscard]] std::string Url() const override {
    return "http://127.0.0.1:" + std::to_string(port_);
  }

 private:
  int listener_ = -1;
  int port_ = 0;
  std::vector<int> waiting_;
};

class BehindProxy final : public Site {
 public:
  /// @param response the proxy's response to a CONNECT request.
  BehindProxy(std::string response, Wire wire) : response_(std::move(response)), wire_(wire) {}

  [[nodiscard]] std::string Url() const override { return "https://service.invalid"; }
  [[nodiscard]] int Requests() const override {
    return static_cast<int>(proxy_->Requests().size());
  }
  void Configure(TransportOptions& options) const override {
    options.Proxy = proxy_->Url();
    Trust(wire_, options);
  }

 private:
  const std::string response_;
  const Wire wire_;
  const std::unique_ptr<ScriptedServer> proxy_ = MakeServer(
      [this](ScriptedConnection& connection, int) {
        connection.ReadRequest();
        connection.Write(response_);
      },
      wire_);
};

LocalService::Testing::CertificateOptions OptionsFor(Certificate certificate) {
  constexpr std::chrono::hours Day{24};
  LocalService::Testing::CertificateOptions options;
  if (certificate == Certificate::OfAnotherHost) options.Names = "DNS:another.example";
  if (certificate == Certificate::Expired) options.NotAfter = -Day / 2;
  if (certificate == Certificate::NotYetValid) options.NotBefore = Day / 2;
  return options;
}

// Creating a certificate is slow, so each kind is created once.
const LocalService::Testing::SelfSignedCertificate& Cached(Certificate certificate) {
  using LocalService::Testing::SelfSignedCertificate;
  static std::map<Certificate, std::unique_ptr<SelfSignedCertificate>> made;
  auto& found = made[certificate];
  if (!found) found = std::make_unique<SelfSignedCertificate>(OptionsFor(certificate));
  return *found;
}

class TlsSite final : public Site {
 public:
  explicit TlsSite(Certificate certificate)
      : trusted_(certificate != Certificate::Untrusted), certificate_(Cached(certificate)) {
    LocalService::ServiceOptions options;
    options.TlsCertificateFile = certificate_.CertificateFile();
    options.TlsKeyFile = certificate_.KeyFile();
    service_ = std::make_unique<LocalService::Service>(options);
  }

  [[nodiscard]] std::string Url() const override { return service_->Endpoint(); }
  [[nodiscard]] int Requests() const override {
    return static_cast<int>(service_->Requests().size());
  }
  void Configure(TransportOptions& options) const override {
    if (trusted_) options.CaFile = certificate_.CertificateFile();
  }

 private:
  const bool trusted_;
  const LocalService::Testing::SelfSignedCertificate& certificate_;
  std::unique_ptr<LocalService::Service> service_;
};

}  // namespace

Wire WireOf(const std::string& scheme) { return scheme == "https" ? Wire::Https : Wire::Http; }

std::unique_ptr<Site> FaultyServer(const Play& play, int faults, const std::string& goodResponse,
                                   Wire wire) {
  return std::make_unique<ScriptedSite>(play, faults, goodResponse, wire);
}

std::unique_ptr<Site> ServerThatResponds(const std::string& response, const std::string& scheme) {
  return FaultyServer({}, 0, response, WireOf(scheme));
}

std::unique_ptr<Site> ClosedPort() {
  const ScriptedServer stopped([](ScriptedConnection&, int) {});
  return std::make_unique<BareUrl>(stopped.Url());
}

std::unique_ptr<Site> UnknownHost() {
  return std::make_unique<BareUrl>("http://no-such-host.invalid");
}

std::unique_ptr<Site> ServerWithFullBacklog() { return std::make_unique<Backlog>(); }

std::unique_ptr<Site> ProxyThatRefuses(const std::string& response, Wire wire) {
  return std::make_unique<BehindProxy>(response, wire);
}

std::unique_ptr<Site> ProxyThatHangsUp() { return std::make_unique<BehindProxy>("", Wire::Http); }

std::unique_ptr<Site> ServerWithBadCertificate(Certificate certificate) {
  return std::make_unique<TlsSite>(certificate);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
