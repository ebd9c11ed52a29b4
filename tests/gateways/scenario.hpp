#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "gateway.hpp"
#include "local_service/service.hpp"
#include "traffic.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// What stands between the clients and the service.
struct Stage {
  explicit Stage(const LocalService::Service& service) : Service(service) {}

  const LocalService::Service& Service;
  /// What the clients connect to.
  std::unique_ptr<Gateway> Front;
  /// What stands between Front and the service; may be null.
  std::unique_ptr<Gateway> Behind;
  /// Where the clients find the service.
  std::string Endpoint;
  TransportOptions Transport;
};

/// When something happens to the gateways.
enum class Disturbance {
  UnderSends,
  /// While no send is under way. Connections are idle, and may be closed.
  BetweenSends,
};

/// A row of the table: gateways, and what happens to them.
struct Scenario {
  std::string Name;
  std::vector<std::string> Programs;
  /// Makes the gateways, and says how the clients reach them.
  std::function<void(Stage&)> SetUp;
  /// Whether some sends at most once may fail, because the gateway may have passed them on.
  bool MayGiveUp = false;
  /// Whether it makes attempts fail.
  bool MustRepeat = false;
  /// What happens each quarter of a second; may be nothing.
  std::function<void(Stage&)> Disturb = {};
  Disturbance When = Disturbance::UnderSends;
  Pace Sends = {};
  /// Whether the service speaks TLS.
  bool IsServiceTls = false;
};
inline void PrintTo(const Scenario& row, std::ostream* out) { *out << row.Name; }

std::vector<Scenario> Scenarios();

}  // namespace Azure::Messaging::WebPubSub::Testing
