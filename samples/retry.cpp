// Choose what is retried and how often, and see what a failure reports.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   retry
#include <azure/messaging/webpubsub.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <memory>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

namespace {

// Prints every attempt of a call.
class ShowAttempts : public HttpPolicy {
 public:
  void OnRequest(HttpRequest& /*request*/, int attempt, const Context& /*context*/) const override {
    std::cout << "attempt " << attempt << ": ";
  }
  void OnOutcome(const AttemptOutcome& outcome) const override {
    if (outcome.HasResponse()) {
      std::cout << "status " << outcome.Response().Status() << '\n';
    } else {
      std::cout << outcome.Failure().Message << '\n';
    }
  }
};

}  // namespace

int main() try {
  WebPubSubServiceClientOptions options;
  options.Retry.MaxRetries = 4;
  options.Retry.Delay = std::chrono::milliseconds(50);  // doubles with each retry, plus jitter
  options.Retry.MaxDelay = std::chrono::seconds(5);
  // The service can't detect duplicate messages. With AtMostOnce, the library repeats a send only
  // if the service can't have accepted the previous attempt.
  options.Retry.Sends = SendRetry::AtMostOnce;
  options.PerRetryPolicies = {std::make_shared<ShowAttempts>()};
  const WebPubSubServiceClient client(Environment("WebPubSubConnectionString"), "chat", options);

  client.SendToAll("Hello, in spite of all!");
  std::cout << "accepted\n";
  return 0;
} catch (const RequestFailedException& exception) {
  std::cerr << "retry: refused after " << exception.Attempts() << " attempts, with status "
            << exception.Status() << " and code " << exception.ErrorCode() << '\n';
  return 1;
} catch (const WebPubSubException& exception) {
  std::cerr << "retry: failed after " << exception.Attempts() << " attempts; the message "
            << (exception.MayHaveBeenAccepted() ? "may have been" : "was not") << " accepted\n"
            << exception.what() << '\n';
  return 1;
} catch (const std::exception& exception) {
  std::cerr << "retry: " << exception.what() << '\n';
  return 1;
}
