// The program at the top of the README: compiled, not run, for it needs a resource in Azure.

#include <azure/messaging/webpubsub.hpp>

using namespace Azure::Messaging::WebPubSub;

int main() {
  WebPubSubServiceClient client("Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;",
                                "chat");
  client.SendToAll("Hello World!");
  client.SendToUser("ann", RequestContent::Json(R"({"Foo":42})"));
}
