// Change the access key in a running program, while calls are in flight.
//
//   export WebPubSubEndpoint="https://<name>.webpubsub.azure.com"
//   export WebPubSubAccessKey="<primary key>"
//   export WebPubSubSecondaryKey="<secondary key>"
//   key_rotation
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <vector>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main() try {
  AzureKeyCredential credential(Environment("WebPubSubAccessKey"));
  // The client copies the credential. Copies share the key.
  const WebPubSubServiceClient client(Environment("WebPubSubEndpoint"), "chat", credential);

  std::vector<Future<Response>> sends;
  sends.reserve(40);
  for (int i = 0; i < 20; ++i) sends.push_back(client.SendToAllAsync("before the rotation"));
  credential.Update(Environment("WebPubSubSecondaryKey"));
  for (int i = 0; i < 20; ++i) sends.push_back(client.SendToAllAsync("after the rotation"));

  for (const auto& send : sends) send.Get();  // throws if one failed
  std::cout << sends.size() << " messages accepted, before and after the rotation\n";

  // To show that Update takes effect, set a key that the service doesn't know.
  credential.Update("not a key of this service");
  try {
    client.SendToAll("never sent");
  } catch (const RequestFailedException& exception) {
    std::cout << "a wrong key is refused with status " << exception.Status() << '\n';
    return exception.Status() == 401 ? 0 : 1;
  }
  std::cerr << "key_rotation: a wrong key was accepted\n";
  return 1;
} catch (const std::exception& exception) {
  std::cerr << "key_rotation: " << exception.what() << '\n';
  return 1;
}
