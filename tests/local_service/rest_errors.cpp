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

void FailBadRequest(const std::string& message, const std::string& target) {
  throw RestFailure{ErrorAnswer(400, "Error.BadRequest", message, target)};
}

void FailNotFound(const std::string& code, const std::string& message, const std::string& target) {
  throw RestFailure{ErrorAnswer(404, code, message, target)};
}

void FailNotImplemented(const std::string& message) {
  throw RestFailure{ErrorAnswer(501, "NotImplemented", message, "Request")};
}

RestAnswer EmptyAnswer(int status) {
  RestAnswer answer;
  answer.Status = status;
  return answer;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
