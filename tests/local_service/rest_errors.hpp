#pragma once

#include <string>

#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Thrown to end a request with an error.
struct RestFailure {
  RestResponse Response;
};

/// A response with an error body in the service's format.
RestResponse ErrorResponse(int status, const std::string& code, const std::string& message,
                           const std::string& target);
/// The response of a bulk operation to an invalid filter.
RestResponse FilterProblem(const std::string& message);
[[noreturn]] void FailBadRequest(const std::string& message, const std::string& target = "Request");
/// Rejects an invalid body. Unlike other responses to bad requests, this one lists no API versions.
[[noreturn]] void FailBadBody(const std::string& message);
[[noreturn]] void FailNotFound(const std::string& code, const std::string& message,
                               const std::string& target);
[[noreturn]] void FailNotImplemented(const std::string& message);
[[noreturn]] void FailUnauthorized(const std::string& why);
/// A response without a body.
RestResponse EmptyResponse(int status);
/// 200 with a JSON body.
RestResponse JsonResponse(std::string body);

}  // namespace Azure::Messaging::WebPubSub::LocalService
