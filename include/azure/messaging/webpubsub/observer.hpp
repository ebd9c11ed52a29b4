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

/// The call that an observer is notified about. The views live until the observer returns.
struct CallDescription {
  CallDescription() {}

  /// Unique within the process; the same in all notifications about a call.
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
  /// The status of the last response; nothing if there was none.
  std::optional<int> Status;
  /// The size of the last response's body.
  std::size_t ResponseBodyBytes = 0;
  /// The attempt's duration; for a call, that of all its attempts and waits.
  std::chrono::nanoseconds Elapsed{0};
  /// Whether the attempt, or the call, succeeded.
  bool Succeeded = false;
  /// What went wrong, without secrets; empty after a success, and for an attempt that has a
  /// response.
  std::string_view Failure;
};

/// Observes every call of a client: enough for metrics and tracing, for example with OpenTelemetry.
///
/// An object is shared by all calls and used by many threads at once. Its members run on the
/// caller's thread, or for asynchronous calls on the library's I/O thread; they must be quick and
/// must not block. An exception from one is logged and has no other effect.
class AZURE_MESSAGING_WEBPUBSUB_API CallObserver {
 public:
  virtual ~CallObserver() = default;

  /// A call starts.
  /// @param call the call.
  /// @param headers of every attempt of the call: the place to add `traceparent`.
  virtual void CallStarted(const CallDescription& call, HttpHeaders& headers) {
    (void)call, (void)headers;
  }
  /// An attempt has ended.
  /// @param call the call of the attempt.
  /// @param progress how it ended.
  virtual void AttemptEnded(const CallDescription& call, const CallProgress& progress) {
    (void)call, (void)progress;
  }
  /// A call has ended. Follows each CallStarted exactly once, unless the process exits.
  /// @param call the call.
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
