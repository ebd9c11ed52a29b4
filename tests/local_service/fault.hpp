#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// What becomes of a request that meets a fault.
enum class FaultAction {
  /// It is handled as ever; only the delay counts.
  Handle,
  /// It is not handled; the response is the fault's.
  Respond,
  /// It is not handled, and the connection is cut.
  Drop,
  /// It is handled, and the connection is cut in place of the response, which is lost.
  DropAfterHandling,
  /// It is handled; the response's body comes a byte at a time, each after the delay.
  SlowBody,
  /// It is not handled; a TLS connection ends with a fatal alert, one without TLS is cut.
  TlsAlert,
  /// It is handled and answered; then the connection is closed without notice.
  Close,
};

/// Something that goes wrong on purpose, for requests to the REST API and for WebSocket handshakes.
///
///     Fault busy;
///     busy.Path = "/api/hubs/chat/*";
///     busy.Status = 503;
///     busy.Headers = {{"Retry-After", "1"}};
///     service.AddFault(busy);
struct Fault {
  Fault() {}

  /// The requests that it is for: with this method (empty: any), and with a path (without the
  /// query, as sent) that fits this pattern, in which `*` stands for anything.
  std::string Method;
  std::string Path = "*";
  /// The first of these requests that meets it, and how many do; 0: all from then on.
  int Nth = 1;
  int Count = 1;

  FaultAction Action = FaultAction::Respond;
  /// How long the request waits first.
  std::chrono::milliseconds Delay{0};
  /// The response of FaultAction::Respond.
  int Status = 500;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

/// What is wrong with a fault; nothing if it makes sense.
std::optional<std::string> FindError(const Fault& fault);

/// The faults that wait for their requests.
class FaultPlan {
 public:
  void Add(Fault fault) { faults_.push_back({std::move(fault), 0}); }
  void Clear() { faults_.clear(); }

  /// The fault that a request meets: of several the one that was added first. Every fault that is
  /// for the request counts it.
  std::optional<Fault> Take(std::string_view method, std::string_view path);

 private:
  struct Planned {
    Fault What;
    int Seen;
  };
  std::vector<Planned> faults_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
