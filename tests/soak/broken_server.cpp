#include "broken_server.hpp"

#include <chrono>
#include <random>

#include "local_service/tests/self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;

ScriptedServer MakeServer(const ScriptedServer::Script& script, bool tls) {
  if (!tls) return ScriptedServer(script);
  return ScriptedServer(script, ScriptedCertificate{SharedCertificate().CertificateFile(),
                                                    SharedCertificate().KeyFile()});
}

std::string ResponseTo(const std::string& request) {
  if (request.rfind("HEAD ", 0) == 0) return PlainResponse(200);
  if (request.rfind("GET ", 0) == 0) {
    const std::string page = R"({"value":[{"connectionId":"c1"},{"connectionId":"c2"}]})";
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(page.size()) + "\r\n\r\n" + page;
  }
  return PlainResponse(request.find(":send") != std::string::npos ? 202 : 204);
}

}  // namespace

BrokenServer::BrokenServer(unsigned seed, bool tls)
    : seed_(seed),
      tls_(tls),
      server_(MakeServer([this](ScriptedConnection& connection, int) { Serve(connection); }, tls)) {
}

std::string BrokenServer::CaFile() const {
  return tls_ ? SharedCertificate().CertificateFile() : std::string();
}

void BrokenServer::Serve(ScriptedConnection& connection) {
  std::mt19937 random(seed_++);
  for (auto request = connection.ReadRequest(); !request.empty();
       request = connection.ReadRequest()) {
    const std::string response = ResponseTo(request);
    switch (std::uniform_int_distribution<int>(0, 39)(random)) {
      case 0:
        return connection.Reset();
      case 1:
        connection.Write(response.substr(0, response.size() / 2));
        return;
      case 2:
        connection.Write("no HTTP at all\r\n\r\n");
        return;
      case 3:
        connection.Write("HTTP/1.1 503 Busy\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n");
        return;
      case 4:
        connection.WaitForClient(std::chrono::milliseconds(20));
        break;
      default:
        break;
    }
    connection.Write(response);
  }
}

}  // namespace Azure::Messaging::WebPubSub::Testing
