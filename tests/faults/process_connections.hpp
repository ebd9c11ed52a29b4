#pragma once

namespace Azure::Messaging::WebPubSub::Testing {

/// How many connections to a port on loopback are established, or closed by the peer alone. While
/// others come and go, one may be missing. Linux only.
struct TcpConnections {
  int Established = 0;
  int CloseWait = 0;
};
TcpConnections ConnectionsTo(int port);

}  // namespace Azure::Messaging::WebPubSub::Testing
