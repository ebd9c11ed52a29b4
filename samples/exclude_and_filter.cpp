// Send to some of a hub's clients: exclude connections, or select connections with a filter.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   exclude_and_filter <connection id> bob
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: exclude_and_filter CONNECTION_ID USER_ID\n";
    return 2;
  }
  const std::string connectionId = argv[1];
  const std::string userId = argv[2];

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // For example, exclude the connection that the message came from.
  SendOptions toTheOthers;
  toTheOthers.Excluded = {connectionId};
  client.SendToAll("For all the others", toTheOthers);
  std::cout << "sent to all but " << connectionId << '\n';

  // Create quotes and escapes each value, so that no value can change the rest of the expression.
  SendOptions filtered;
  filtered.Filter = ClientConnectionFilter::Create("userId eq {} and {} in groups", userId, "room");
  client.SendToAll("For one user, if in the room", filtered);
  std::cout << "sent where " << filtered.Filter.Expression() << '\n';
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "exclude_and_filter: " << exception.what() << '\n';
  return 1;
}
