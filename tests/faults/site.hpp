#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <memory>
#include <string>

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A destination of requests that has a fault.
class Site {
 public:
  virtual ~Site() = default;
  [[nodiscard]] virtual std::string Url() const = 0;
  /// How many whole requests have arrived.
  [[nodiscard]] virtual int Requests() const { return 0; }
  /// How many connections were made to it.
  [[nodiscard]] virtual int Connections() const { return 0; }
  /// Sets the transport options that a client of this site needs.
  virtual void Configure(TransportOptions&) const {}

 protected:
  Site() = default;
  Site(const Site&) = default;
  Site& operator=(const Site&) = default;
};

/// What a faulty server does on a connection.
/// @param goodResponse the response that the server sends when there is no fault.
using Play = std::function<void(ScriptedConnection& connection, const std::string& goodResponse)>;

/// What a server speaks.
enum class Wire {
  Http,
  Https,
  /// The server's URL begins with https, but it speaks no TLS.
  PlainUnderHttps,
};
Wire WireOf(const std::string& scheme);

/// A server that runs `play` on its first `faults` connections, and sends `goodResponse` on the
/// rest.
std::unique_ptr<Site> FaultyServer(const Play& play, int faults, const std::string& goodResponse,
                                   Wire wire = Wire::Http);

/// A server that gives every request this response and keeps its connections open.
/// @param scheme http or https.
std::unique_ptr<Site> ServerThatResponds(const std::string& response, const std::string& scheme);

/// No process listens on this port.
std::unique_ptr<Site> ClosedPort();
/// A host name that has no address.
std::unique_ptr<Site> UnknownHost();
/// A server that accepts no more connections, so that connecting never ends.
std::unique_ptr<Site> ServerWithFullBacklog();

/// A proxy that refuses every tunnel with this response. Its requests are the CONNECT requests.
std::unique_ptr<Site> ProxyThatRefuses(const std::string& response, Wire wire = Wire::Http);
/// A proxy that closes the connection without a response.
std::unique_ptr<Site> ProxyThatHangsUp();

/// What is wrong with a server's certificate.
enum class Certificate { OfAnotherHost, Expired, Untrusted, NotYetValid };
/// A TLS server with a certificate that the client must not accept.
std::unique_ptr<Site> ServerWithBadCertificate(Certificate certificate);

}  // namespace Azure::Messaging::WebPubSub::Testing
