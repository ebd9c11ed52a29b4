// Exceptions cross the library's boundary in both directions and are caught by their types: those
// that the library throws to its user, and those that the user's transport throws to the library.
#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using Testing::ScriptedTransport;

namespace {

class MyException : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

WebPubSubServiceClient ClientWith(std::shared_ptr<HttpTransport> transport) {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::move(transport);
  options.Retry.MaxRetries = 0;
  return {"https://mock.example", "chat", AzureKeyCredential("key"), options};
}

// Returns whether the call throws an Exception that fits.
template <class Exception, class Call, class Fits>
bool Throws(const char* what, Call call, Fits fits) {
  bool passed = false;
  try {
    call();
  } catch (const Exception& exception) {
    passed = fits(exception);
  } catch (const std::exception& exception) {
    std::cout << "another exception: " << exception.what() << '\n';
  }
  std::cout << (passed ? "ok      " : "FAILED  ") << what << '\n';
  return passed;
}

bool CheckServiceFailures() {
  const auto transport = std::make_shared<ScriptedTransport>();
  const auto client = ClientWith(transport);
  const auto is404 = [](const RequestFailedException& failed) {
    return failed.Status() == 404 && failed.ErrorCode() == "Gone" && failed.Attempts() == 1;
  };
  for (int i = 0; i < 3; ++i) transport->WillRespond(404, {{"x-ms-error-code", "Gone"}});
  bool passed = Throws<RequestFailedException>(
      "a failure", [&] { client.SendToAll("hi"); }, is404);
  passed &= Throws<WebPubSubException>(
      "a failure, by its base class", [&] { client.SendToAll("hi"); },
      [](const WebPubSubException& failed) { return failed.Attempts() == 1; });
  passed &= Throws<RequestFailedException>(
      "a failure in a future", [&] { client.SendToAllAsync("hi").Get(); }, is404);
  return passed;
}

bool CheckTransportFailures() {
  const auto transport = std::make_shared<ScriptedTransport>();
  const auto client = ClientWith(transport);
  transport->WillFail(TransportError::Connect, false);
  transport->Will([](const HttpRequest&, const Context&) -> HttpResponse {
    throw MyException("no network today");
  });
  bool passed = Throws<TransportException>(
      "no connection", [&] { client.SendToAll("hi"); },
      [](const TransportException& failed) {
        return failed.Cause() == TransportError::Connect && !failed.MayHaveBeenAccepted();
      });
  passed &= Throws<TransportException>(
      "an exception type that the library doesn't know", [&] { client.SendToAll("hi"); },
      [](const TransportException& failed) { return failed.Cause() == TransportError::Other; });
  return passed;
}

class FailingHub : public WebPubSubHub {
 public:
  void OnConnected(const ConnectedEventRequest& /*request*/) override {
    throw MyException("no database today");
  }
};

bool CheckHubFailures() {
  EventHandlerOptions options;
  options.Sources = {EventSource("http://localhost", {AzureKeyCredential("key")})};
  options.Logger = [](const LogRecord& /*record*/) {};
  const WebPubSubEventHandler handler("chat", std::make_shared<FailingHub>(), options);
  const bool passed =
      handler.Handle(Testing::MakeConnectedRequest("key", "chat", "conn-1")).Status() == 500;
  std::cout << (passed ? "ok      " : "FAILED  ") << "an exception of a hub\n";
  return passed;
}

bool CheckCallerErrors() {
  const auto client = ClientWith(std::make_shared<ScriptedTransport>());
  const Context context = Context::Cancellable();
  context.Cancel();
  bool passed = Throws<OperationCancelledException>(
      "a cancelled call", [&] { client.SendToAll("hi", {}, context); },
      [](const OperationCancelledException& failed) { return failed.Attempts() == 0; });
  passed &= Throws<std::invalid_argument>(
      "a bad argument", [&] { client.SendToGroup("..", "hi"); },
      [](const std::invalid_argument& failed) {
        return std::string(failed.what()).find("group") != std::string::npos;
      });
  return passed;
}

}  // namespace

int main() {
  const bool service = CheckServiceFailures();
  const bool transport = CheckTransportFailures();
  const bool hub = CheckHubFailures();
  const bool caller = CheckCallerErrors();
  return service && transport && hub && caller ? 0 : 1;
}
