// Metrics and traces with an observer: it counts calls in the format of Prometheus, and gives each
// call a trace. For OpenTelemetry, the library has an observer: adapters/opentelemetry.hpp.
#include <azure/messaging/webpubsub.hpp>

#include <iomanip>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>

#include "local_service/service.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

class Metrics final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& headers) override {
    // The ids of trace and span, here made from the call's id: https://www.w3.org/TR/trace-context
    std::ostringstream traceparent;
    traceparent << std::hex << std::setfill('0') << "00-" << std::setw(16) << process_
                << std::setw(16) << call.CallId << '-' << std::setw(16) << call.CallId << "-01";
    headers.Set("traceparent", traceparent.str());
  }

  void CallEnded(const CallDescription& call, const CallProgress& progress) override {
    const std::string status = progress.Status ? std::to_string(*progress.Status) : "none";
    const std::string labels =
        "{operation=\"" + std::string(call.OperationName) + "\",status=\"" + status + "\"}";
    const std::lock_guard lock(mutex_);
    values_["webpubsub_calls_total" + labels] += 1;
    values_["webpubsub_attempts_total" + labels] += progress.Attempts;
    values_["webpubsub_sent_bytes_total" + labels] += static_cast<double>(call.RequestBodyBytes);
    values_["webpubsub_seconds_total" + labels] +=
        std::chrono::duration<double>(progress.Elapsed).count();
  }

  void Print(std::ostream& out) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : values_) out << name << ' ' << value << '\n';
  }

 private:
  const std::uint64_t process_ = std::random_device()() | 1U;
  mutable std::mutex mutex_;
  std::map<std::string, double> values_;
};

int main() {
  LocalService::Service service;
  LocalService::Fault busy;
  busy.Status = 503;
  service.AddFault(busy);

  const auto metrics = std::make_shared<Metrics>();
  WebPubSubServiceClientOptions options;
  options.Observer = metrics;
  const WebPubSubServiceClient client(service.ConnectionString(), "chat", options);
  client.SendToAll("Hello World!");  // succeeds at the second attempt
  client.SendToUser("ann", "Hello Ann!");
  try {
    client.AddConnectionToGroup("room", "nobody");
  } catch (const RequestFailedException& exception) {
    std::cout << "# " << exception.what() << '\n';
  }
  metrics->Print(std::cout);

  int traced = 0;
  for (const auto& request : service.Requests()) {
    for (const auto& [name, value] : request.Headers) {
      if (name != "traceparent") continue;
      std::cout << "# " << request.Path << " in trace " << value << '\n';
      ++traced;
    }
  }
  return traced == 4 ? 0 : 1;
}
