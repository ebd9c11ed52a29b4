#include "fault.hpp"

#include <algorithm>
#include <iterator>

#include "operation_kind.hpp"
#include "support/tls_library.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;

constexpr bool Maybe = true;
constexpr bool No = false;
constexpr bool Repeated = true;
constexpr bool NotRepeated = false;

auto Serving(Play play) {
  return [play = std::move(play)](int faults, const std::string& good, Wire wire) {
    return FaultyServer(play, faults, good, wire);
  };
}

auto ServingNoTls(Play play) {
  return [play = std::move(play)](int faults, const std::string& good, Wire) {
    return FaultyServer(play, faults, good, Wire::PlainUnderHttps);
  };
}

// Reads a whole request, writes these bytes and closes the connection, as TLS requires it: without
// the notice, later versions of libcurl call the connection lost.
auto Responding(const std::string& bytes) {
  return Serving([bytes](ScriptedConnection& connection, const std::string&) {
    connection.ReadRequest();
    connection.Write(bytes);
    connection.EndTls();
  });
}

auto RespondingAndResetting(const std::string& bytes) {
  return Serving([bytes](ScriptedConnection& connection, const std::string&) {
    connection.ReadRequest();
    connection.Write(bytes);
    connection.Reset();
  });
}

auto Status(int status) {
  const std::string code = std::to_string(status);
  return Responding("HTTP/1.1 " + code + " No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

// A gateway that has lost the service, or waited too long for it, after it passed the request on.
auto Gateway(const std::string& lines, const std::string& body) {
  return Responding("HTTP/1.1 503 Service Unavailable\r\n" + lines + "Connection: close\r\n" +
                    "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

auto At(std::unique_ptr<Site> (*make)()) {
  return [make](int, const std::string&, Wire) { return make(); };
}

auto With(Certificate certificate) {
  return [certificate](int, const std::string&, Wire) {
    return ServerWithBadCertificate(certificate);
  };
}

auto RefusingTunnels(int status) {
  return [status](int, const std::string&, Wire) { return ProxyThatRefuses(ResponseText(status)); };
}

std::string Headers(const std::string& lines) { return "HTTP/1.1 200 OK\r\n" + lines + "\r\n"; }

Fault NotServing(Fault fault) {
  fault.CanRecover = false;
  fault.IsCostly = true;
  return fault;
}
Fault InTheBody(Fault fault) {
  fault.IsInTheBody = true;
  return fault;
}
Fault Slow(Fault fault) {
  fault.IsSlow = true;
  fault.IsCostly = true;
  return fault;
}

void ReadAndReset(ScriptedConnection& connection, const std::string&) {
  connection.ReadRequest();
  connection.Reset();
}

void ReadAndStaySilent(ScriptedConnection& connection, const std::string&) {
  connection.ReadRequest();
  connection.WaitForClient();
}

void RespondByteByByte(ScriptedConnection& connection, const std::string&) {
  connection.ReadRequest();
  connection.Write("HTTP/1.1 200 OK\r\nx: ");
  while (!connection.WaitForClient(milliseconds(5))) connection.Write("x");
}

std::vector<Fault> MakeFaults() {
  const std::string tooLong(3000, 'x');
  return {
      // Nothing was sent.
      NotServing({"ConnectionRefused", At(ClosedPort), "Transport Connect", No, Repeated, 0}),
      NotServing({"NameUnknown", At(UnknownHost), "Transport NameResolution", No, Repeated, 0}),
      Slow(NotServing(
          {"ConnectTimeout", At(ServerWithFullBacklog), "Transport Timeout", No, Repeated, 0})),
      NotServing({"NoTlsSpoken",
                  ServingNoTls([](ScriptedConnection& connection, const std::string&) {
                    connection.Write("hello\r\n");
                  }),
                  "Transport Tls", No, Repeated, 0}),
      NotServing({"HandshakeCut",
                  ServingNoTls([](ScriptedConnection& connection, const std::string&) {
                    connection.ReadSome();
                    connection.Reset();
                  }),
                  UsesGnuTls() ? "Transport Connect" : "Transport Tls", No, Repeated, 0}),
      NotServing({"CertificateOfAnotherHost", With(Certificate::OfAnotherHost), "Transport Tls", No,
                  NotRepeated, 0}),
      NotServing(
          {"CertificateExpired", With(Certificate::Expired), "Transport Tls", No, NotRepeated, 0}),
      NotServing({"CertificateNotYetValid", With(Certificate::NotYetValid), "Transport Tls", No,
                  UsesGnuTls() ? NotRepeated : Repeated, 0}),
      NotServing({"CertificateSelfSigned", With(Certificate::Untrusted), "Transport Tls", No,
                  NotRepeated, 0}),

      NotServing({"TunnelForbidden", RefusingTunnels(403), "Transport Proxy", No, NotRepeated, 1}),
      NotServing(
          {"TunnelUnauthorized", RefusingTunnels(407), "Transport Proxy", No, NotRepeated, 1}),
      NotServing({"TunnelUnavailable", RefusingTunnels(503), "Transport Proxy", No, Repeated, 1}),
      NotServing({"TunnelCut", At(ProxyThatHangsUp), "Transport Connect", No, Repeated, 1}),

      // Something was sent, and the service may have accepted it.
      {"ResetBeforeTheRequestIsRead",
       Serving([](ScriptedConnection& connection, const std::string&) {
         connection.WaitForBytes();
         connection.Reset();
       }),
       "Transport ConnectionLost", Maybe, Repeated, 0},
      {"ResetDuringTheRequest", Serving([](ScriptedConnection& connection, const std::string&) {
         connection.ReadSome();
         connection.Reset();
       }),
       "Transport ConnectionLost", Maybe, Repeated, 0},
      {"AcceptedAndReset", Serving(ReadAndReset), "Transport ConnectionLost", Maybe, Repeated, 1},
      {"AcceptedAndClosed", Responding(""), "Transport ConnectionLost", Maybe, Repeated, 1},
      {"CutInTheHeaders", Responding("HTTP/1.1 202 Accepted\r\nx-a: 1\r\nCont"),
       "Transport MalformedResponse", Maybe, Repeated, 1},
      {"CutInTheStatusLine", Responding("HTTP/1.1 2"), "Transport ConnectionLost", Maybe, Repeated,
       1},
      InTheBody({"CutInTheBody", Responding(Headers("Content-Length: 10\r\n") + "half"),
                 "Transport MalformedResponse", Maybe, Repeated, 1}),
      {"ResetInTheHeaders", RespondingAndResetting("HTTP/1.1 202 Accepted\r\nx-a: 1\r\nCont"),
       "Transport ConnectionLost", Maybe, Repeated, 1},
      InTheBody({"ResetInTheBody",
                 RespondingAndResetting(Headers("Content-Length: 10\r\n") + "half"),
                 "Transport ConnectionLost", Maybe, Repeated, 1}),
      Slow({"NeverResponds", Serving(ReadAndStaySilent), "Transport Timeout", Maybe, Repeated, 1}),
      Slow({"RespondsByteByByte", Serving(RespondByteByByte), "Transport Timeout", Maybe, Repeated,
            1}),

      // The response can't be parsed, or exceeds a limit.
      {"Garbage", Responding("this is not HTTP\r\n\r\n"), "Transport MalformedResponse", Maybe,
       Repeated, 1},
      InTheBody({"BadChunk", Responding(Headers("Transfer-Encoding: chunked\r\n") + "bad\r\n"),
                 "Transport MalformedResponse", Maybe, Repeated, 1}),
      {"UnwantedUpgrade", Responding("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
       "Transport MalformedResponse", Maybe, Repeated, 1},
      {"LargeHeaders", Responding(Headers("x: " + tooLong + "\r\n")), "InvalidResponse", Maybe,
       NotRepeated, 1},
      InTheBody({"LargeBody", Responding(Headers("Content-Length: 3000\r\n") + tooLong),
                 "InvalidResponse", Maybe, NotRepeated, 1}),

      // The service refuses the request.
      {"Status400", Status(400), "RequestFailed 400", No, NotRepeated, 1},
      {"Status401", Status(401), "RequestFailed 401", No, NotRepeated, 1},
      {"Status408", Status(408), "RequestFailed 408", No, Repeated, 1},
      {"Status429", Status(429), "RequestFailed 429", No, Repeated, 1},
      {"Status500", Status(500), "RequestFailed 500", Maybe, Repeated, 1},
      {"Status501", Status(501), "RequestFailed 501", No, NotRepeated, 1},
      {"Status502", Status(502), "RequestFailed 502", Maybe, Repeated, 1},
      {"Status503", Status(503), "RequestFailed 503", Maybe, Repeated, 1},
      {"Status504", Status(504), "RequestFailed 504", Maybe, Repeated, 1},
      // A gateway or proxy, not the service, has responded.
      {"GatewayLostTheService",
       Gateway("Server: envoy\r\nContent-Type: text/plain\r\n",
               "upstream connect error or disconnect/reset before headers. reset reason: "
               "connection termination"),
       "RequestFailed 503", Maybe, Repeated, 1},
      {"GatewayWaitedTooLong",
       Gateway("x-azure-ref: 0abc\r\nx-cache: CONFIG_NOCACHE\r\nContent-Type: text/html\r\n",
               "<h2>Our services aren't available right now</h2>"),
       "RequestFailed 503", Maybe, Repeated, 1},
      {"GatewayHasNoBackend",
       Gateway("Server: nginx\r\nContent-Type: text/html\r\n",
               "<html><title>503 Service Temporarily Unavailable</title></html>"),
       "RequestFailed 503", Maybe, Repeated, 1},
      {"GatewayAsksToWait", Gateway("Retry-After: 0\r\n", ""), "RequestFailed 503", Maybe, Repeated,
       1},
      {"GatewayOfHttp10", Responding("HTTP/1.0 503 Service Unavailable\r\n\r\n<html></html>"),
       "RequestFailed 503", Maybe, Repeated, 1},
      {"GatewayWithACodeOfTheService",
       Gateway("x-ms-error-code: ServerBusy\r\nContent-Type: application/json\r\n",
               R"({"code":"ServerBusy","message":"Try again."})"),
       "RequestFailed 503", Maybe, Repeated, 1},
      {"Status206", Status(206), "RequestFailed 206", Maybe, NotRepeated, 1},
      {"Status307",
       Responding("HTTP/1.1 307 No\r\nLocation: /elsewhere\r\nConnection: close\r\n"
                  "Content-Length: 0\r\n\r\n"),
       "RequestFailed 307", No, NotRepeated, 1},

      // No fault at all.
      {"BadHeader", Serving([](ScriptedConnection& connection, const std::string& good) {
         connection.ReadRequest();
         std::string response = good;
         response.insert(response.find("\r\n") + 2, "bad header: 1\r\nx-folded: 1\r\n 2\r\n");
         connection.Write(response);
         connection.WaitForClient();
       }),
       "success", No, NotRepeated, 1},
      {"Continue", Serving([](ScriptedConnection& connection, const std::string& good) {
         connection.ReadRequest();
         connection.Write("HTTP/1.1 100 Continue\r\n\r\n");
         connection.Write(good);
         connection.WaitForClient();
       }),
       "success", No, NotRepeated, 1},
  };
}

}  // namespace

const std::vector<Fault>& Faults() {
  static const std::vector<Fault> faults = MakeFaults();
  return faults;
}

std::vector<Fault> ServedFaults() {
  std::vector<Fault> served;
  std::copy_if(Faults().begin(), Faults().end(), std::back_inserter(served),
               [](const Fault& fault) { return fault.CanRecover; });
  return served;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
