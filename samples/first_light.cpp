// Send messages with WebPubSubServiceClient, watch them arrive at WebSocket clients, and hear what
// a client says.
//
//   first_light                               with a local service, in this process
//   first_light --connection-string "..."     with an Azure Web PubSub resource
//
// Exits with 0 if every client receives exactly its messages, and with 1 otherwise.
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "first_light/destination.hpp"
#include "first_light/event_server.hpp"
#include "first_light/listener.hpp"
#include "first_light/message.hpp"
#include "first_light/transcript.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using namespace FirstLight;                   // NOLINT(google-build-using-namespace)

namespace {

bool Run(const Destination& destination) {
  const WebPubSubServiceClient client(destination.ConnectionString(), destination.Hub());

  // Three clients connect, each with a URL from the service client.
  const std::string room = destination.Unique("room");
  Listener ann(client, destination.Unique("ann"), room, Protocol::Raw);
  Listener bob(client, destination.Unique("bob"), room, Protocol::Json);
  Listener cat(client, destination.Unique("cat"), room, Protocol::Json);

  Transcript transcript({&ann, &bob, &cat}, room);
  transcript.Introduce(destination.Description());

  const std::vector<Message> messages = {
      Message::Text("Hello World!"),
      Message::Json(R"({"Foo":42})"),
      Message::Binary("\xDE\xAD\xBE\xEF", "3q2+7w=="),
  };

  for (const Message& message : messages) {
    transcript.Sending("SendToAll", "", message);
    client.SendToAll(message.Content);
    transcript.ExpectAt({&ann, &bob, &cat});
  }

  for (const Message& message : messages) {
    transcript.Sending("SendToGroup", room, message);
    client.SendToGroup(room, message.Content);
    transcript.ExpectAt({&ann, &bob, &cat});
  }

  for (const Message& message : messages) {
    transcript.Sending("SendToUser", ann.User(), message);
    client.SendToUser(ann.User(), message.Content);
    transcript.ExpectAt({&ann});
  }

  for (const Message& message : messages) {
    transcript.Sending("SendToConnection", bob.User() + "'s", message);
    client.SendToConnection(bob.ConnectionId(), message.Content);
    transcript.ExpectAt({&bob});
  }

  // To all members of the group except one.
  SendOptions withoutCat;
  withoutCat.Excluded = {cat.ConnectionId()};
  const Message surprise = Message::Text("Not for cat");
  transcript.Sending("SendToGroup", room, surprise);
  client.SendToGroup(room, surprise.Content, withoutCat);
  transcript.ExpectAt({&ann, &bob});
  transcript.ShowExcluded(cat);

  // A client speaks to the server, which hears it in its event handler, and replies.
  if (EventServer* server = destination.Events()) {
    transcript.Conversation(ann, Message::Text("Anyone here?"), *server);
  }

  // A client receives its messages in order. So if this message is the next one at each client, no
  // client has received anything unexpected before it, and there is no need to wait.
  const Message last = Message::Text("Good night!");
  transcript.Sending("SendToAll", "", last);
  client.SendToAll(last.Content);
  transcript.ExpectAt({&ann, &bob, &cat});

  return transcript.Conclude();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Destination destination(std::vector<std::string>(argv + 1, argv + argc));
    return Run(destination) ? 0 : 1;
  } catch (const std::exception& exception) {
    std::cerr << "\nfirst_light: " << exception.what() << '\n';
    return 1;
  }
}
