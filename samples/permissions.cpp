// Let a connected client publish to a group, and revoke that permission.
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

  // The permission for one group. Without a group name it is for all groups.
  const auto permission = WebPubSubPermission::SendToGroup;
  client.GrantPermission(permission, connectionId, "room");
  const bool granted = client.CheckPermission(permission, connectionId, "room");
  std::cout << "granted: the client " << (granted ? "may" : "may not") << " send to room\n";

  client.RevokePermission(permission, connectionId, "room");
  const bool stillGranted = client.CheckPermission(permission, connectionId, "room");
  std::cout << "revoked: the client " << (stillGranted ? "may" : "may not") << " send to room\n";

  return granted && !stillGranted ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "permissions: " << exception.what() << '\n';
  return 1;
}
