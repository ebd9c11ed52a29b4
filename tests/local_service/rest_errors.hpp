#pragma once

#include <string>

#include "local_service/rest_message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// Thrown to end a request with an error.
struct RestFailure {
  RestAnswer Answer;
};

/// An answer with the service's error body.
RestAnswer ErrorAnswer(int status, const std::string& code, const std::string& message,
                       const std::string& target);
/// What a bulk operation answers to a bad filter.
RestAnswer FilterProblem(const std::string& message);
[[noreturn]] void FailBadRequest(const std::string& message, const std::string& target = "Request");
/// The body is no good: the only bad requests that are answered without the versions of the API.
[[noreturn]] void FailBadBody(const std::string& message);
[[noreturn]] void FailNotFound(const std::string& code, const std::string& message,
                               const std::string& target);
[[noreturn]] void FailNotImplemented(const std::string& message);
[[noreturn]] void FailUnauthorized(const std::string& why);
/// An answer without a body.
RestAnswer EmptyAnswer(int status);
/// 200 with a JSON body.
RestAnswer JsonAnswer(std::string body);

}  // namespace Azure::Messaging::WebPubSub::LocalService
