#pragma once

#include <functional>

// What this process has open. Linux only.
namespace Azure::Messaging::WebPubSub::Testing {

int Descriptors();

/// How many connections to a port on loopback are established, or closed by the peer alone.
struct TcpConnections {
  int Established = 0;
  int CloseWait = 0;
};
TcpConnections ConnectionsTo(int port);

/// Waits until something holds, which nothing announces. False if it doesn't for a long time.
bool IsSoon(const std::function<bool()>& holds);

}  // namespace Azure::Messaging::WebPubSub::Testing
