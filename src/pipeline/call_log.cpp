#include "pipeline/call_log.hpp"

#include <new>

#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/redaction.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

void Describe(LogRecord& record, std::string_view event, const HttpRequest& request, int attempt) {
  record.Event = event;
  record.Fields = {{"clientRequestId",
                    request.Headers().Get(ClientRequestIdPolicy::Header).value_or(std::string())},
                   {"attempt", std::to_string(attempt)}};
}

void AddHeaders(LogRecord& record, const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    record.Fields.emplace_back("header." + name, RedactHeader(name, value));
  }
}

// The other text is so short that strings hold it without memory of their own.
std::string TextOrNoMemory(const char* text) noexcept {
  try {
    return text;
  } catch (const std::bad_alloc&) {
    return "out of memory";
  }
}

std::string Milliseconds(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

}  // namespace

void LogRequest(const Log& log, const HttpRequest& request, int attempt) noexcept {
  log.Write(LogLevel::Informational, [&](LogRecord& record) {
    Describe(record, "Request", request, attempt);
    record.Fields.emplace_back("method", ToString(request.Method()));
    record.Fields.emplace_back("url", RedactUrl(request.Url()));
    record.Fields.emplace_back("bodyBytes", std::to_string(request.Body().size()));
    AddHeaders(record, request.Headers());
  });
}

void LogOutcome(const Log& log, const HttpRequest& request, int attempt,
                const AttemptOutcome& outcome, std::chrono::nanoseconds elapsed) noexcept {
  const bool failed = !outcome.HasResponse() || outcome.Response().Status() >= 400;
  log.Write(failed ? LogLevel::Warning : LogLevel::Informational, [&](LogRecord& record) {
    Describe(record, outcome.HasResponse() ? "Response" : "Failure", request, attempt);
    record.Fields.emplace_back("elapsedMs", Milliseconds(elapsed));
    if (outcome.HasResponse()) {
      record.Fields.emplace_back("status", std::to_string(outcome.Response().Status()));
      record.Fields.emplace_back("bodyBytes", std::to_string(outcome.Response().Body().size()));
      AddHeaders(record, outcome.Response().Headers());
    } else {
      record.Fields.emplace_back("cause", ToString(outcome.Failure().Cause));
      record.Fields.emplace_back("message", outcome.Failure().Message);
    }
  });
}

void LogRetry(const Log& log, const HttpRequest& request, int attempt,
              std::chrono::milliseconds delay) noexcept {
  log.Write(LogLevel::Informational, [&](LogRecord& record) {
    Describe(record, "Retry", request, attempt);
    record.Fields.emplace_back("delayMs", std::to_string(delay.count()));
  });
}

void LogCallbackFailure(const Log& log, std::string_view callback,
                        const std::exception_ptr& failure) noexcept {
  log.Write(LogLevel::Error, [&](LogRecord& record) {
    record.Event = "CallbackFailure";
    record.Fields = {{"callback", std::string(callback)}, {"message", MessageOf(failure)}};
  });
}

void LogUnobservedFailure(const Log& log, const std::exception_ptr& failure) noexcept {
  log.Write(LogLevel::Warning, [&](LogRecord& record) {
    record.Event = "UnseenFailure";
    record.Fields = {{"message", MessageOf(failure)}};
  });
}

void LogKeyOverHttp(const Log& log, std::string_view endpoint) noexcept {
  log.Write(LogLevel::Warning, [&](LogRecord& record) {
    record.Event = "KeyOverHttp";
    record.Fields = {{"endpoint", std::string(endpoint)},
                     {"message", "tokens signed with the access key travel over plain http"}};
  });
}

void LogAbandonedCalls(const Log& log, std::size_t calls) noexcept {
  log.Write(LogLevel::Warning, [&](LogRecord& record) {
    record.Event = "AbandonedCalls";
    record.Fields = {{"calls", std::to_string(calls)}};
  });
}

std::string MessageOf(const std::exception_ptr& failure) noexcept {
  try {
    if (failure) std::rethrow_exception(failure);
    return {};
  } catch (const std::exception& exception) {
    return TextOrNoMemory(exception.what());
  } catch (...) {
    return TextOrNoMemory("unknown exception");
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
