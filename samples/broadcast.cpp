// Send a text, a JSON and a binary message to every client of a hub.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   broadcast
#include <azure/messaging/webpubsub.hpp>

#include <array>
#include <exception>
#include <iostream>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main() try {
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat");

  // A string is a text message.
  const Response text = client.SendToAll("Hello World!");
  std::cout << "text:   accepted with status " << text.Status() << '\n';

  // RequestContent::Json makes JSON from a text, or from any value with dump(), such as
  // nlohmann::json.
  const Response json = client.SendToAll(RequestContent::Json(R"({"Foo":"Hello","Bar":42})"));
  std::cout << "json:   accepted with status " << json.Status() << '\n';

  // RequestContent::Binary makes a binary message from any container of bytes.
  const std::array<unsigned char, 4> bytes{0xDE, 0xAD, 0xBE, 0xEF};
  const Response binary = client.SendToAll(RequestContent::Binary(bytes));
  std::cout << "binary: accepted with status " << binary.Status() << '\n';
  return 0;
} catch (const std::exception& exception) {
  std::cerr << "broadcast: " << exception.what() << '\n';
  return 1;
}
