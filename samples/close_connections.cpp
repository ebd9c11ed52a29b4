// Close connections, with a reason that the clients receive.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   close_connections <connection id> bob
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: close_connections CONNECTION_ID USER_ID\n";
    return 2;
  }
  const std::string connectionId = argv[1];
  const std::string userId = argv[2];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  client.CloseConnection(connectionId, "you were idle for too long");
  std::cout << "closed the connection " << connectionId << '\n';

  CloseOptions signedOut;
  signedOut.Reason = "you signed out";
  client.CloseUserConnections(userId, signedOut);
  std::cout << "closed all connections of the user " << userId << '\n';

  // You can also close the connections of a group or of the whole hub, except for some.
  CloseOptions maintenance;
  maintenance.Reason = "we are back in a minute";
  maintenance.Excluded = {connectionId};
  client.CloseGroupConnections("room", maintenance);
  std::cout << "closed the other connections in the group room\n";
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "close_connections: " << exception.what() << '\n';
  return 1;
}
