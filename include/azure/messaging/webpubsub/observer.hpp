#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub {

/// Which call an observer is told of. The views live until the observer returns.
struct CallDescription {
  CallDescription() {}

  /// Unique within the process; the same for all moments of a call.
  std::uint64_t CallId = 0;
  /// The operation's name, for example "SendToAll".
  std::string_view OperationName;
  /// The client's hub.
  std::string_view Hub;
  /// The call's `x-ms-client-request-id`, the same for all its attempts.
  std::string_view ClientRequestId;
  /// The size of the request's body.
  std::size_t RequestBodyBytes = 0;
};

/// How an attempt, or a call, ended.
struct CallProgress {
  CallProgress() {}

  /// The attempts so far, this one included.
  int Attempts = 0;
  /// The status of the last answer; nothing if there was none.
  std::optional<int> Status;
  /// The size of the last answer's body.
  std::size_t ResponseBodyBytes = 0;
  /// The attempt's duration; for a call, that of all its attempts and waits.
  std::chrono::nanoseconds Elapsed{0};
  /// Whether the attempt, or the call, succeeded.
  bool Succeeded = false;
  /// What went wrong, without secrets; empty after a success, and for an attempt that was answered.
  std::string_view Failure;
};

/// Is told of every call of a client: enough for metrics and tracing (OpenTelemetry, say).
///
/// An object is shared by all calls and used by many threads at once. Its members run on the
/// caller's thread, or for asynchronous calls on the library's I/O thread; they must be quick and
/// not block, and an exception from one is logged and goes no further.
class AZURE_MESSAGING_WEBPUBSUB_API CallObserver {
 public:
  virtual ~CallObserver() = default;

  /// A call begins.
  /// @param call which one.
  /// @param headers of every attempt of the call: the place to add `traceparent`.
  virtual void CallStarted(const CallDescription& call, HttpHeaders& headers) {
    (void)call, (void)headers;
  }
  /// An attempt has ended.
  /// @param call which one's.
  /// @param progress how it ended.
  virtual void AttemptEnded(const CallDescription& call, const CallProgress& progress) {
    (void)call, (void)progress;
  }
  /// The call has ended; comes exactly once for each CallStarted.
  /// @param call which one.
  /// @param progress how it ended.
  virtual void CallEnded(const CallDescription& call, const CallProgress& progress) {
    (void)call, (void)progress;
  }

 protected:
  CallObserver() = default;
  /// For derived classes that are copied.
  CallObserver(const CallObserver&) = default;
  /// For derived classes that are copied.
  CallObserver& operator=(const CallObserver&) = default;
};

}  // namespace Azure::Messaging::WebPubSub
