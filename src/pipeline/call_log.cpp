#include "pipeline/call_log.hpp"

#include "pipeline/policies/client_request_id.hpp"
#include "pipeline/redaction.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

LogRecord RecordOf(LogLevel level, std::string_view event, const HttpRequest& request,
                   int attempt) {
  LogRecord record;
  record.Level = level;
  record.Event = event;
  record.Fields = {{"clientRequestId",
                    request.Headers().Get(ClientRequestIdPolicy::Header).value_or(std::string())},
                   {"attempt", std::to_string(attempt)}};
  return record;
}

void AddHeaders(LogRecord& record, const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    record.Fields.emplace_back("header." + name, RedactHeader(name, value));
  }
}

std::string Milliseconds(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

}  // namespace

void LogRequest(const Log& log, const HttpRequest& request, int attempt) {
  if (!log.Takes(LogLevel::Informational)) return;
  LogRecord record = RecordOf(LogLevel::Informational, "Request", request, attempt);
  record.Fields.emplace_back("method", ToString(request.Method()));
  record.Fields.emplace_back("url", RedactUrl(request.Url()));
  record.Fields.emplace_back("bodyBytes", std::to_string(request.Body().size()));
  AddHeaders(record, request.Headers());
  log.Write(record);
}

void LogOutcome(const Log& log, const HttpRequest& request, int attempt,
                const AttemptOutcome& outcome, std::chrono::nanoseconds elapsed) {
  const bool failed = !outcome.HasResponse() || outcome.Response().Status() >= 400;
  const LogLevel level = failed ? LogLevel::Warning : LogLevel::Informational;
  if (!log.Takes(level)) return;
  LogRecord record =
      RecordOf(level, outcome.HasResponse() ? "Response" : "Failure", request, attempt);
  record.Fields.emplace_back("elapsedMs", Milliseconds(elapsed));
  if (outcome.HasResponse()) {
    record.Fields.emplace_back("status", std::to_string(outcome.Response().Status()));
    record.Fields.emplace_back("bodyBytes", std::to_string(outcome.Response().Body().size()));
    AddHeaders(record, outcome.Response().Headers());
  } else {
    record.Fields.emplace_back("cause", ToString(outcome.Failure().Cause));
    record.Fields.emplace_back("message", outcome.Failure().Message);
  }
  log.Write(record);
}

void LogRetry(const Log& log, const HttpRequest& request, int attempt,
              std::chrono::milliseconds delay) {
  if (!log.Takes(LogLevel::Informational)) return;
  LogRecord record = RecordOf(LogLevel::Informational, "Retry", request, attempt);
  record.Fields.emplace_back("delayMs", std::to_string(delay.count()));
  log.Write(record);
}

void LogCallbackFailure(const Log& log, std::string_view callback, std::string_view failure) {
  if (!log.Takes(LogLevel::Error)) return;
  LogRecord record;
  record.Level = LogLevel::Error;
  record.Event = "CallbackFailure";
  record.Fields = {{"callback", std::string(callback)}, {"message", std::string(failure)}};
  log.Write(record);
}

void LogUnobservedFailure(const Log& log, const std::exception_ptr& failure) noexcept {
  try {
    if (!log.Takes(LogLevel::Warning)) return;
    LogRecord record;
    record.Level = LogLevel::Warning;
    record.Event = "UnseenFailure";
    record.Fields = {{"message", MessageOf(failure)}};
    log.Write(record);
  } catch (...) {  // NOLINT(bugprone-empty-catch): out of memory, and no caller is left
  }
}

void LogKeyOverHttp(const Log& log, std::string_view endpoint) {
  if (!log.Takes(LogLevel::Warning)) return;
  LogRecord record;
  record.Level = LogLevel::Warning;
  record.Event = "KeyOverHttp";
  record.Fields = {{"endpoint", std::string(endpoint)},
                   {"message", "tokens signed with the access key travel over plain http"}};
  log.Write(record);
}

void LogAbandonedCalls(const Log& log, std::size_t calls) {
  if (!log.Takes(LogLevel::Warning)) return;
  LogRecord record;
  record.Level = LogLevel::Warning;
  record.Event = "AbandonedCalls";
  record.Fields = {{"calls", std::to_string(calls)}};
  log.Write(record);
}

std::string MessageOf(const std::exception_ptr& failure) {
  try {
    if (failure) std::rethrow_exception(failure);
    return {};
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "unknown exception";
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
