// A user's first program. It links the whole library, and requires no service to run.
#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

class Always202 : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& request, const Context& context) override {
    static_cast<void>(request);
    static_cast<void>(context);
    return HttpResponse(202);
  }
};

const std::string connectionString =
    "Endpoint=http://"
    "127.0.0.1:8080;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;";

bool SendsThroughACustomTransport() {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::make_shared<Always202>();
  const WebPubSubServiceClient client(connectionString, "chat", options);
  return client.SendToAll(RequestContent::Json(R"({"Foo":"Hello World!"})")).Status() == 202;
}

bool SignsAClientAccessUri() {
  const WebPubSubServiceClient client(connectionString, "chat");
  return client.GetClientAccessUri().rfind("ws://127.0.0.1:8080/client/hubs/chat?access_token=",
                                           0) == 0;
}

bool HearsEvents() {
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(connectionString)};
  const WebPubSubEventHandler handler("chat", std::make_shared<WebPubSubHub>(), options);
  return handler.Handle({"OPTIONS", {{"WebHook-Request-Origin", "127.0.0.1"}}, ""}).Status() == 200;
}

bool ThrowsForABadArgument() {
  try {
    const WebPubSubServiceClient client("not a connection string", "chat");
    return false;
  } catch (const std::invalid_argument&) {
    return true;
  }
}

}  // namespace

int main() {
  const bool works = SendsThroughACustomTransport() && SignsAClientAccessUri() && HearsEvents() &&
                     ThrowsForABadArgument();
  std::cout << "azure-messaging-webpubsub " AZURE_MESSAGING_WEBPUBSUB_VERSION
            << (works ? " works\n" : " does not work\n");
  return works ? 0 : 1;
}
