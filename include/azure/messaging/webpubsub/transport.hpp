#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace Azure::Messaging::WebPubSub {

/// Why there is no usable response to a request.
enum class TransportError {
  /// The host's name (or the proxy's) could not be resolved. Nothing was sent.
  NameResolution,
  /// No connection to the host (or the proxy) was made. Nothing was sent.
  Connect,
  /// The TLS handshake failed, the certificate was refused, or a file of TransportOptions can't be
  /// used any more. Nothing was sent.
  Tls,
  /// The proxy refused to connect to the host; TransportException::ProxyStatus() says how. Nothing
  /// was sent.
  Proxy,
  /// The connection was closed or broke before the response was complete, or the server ended or
  /// refused the request's stream (HTTP/2).
  ConnectionLost,
  /// The attempt took longer than TransportOptions::AttemptTimeout (connecting, longer than
  /// ConnectTimeout).
  Timeout,
  /// The response isn't HTTP, or is cut short.
  MalformedResponse,
  /// The headers or the body of the response are larger than the limit.
  ResponseTooLarge,
  /// This machine has no descriptor, thread or memory left for the call.
  Resources,
  /// The call's Context was cancelled or its deadline passed; the call ends with
  /// OperationCancelledException.
  Cancelled,
  /// Anything else.
  Other,
};

/// The enumerator's name, for example "ConnectionLost".
AZURE_MESSAGING_WEBPUBSUB_API std::string_view ToString(TransportError error) noexcept;

/// How one attempt failed to get a response.
struct TransportFailure {
  /// @param cause why.
  /// @param message what happened, in one line, without secrets.
  /// @param requestMayHaveBeenSent false only if not one byte of the request was written, or the
  ///   server says that it hasn't processed the request.
  TransportFailure(TransportError cause, std::string message, bool requestMayHaveBeenSent)
      : Cause(cause),
        Message(std::move(message)),
        RequestMayHaveBeenSent(requestMayHaveBeenSent),
        IsPermanent(cause == TransportError::Cancelled ||
                    cause == TransportError::ResponseTooLarge || cause == TransportError::Other) {}

  /// Why.
  TransportError Cause;
  /// What happened, in one line, without secrets.
  std::string Message;
  /// False only if not one byte of the request was written, or the server says that it hasn't
  /// processed the request (HTTP/2), so that it can't have been accepted.
  bool RequestMayHaveBeenSent;
  /// True if the connection had served earlier requests and was found closed. The next attempt
  /// opens a new one, so it doesn't wait.
  bool ReusedConnection = false;
  /// True if no waiting can change it, for example an unknown authority: the call isn't retried. By
  /// default it is true for the causes Cancelled, ResponseTooLarge and Other.
  bool IsPermanent;
  /// What a proxy responded in place of a connection to the host, else null. Its status decides
  /// whether the call is retried, and its `Retry-After` when.
  std::shared_ptr<const HttpResponse> ProxyResponse;
};

/// How one attempt ended: a response, whatever its status, or a failure.
class AZURE_MESSAGING_WEBPUBSUB_API AttemptOutcome {
 public:
  // Implicit, so that a transport may complete with either.
  // NOLINTBEGIN(google-explicit-constructor)
  /// @param response whatever its status.
  AttemptOutcome(HttpResponse response) : result_(std::move(response)) {}
  /// @param failure why there is no response.
  AttemptOutcome(TransportFailure failure) : result_(std::move(failure)) {}
  // NOLINTEND(google-explicit-constructor)

  /// Whether there is a response, whatever its status.
  [[nodiscard]] bool HasResponse() const noexcept {
    return std::holds_alternative<HttpResponse>(result_);
  }
  /// The response. Only if HasResponse().
  [[nodiscard]] const HttpResponse& Response() const& { return std::get<HttpResponse>(result_); }
  /// The same, to move from.
  [[nodiscard]] HttpResponse&& Response() && { return std::get<HttpResponse>(std::move(result_)); }
  /// The failure. Only if not HasResponse().
  [[nodiscard]] const TransportFailure& Failure() const {
    return std::get<TransportFailure>(result_);
  }

 private:
  std::variant<HttpResponse, TransportFailure> result_;
};

namespace Detail {
class WorkerPool;
}

/// Sends requests: libcurl's by default, any other through
/// WebPubSubServiceClientOptions::TransportAdapter (another stack, or a script in a test).
///
/// An object is used by many threads at once.
///
///     class Always202 : public HttpTransport {
///      public:
///       HttpResponse Send(const HttpRequest&, const Context&) override { return HttpResponse(202);
///       }
///     };
class AZURE_MESSAGING_WEBPUBSUB_API HttpTransport {
 public:
  /// Receives the outcome of an attempt, once. Never throws.
  using Completion = std::function<void(AttemptOutcome)>;

  virtual ~HttpTransport();

  /// Sends one request on the caller's thread and waits for its response.
  ///
  /// A response with an error status is a response. A transport doesn't follow redirects and
  /// doesn't send anything a second time: the pipeline decides that.
  /// @param request lives until Send returns.
  /// @param context the call's deadline and cancellation, to be obeyed within 50 ms.
  /// @throws TransportException if there is no usable response: its MayHaveBeenAccepted() says
  ///   whether the request may have been sent. OperationCancelledException if `context` ended
  ///   the attempt. std::bad_alloc counts as a failure of the cause Resources. Any other exception
  ///   ends the call with a TransportException of the cause Other.
  virtual HttpResponse Send(const HttpRequest& request, const Context& context) = 0;

  /// Sends one request in the background, for the asynchronous calls; otherwise like Send. It is
  /// called on the library's I/O thread and must not block. The default runs Send on a worker
  /// thread, of which a transport has up to 64, unless `context` has ended before one is free.
  /// @param request, context kept for as long as the attempt takes. A deadline cancels `context`
  ///   too.
  /// @param done to be called with the response or the failure, from any thread, also before
  ///   SendAsync returns. The transport lives until then.
  virtual void SendAsync(HttpRequest request, Context context, Completion done);

 protected:
  HttpTransport();
  /// For derived classes that are copied.
  HttpTransport(const HttpTransport&) = default;
  /// For derived classes that are copied.
  HttpTransport& operator=(const HttpTransport&) = default;

 private:
  std::shared_ptr<Detail::WorkerPool> workers_;  // for the default SendAsync
};

}  // namespace Azure::Messaging::WebPubSub
