// Add users and connections to groups, check which groups have members, and remove them again.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   groups ann <connection id>
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: groups USER_ID CONNECTION_ID\n";
    return 2;
  }
  const std::string userId = argv[1];
  const std::string connectionId = argv[2];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  if (!client.UserExists(userId) || !client.ConnectionExists(connectionId)) {
    std::cerr << "groups: the user or the connection isn't connected\n";
    return 1;
  }

  // Adds the user's current connections. Later connections don't join the group.
  client.AddUserToGroup("readers", userId);
  client.AddConnectionToGroup("writers", connectionId);
  // Adds every connection that matches a filter to several groups.
  client.AddConnectionsToGroups({"readers", "guests"}, "userId ne null");

  // A group exists as long as it has members.
  const bool hasReaders = client.GroupExists("readers");
  std::cout << "readers: " << (hasReaders ? "has members" : "is empty") << '\n';

  client.RemoveUserFromGroup("readers", userId);
  client.RemoveConnectionFromAllGroups(connectionId);
  // To select the whole hub, use AllConnections. An empty filter is refused.
  const auto allConnections = ClientConnectionFilter::AllConnections();
  client.RemoveConnectionsFromGroups({"readers", "writers", "guests"}, allConnections);

  const bool stillHasReaders = client.GroupExists("readers");
  std::cout << "readers: " << (stillHasReaders ? "has members" : "is empty") << '\n';
  return hasReaders && !stillHasReaders ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "groups: " << exception.what() << '\n';
  return 1;
}
