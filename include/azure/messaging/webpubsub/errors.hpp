#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/response.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// The base of everything that a call throws once its arguments were accepted. (A bad argument is
/// a std::invalid_argument that names the parameter and the rule; nothing is sent then.)
///
/// Exceptions are copyable without loss, also by a move, and hold no key, token or signature.
///
/// A call for which there is no memory throws std::bad_alloc in place of any of these, from the
/// function that starts it or from its future; an attempt for which there is none is repeated like
/// others that fail, and is a TransportException of the cause Resources in the end. The process,
/// the client and its other calls go on. A std::bad_alloc doesn't say whether the service may have
/// accepted the request.
class AZURE_MESSAGING_WEBPUBSUB_API WebPubSubException : public std::runtime_error {
 public:
  /// @param message what went wrong, in words.
  /// @param mayHaveBeenAccepted see MayHaveBeenAccepted().
  /// @param attempts see Attempts().
  explicit WebPubSubException(const std::string& message, bool mayHaveBeenAccepted = false,
                              int attempts = 0)
      : std::runtime_error(message),
        mayHaveBeenAccepted_(mayHaveBeenAccepted),
        attempts_(attempts) {}

  /// Whether the service may have accepted the request in any of the attempts. False means that
  /// it certainly has not: the call may be repeated without doubling a message.
  [[nodiscard]] bool MayHaveBeenAccepted() const noexcept { return mayHaveBeenAccepted_; }

  /// How many times the request was tried, the failed connections included; 0 if the call ended
  /// before the first attempt.
  [[nodiscard]] int Attempts() const noexcept { return attempts_; }

 private:
  bool mayHaveBeenAccepted_;
  int attempts_;
};

/// The service responded with a failure, or with a success that the operation doesn't expect.
class AZURE_MESSAGING_WEBPUBSUB_API RequestFailedException : public WebPubSubException {
 public:
  /// @param message what went wrong, in words.
  /// @param response see RawResponse().
  /// @param errorCode see ErrorCode().
  /// @param mayHaveBeenAccepted see MayHaveBeenAccepted().
  /// @param attempts see Attempts().
  RequestFailedException(const std::string& message, Response response, std::string errorCode,
                         bool mayHaveBeenAccepted, int attempts)
      : WebPubSubException(message, mayHaveBeenAccepted, attempts),
        response_(std::move(response)),
        errorCode_(std::make_shared<const std::string>(std::move(errorCode))) {}
  /// The same failure.
  RequestFailedException(const RequestFailedException&) = default;
  /// The same failure.
  RequestFailedException& operator=(const RequestFailedException&) = default;

  /// The HTTP status of the last response.
  [[nodiscard]] int Status() const noexcept { return response_.Status(); }
  /// The service's code: the header `x-ms-error-code`, else the body's `code`, else empty.
  [[nodiscard]] const std::string& ErrorCode() const noexcept { return *errorCode_; }
  /// The last response as it came, with the request's id.
  [[nodiscard]] const Response& RawResponse() const noexcept { return response_; }

 private:
  Response response_;
  std::shared_ptr<const std::string> errorCode_;
};

/// There is no usable response: no address, no connection, no TLS, a proxy's refusal, a reset or a
/// time-out.
class AZURE_MESSAGING_WEBPUBSUB_API TransportException : public WebPubSubException {
 public:
  /// @param cause see Cause().
  /// @param message what went wrong, in words.
  /// @param mayHaveBeenAccepted see MayHaveBeenAccepted().
  /// @param attempts see Attempts().
  /// @param proxyStatus see ProxyStatus().
  TransportException(TransportError cause, const std::string& message, bool mayHaveBeenAccepted,
                     int attempts = 0, int proxyStatus = 0)
      : WebPubSubException(message, mayHaveBeenAccepted, attempts),
        cause_(cause),
        proxyStatus_(proxyStatus) {}

  /// Why the last attempt got no response.
  [[nodiscard]] TransportError Cause() const noexcept { return cause_; }
  /// The status with which a proxy refused to connect to the host (CONNECT), for example 407; 0 if
  /// none did.
  [[nodiscard]] int ProxyStatus() const noexcept { return proxyStatus_; }

 private:
  TransportError cause_;
  int proxyStatus_;
};

/// An unexpected success: a page that isn't one, a link to a foreign host, a token response without
/// a token, a response over the size limit.
class AZURE_MESSAGING_WEBPUBSUB_API InvalidResponseException : public WebPubSubException {
 public:
  using WebPubSubException::WebPubSubException;
};

/// The credential could not give a token.
class AZURE_MESSAGING_WEBPUBSUB_API AuthenticationException : public WebPubSubException {
 public:
  using WebPubSubException::WebPubSubException;
};

/// Too many asynchronous calls are under way, and LimitOptions::WhenFull says to fail. Nothing was
/// sent.
class AZURE_MESSAGING_WEBPUBSUB_API TooManyCallsException : public WebPubSubException {
 public:
  using WebPubSubException::WebPubSubException;
};

/// The call's Context was cancelled, or its deadline passed.
class AZURE_MESSAGING_WEBPUBSUB_API OperationCancelledException : public WebPubSubException {
 public:
  using WebPubSubException::WebPubSubException;
};

}  // namespace Azure::Messaging::WebPubSub
