// Send to a group, to a user, and to a single connection.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   send_to room ann <connection id>
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::cerr << "usage: send_to GROUP USER_ID CONNECTION_ID\n";
    return 2;
  }
  const std::string group = argv[1];
  const std::string userId = argv[2];
  const std::string connectionId = argv[3];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // Success means that the service accepted the message, not that a client received it. An empty
  // group or a user without connections is not an error.
  client.SendToGroup(group, "Hello, group!");
  std::cout << "sent to the group " << group << '\n';

  // A user may have several connections, for example a browser and a phone. Each receives the
  // message.
  client.SendToUser(userId, "Hello, user!");
  std::cout << "sent to the user " << userId << '\n';

  client.SendToConnection(connectionId, "Hello, connection!");
  std::cout << "sent to the connection " << connectionId << '\n';
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "send_to: " << exception.what() << '\n';
  return 1;
}
