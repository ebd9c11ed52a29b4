#include "pipeline/failures.hpp"

#include <algorithm>
#include <utility>

#include "auth/challenges.hpp"
#include "core/text.hpp"
#include "json/response_bodies.hpp"
#include "pipeline/redaction.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t LongestExcerpt = 500;

// Method and path identify the operation; the origin and the query add nothing.
std::string Subject(const OperationRequest& operation) {
  std::string_view url = operation.Request.Url();
  url = url.substr(0, url.find('?'));
  // A policy may have set a URL without a path.
  const std::size_t path = std::min(url.find('/', url.find("://") + 3), url.size());
  return std::string(ToString(operation.Request.Method())).append(" ").append(url.substr(path));
}

// One line of at most a few hundred characters without a token: the text comes from outside.
std::string Excerpt(std::string text) {
  text = RedactTokens(std::move(text));
  if (text.size() > LongestExcerpt) {
    std::size_t end = LongestExcerpt;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text.resize(end);
    text += "...";
  }
  return InOneLine(std::move(text));
}

bool IsPlainText(const HttpResponse& response) {
  constexpr std::string_view Plain = "text/plain";
  const std::string* type = response.Headers().Find("Content-Type");
  return type != nullptr && EqualsIgnoringCase(type->substr(0, Plain.size()), Plain);
}

// What a function makes, or what it throws where there is no memory to make it.
template <class Make>
std::exception_ptr Made(Make make) noexcept {
  try {
    return std::make_exception_ptr(make());
  } catch (...) {
    return std::current_exception();
  }
}

std::string WithNote(std::string message, const std::string& note) {
  return note.empty() ? message : std::move(message) + " (" + Excerpt(note) + ")";
}

}  // namespace

std::exception_ptr ResponseFailure(const OperationRequest& operation, const HttpResponse& response,
                                   const std::string& clientRequestId, const CallHistory& history,
                                   const std::string& note) noexcept {
  return Made([&] {
    const ErrorBody body = ReadErrorBody(response.Body());
    std::string code = response.Headers().Get("x-ms-error-code").value_or(std::string());
    if (code.empty()) code = body.Code;

    std::string message = Subject(operation) + ": status " + std::to_string(response.Status());
    if (!response.ReasonPhrase().empty()) message += " " + Excerpt(response.ReasonPhrase());
    if (!code.empty()) message += ", " + Excerpt(code);
    const std::string& text =
        body.Message.empty() && IsPlainText(response) ? response.Body() : body.Message;
    if (!text.empty()) message += ": " + Excerpt(text);
    const std::string reason = ReasonOfRefusal(response);
    if (!reason.empty()) message += ": " + Excerpt(reason);
    message += " [client request id " + clientRequestId + "]";

    return RequestFailedException(WithNote(std::move(message), note),
                                  Response(response, clientRequestId), std::move(code),
                                  history.MayHaveBeenAccepted, history.Attempts);
  });
}

std::exception_ptr TransportFailed(const OperationRequest& operation,
                                   const TransportFailure& failure, const CallHistory& history,
                                   const std::string& note) noexcept {
  const auto message = [&] {
    return WithNote(Subject(operation) + ": " + Excerpt(failure.Message), note);
  };
  if (failure.Cause == TransportError::ResponseTooLarge) {
    return Made([&] {
      return InvalidResponseException(message(), history.MayHaveBeenAccepted, history.Attempts);
    });
  }
  const int proxyStatus = failure.ProxyResponse ? failure.ProxyResponse->Status() : 0;
  return Made([&] {
    return TransportException(failure.Cause, message(), history.MayHaveBeenAccepted,
                              history.Attempts, proxyStatus);
  });
}

std::exception_ptr Cancelled(const OperationRequest& operation, bool cancelled,
                             const CallHistory& history) noexcept {
  return Made([&] {
    return OperationCancelledException(
        Subject(operation) + (cancelled ? ": cancelled" : ": the deadline has passed"),
        history.MayHaveBeenAccepted, history.Attempts);
  });
}

std::exception_ptr ProcessIsExiting(const OperationRequest& operation,
                                    const CallHistory& history) noexcept {
  return Made([&] {
    return OperationCancelledException(Subject(operation) + ": the process is exiting",
                                       history.MayHaveBeenAccepted, history.Attempts);
  });
}

std::exception_ptr NotStarted(const OperationRequest& operation, const std::system_error& cause) {
  const TransportFailure failure(TransportError::Resources,
                                 std::string("no thread can be started: ") + cause.what(), false);
  return TransportFailed(operation, failure, {}, {});
}

std::exception_ptr TooManyCalls(const OperationRequest& operation) noexcept {
  return Made([&] {
    return TooManyCallsException(Subject(operation) +
                                 ": too many asynchronous calls, or bytes of them, are under way "
                                 "(options.Limits)");
  });
}

std::exception_ptr NotAuthenticated(const OperationRequest& operation,
                                    const std::exception_ptr& cause,
                                    const CallHistory& history) noexcept {
  return Made([&] {
    std::string message = Subject(operation) + ": the credential gave no token";
    try {
      std::rethrow_exception(cause);
    } catch (const std::exception& exception) {
      message += std::string(": ") + Excerpt(exception.what());
    } catch (...) {
      message += ", for an unknown reason";
    }
    return AuthenticationException(message, history.MayHaveBeenAccepted, history.Attempts);
  });
}

std::string_view FailureTypeOf(const std::exception_ptr& failure) noexcept {
  if (!failure) return {};
  try {
    std::rethrow_exception(failure);
  } catch (const TransportException& exception) {
    return ToString(exception.Cause());
  } catch (const RequestFailedException&) {
    return "RequestFailedException";
  } catch (const InvalidResponseException&) {
    return "InvalidResponseException";
  } catch (const AuthenticationException&) {
    return "AuthenticationException";
  } catch (const OperationCancelledException&) {
    return "OperationCancelledException";
  } catch (...) {
    return "Other";
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
