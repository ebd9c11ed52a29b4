#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <memory>
#include <string>

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A place where requests are sent to, with something wrong with it.
class Site {
 public:
  virtual ~Site() = default;
  [[nodiscard]] virtual std::string Url() const = 0;
  /// How many whole requests have come.
  [[nodiscard]] virtual int Requests() const { return 0; }
  /// What a client of this site needs.
  virtual void Configure(TransportOptions&) const {}

 protected:
  Site() = default;
  Site(const Site&) = default;
  Site& operator=(const Site&) = default;
};

/// What a server does on a connection in place of serving.
/// @param goodResponse what it would have answered.
using Play = std::function<void(ScriptedConnection& connection, const std::string& goodResponse)>;

/// A server that plays a fault on its first connections, and serves on those that follow.
std::unique_ptr<Site> FaultyServer(const Play& play, int faults, const std::string& goodResponse,
                                   const std::string& scheme = "http");

/// Nobody listens there.
std::unique_ptr<Site> NobodyThere();
/// A name that has no address.
std::unique_ptr<Site> UnknownHost();
/// A server that takes no more connections, so that connecting takes for ever.
std::unique_ptr<Site> FullServer();

/// A proxy that makes no connection to the service; its requests are those for one.
std::unique_ptr<Site> ProxyWithoutTunnels();
/// One that says not even that.
std::unique_ptr<Site> ProxyThatHangsUp();

/// A TLS server whose certificate isn't good for the client.
enum class Certificate { OfAnotherHost, Expired, OfAStranger, NotYetValid };
std::unique_ptr<Site> UntrustworthyServer(Certificate certificate);

}  // namespace Azure::Messaging::WebPubSub::Testing
