#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
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
  /// The request's method.
  HttpMethod Method = HttpMethod::Get;
  /// The request's absolute URL, as in the log: a user with a password and the values of query
  /// parameters but `api-version` are REDACTED. Ids of users and connections in the path are not.
  /// In CallStarted it is the service's; from the first attempt on, it is that of the last attempt,
  /// for example the reverse proxy's.
  std::string_view Url;
  /// What CaptureCallerContext returned for this call; null if it returned null, or threw.
  const void* CallerContext = nullptr;
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
  /// The kind of the failure, one of a few, to be used as a metric's label: the name of a
  /// TransportError where there is no usable response, for example "Timeout", else the class of the
  /// call's exception, for example "RequestFailedException", or "Other" for one that isn't the
  /// library's. Empty where `Failure` is.
  std::string_view FailureType;
};

/// Observes every call of a client: enough for metrics and tracing, for example with OpenTelemetry.
///
/// An object is shared by all calls and used by many threads at once. Its members run on the
/// caller's thread, or for asynchronous calls on the library's I/O thread, but for
/// CaptureCallerContext, which always runs on the caller's; they must be quick and must not block.
/// An exception from one is logged and has no other effect.
class AZURE_MESSAGING_WEBPUBSUB_API CallObserver {
 public:
  virtual ~CallObserver() = default;

  /// A call starts.
  /// @param call the call.
  /// @param headers of every attempt of the call: the place to add a `traceparent` for the call.
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
  /// An attempt starts: its request is complete, and is sent next. Follows CallStarted.
  /// AttemptEnded follows, unless the transport couldn't begin; then CallEnded does.
  /// @param call the call of the attempt.
  /// @param attempt 1 for the first.
  /// @param headers to be added to this attempt's request, none at first. A field replaces those of
  ///   its name: the place to add a `traceparent` for each attempt.
  virtual void AttemptStarted(const CallDescription& call, int attempt, HttpHeaders& headers) {
    (void)call, (void)attempt, (void)headers;
  }
  /// A call is made. Runs on the thread that makes it, before CallStarted, which may come on
  /// another thread: the place to keep what belongs to the caller's thread, for example its current
  /// span. A fan-out captures once for all its requests. CallStarted doesn't follow if the call is
  /// refused, for example because too many are under way.
  /// @return what CallDescription::CallerContext points at. The call shares it until CallEnded has
  ///   returned.
  virtual std::shared_ptr<const void> CaptureCallerContext() { return nullptr; }

 protected:
  CallObserver() = default;
  /// For derived classes that are copied.
  CallObserver(const CallObserver&) = default;
  /// For derived classes that are copied.
  CallObserver& operator=(const CallObserver&) = default;
};

}  // namespace Azure::Messaging::WebPubSub
