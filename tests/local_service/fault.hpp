#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// What happens to a request, or to an event, that matches a fault.
enum class FaultAction {
  /// The service handles it as usual, after the delay.
  Handle,
  /// The service sends the fault's response instead of handling it.
  Respond,
  /// The service drops the connection instead of handling it.
  Drop,
  /// The service handles it, and drops the connection instead of sending the response.
  DropAfterHandling,
  /// The service handles it, and sends the fault's response, as a gateway does that lost the
  /// service's.
  RespondAfterHandling,
  /// The service handles it and responds; then it sends the fault's response too, which nothing
  /// asked for, and closes the connection.
  RespondUnrequested,
  /// The service handles it and responds, with a header in two lines and a line that is none.
  OddHeaders,
  /// The service handles it, and sends each byte of the response's body after the delay.
  SlowBody,
  /// The service ends a TLS connection with a fatal alert, and drops one without TLS, instead of
  /// handling it.
  TlsAlert,
  /// The service handles it and responds; then it closes the connection without notice.
  Close,
  /// For events only: the service sends it twice, and uses the second response.
  Duplicate,
  /// For events only: the service drops the client if the event fails, as the documentation says.
  DropClient,
};

/// A fault that tests inject into requests to the REST API and into WebSocket handshakes.
///
///     Fault busy;
///     busy.Path = "/api/hubs/chat/*";
///     busy.Status = 503;
///     busy.Headers = {{"Retry-After", "1"}};
///     service.AddFault(busy);
struct Fault {
  Fault() {}

  /// Matches requests with this method, or with any method if it is empty.
  std::string Method;
  /// Matches requests whose path, as sent and without the query, matches this pattern. A `*`
  /// matches any sequence of characters.
  std::string Path = "*";
  /// Matches attempts to send an event whose name matches this pattern: `connect`, `connected`,
  /// `disconnected`, `user.` and the name of a user event, or `validate` for the question whether a
  /// handler accepts events. The fault then matches no requests.
  std::string Event;
  /// Affects the matching requests from the Nth on: Count of them, or all if Count is 0.
  int Nth = 1;
  int Count = 1;

  FaultAction Action = FaultAction::Respond;
  /// How long the service waits before the action.
  std::chrono::milliseconds Delay{0};
  /// The response that FaultAction::Respond sends.
  int Status = 500;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

/// An error message for an invalid fault; nothing if the fault is valid.
std::optional<std::string> FindError(const Fault& fault);

/// The faults that have not yet affected all their requests.
class FaultPlan {
 public:
  void Add(Fault fault) { faults_.push_back({std::move(fault), 0}); }
  void Clear() { faults_.clear(); }

  /// Returns the fault that affects a request: if there are several, the one that was added first.
  /// Every fault that matches the request counts it.
  std::optional<Fault> Take(std::string_view method, std::string_view path);
  /// The same for an attempt to send an event.
  std::optional<Fault> TakeForEvent(std::string_view event);

 private:
  template <class Condition>
  std::optional<Fault> TakeIf(Condition isAffected);

  struct Planned {
    Fault Rule;
    int Seen;
  };
  std::vector<Planned> faults_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
