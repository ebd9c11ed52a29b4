// Make the URLs that clients connect with. A web server gives one to each user who has signed in.
// Any WebSocket client can connect with it.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   client_access ann
#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <string>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: client_access USER_ID\n";
    return 2;
  }

  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // An anonymous client, which may only receive, for one hour. With an access key the library signs
  // the URL locally, without a request.
  std::cout << "anonymous: " << client.GetClientAccessUri() << '\n';

  // The token in the URL is a secret: give it to this user only.
  ClientAccessOptions access;
  access.UserId = argv[1];
  access.Groups = {"room"};
  access.Roles = {"webpubsub.joinLeaveGroup.room", "webpubsub.sendToGroup.room"};
  access.ExpiresAfter = std::chrono::minutes(5);  // time to connect; a connection may last longer
  std::cout << "the user:  " << client.GetClientAccessUri(access) << '\n';

  ClientAccessOptions device;
  device.UserId = argv[1];
  device.Protocol = WebPubSubClientProtocol::Mqtt;
  std::cout << "by MQTT:   " << client.GetClientAccessUri(device) << '\n';
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "client_access: " << exception.what() << '\n';
  return 1;
}
