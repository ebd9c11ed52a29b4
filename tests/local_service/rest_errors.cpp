#include "local_service/rest_errors.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::LocalService {

RestAnswer ErrorAnswer(int status, const std::string& code, const std::string& message,
                       const std::string& target) {
  nlohmann::ordered_json body;
  body["code"] = code;
  body["message"] = message;
  body["target"] = target;
  body["details"] = nullptr;
  body["innererror"] = nullptr;
  RestAnswer answer;
  answer.Status = status;
  answer.Headers = {{"Content-Type", "application/json; charset=utf-8"}, {"x-ms-error-code", code}};
  answer.Body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return answer;
}

RestAnswer FilterProblem(const std::string& message) {
  nlohmann::ordered_json body;
  body["code"] = "Error.BadRequest";
  body["message"] = message;
  body["target"] = "Filter";
  body["errors"]["Filter"] = {message};
  body["type"] = nullptr;
  body["title"] = "One or more validation errors occurred.";
  body["status"] = 400;
  body["detail"] = nullptr;
  body["instance"] = nullptr;
  body["extensions"] = nlohmann::ordered_json::object();
  RestAnswer answer;
  answer.Status = 400;
  answer.NamesVersions = false;
  answer.Headers = {{"Content-Type", "application/problem+json; charset=utf-8"},
                    {"x-ms-error-code", "Error.BadRequest"}};
  answer.Body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return answer;
}

void FailBadRequest(const std::string& message, const std::string& target) {
  throw RestFailure{ErrorAnswer(400, "Error.BadRequest", message, target)};
}

void FailBadBody(const std::string& message) {
  RestAnswer answer = ErrorAnswer(400, "Error.BadRequest", message, "Request");
  answer.NamesVersions = false;
  throw RestFailure{std::move(answer)};
}

void FailNotFound(const std::string& code, const std::string& message, const std::string& target) {
  throw RestFailure{ErrorAnswer(404, code, message, target)};
}

void FailNotImplemented(const std::string& message) {
  throw RestFailure{ErrorAnswer(501, "NotImplemented", message, "Request")};
}

void FailUnauthorized(const std::string& why) {
  RestAnswer answer = EmptyAnswer(401);
  answer.Headers = {
      {"WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + why + "\""}};
  throw RestFailure{std::move(answer)};
}

RestAnswer EmptyAnswer(int status) {
  RestAnswer answer;
  answer.Status = status;
  return answer;
}

RestAnswer JsonAnswer(std::string body) {
  RestAnswer answer = EmptyAnswer(200);
  answer.Headers = {{"Content-Type", "application/json; charset=utf-8"}};
  answer.Body = std::move(body);
  return answer;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
