// Test your own code without a network, with a transport that responds as the test requires. For
// longer scripts, use the ready-made <azure/messaging/webpubsub/testing/scripted_transport.hpp>.
// For a real server, use webpubsub-local.
//
//   mock_transport
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// The code under test.
class Newsroom {
 public:
  explicit Newsroom(WebPubSubServiceClient client) : client_(std::move(client)) {}

  bool Publish(const std::string& headline) {
    try {
      client_.SendToGroup("readers", headline);
      return true;
    } catch (const RequestFailedException&) {
      return false;
    }
  }

 private:
  WebPubSubServiceClient client_;
};

// Responds to every request with the same status, and records the last request.
class MockTransport : public HttpTransport {
 public:
  explicit MockTransport(int status) : status_(status) {}

  HttpResponse Send(const HttpRequest& request, const Context& /*context*/) override {
    LastUrl = request.Url();
    LastBody = request.Body();
    return HttpResponse(status_);
  }

  std::string LastUrl;
  std::string LastBody;

 private:
  int status_;
};

WebPubSubServiceClient ClientWith(std::shared_ptr<HttpTransport> transport) {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::move(transport);
  return {"https://mock.example", "news", AzureKeyCredential("any key"), options};
}

bool Check(bool passed, const char* what) {
  std::cout << (passed ? "ok      " : "FAILED  ") << what << '\n';
  return passed;
}

}  // namespace

int main() try {
  const auto accepting = std::make_shared<MockTransport>(202);
  bool passed = Check(Newsroom(ClientWith(accepting)).Publish("It works"), "a headline goes out");
  passed &= Check(accepting->LastBody == "It works", "it is the message");
  passed &= Check(accepting->LastUrl.find("/hubs/news/groups/readers/") != std::string::npos,
                  "the readers get it");
  const auto refusing = std::make_shared<MockTransport>(403);
  passed &= Check(!Newsroom(ClientWith(refusing)).Publish("Oh"), "a refusal is noticed");
  return passed ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "mock_transport: " << exception.what() << '\n';
  return 1;
}
