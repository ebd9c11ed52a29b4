// Let a connected client publish to a group by itself, and take that back.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   permissions <connection id>
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: permissions CONNECTION_ID\n";
    return 2;
  }
  const std::string connectionId = argv[1];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // For one group. Without the group's name it would be for all groups.
  const auto permission = WebPubSubPermission::SendToGroup;
  client.GrantPermission(permission, connectionId, "room");
  const bool granted = client.CheckPermission(permission, connectionId, "room");
  std::cout << "granted: the client " << (granted ? "may" : "may not") << " send to room\n";

  client.RevokePermission(permission, connectionId, "room");
  const bool left = client.CheckPermission(permission, connectionId, "room");
  std::cout << "revoked: the client " << (left ? "may" : "may not") << " send to room\n";

  return granted && !left ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "permissions: " << exception.what() << '\n';
  return 1;
}
