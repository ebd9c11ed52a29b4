#include "local_service/rest_errors.hpp"

#include <nlohmann/json.hpp>

namespace Azure::Messaging::WebPubSub::LocalService {

RestResponse ErrorResponse(int status, const std::string& code, const std::string& message,
                           const std::string& target) {
  nlohmann::ordered_json body;
  body["code"] = code;
  body["message"] = message;
  body["target"] = target;
  body["details"] = nullptr;
  body["innererror"] = nullptr;
  RestResponse response;
  response.Status = status;
  response.Headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"x-ms-error-code", code}};
  response.Body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

RestResponse FilterProblem(const std::string& message) {
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
  RestResponse response;
  response.Status = 400;
  response.NamesVersions = false;
  response.Headers = {{"Content-Type", "application/problem+json; charset=utf-8"},
                      {"x-ms-error-code", "Error.BadRequest"}};
  response.Body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

void FailBadRequest(const std::string& message, const std::string& target) {
  throw RestFailure{ErrorResponse(400, "Error.BadRequest", message, target)};
}

void FailBadBody(const std::string& message) {
  RestResponse response = ErrorResponse(400, "Error.BadRequest", message, "Request");
  response.NamesVersions = false;
  throw RestFailure{std::move(response)};
}

void FailNotFound(const std::string& code, const std::string& message, const std::string& target) {
  throw RestFailure{ErrorResponse(404, code, message, target)};
}

void FailNotImplemented(const std::string& message) {
  throw RestFailure{ErrorResponse(501, "NotImplemented", message, "Request")};
}

void FailUnauthorized(const std::string& why) {
  RestResponse response = EmptyResponse(401);
  response.Headers = {
      {"WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + why + "\""}};
  throw RestFailure{std::move(response)};
}

RestResponse EmptyResponse(int status) {
  RestResponse response;
  response.Status = status;
  return response;
}

RestResponse JsonResponse(std::string body) {
  RestResponse response = EmptyResponse(200);
  response.Headers = {{"Content-Type", "application/json; charset=utf-8"}};
  response.Body = std::move(body);
  return response;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
