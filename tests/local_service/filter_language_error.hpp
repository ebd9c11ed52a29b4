#pragma once

#include <stdexcept>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// An error in a filter, thrown by code that doesn't know which part of the filter it evaluates.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An error and the part of the filter that caused it.
class LocatedError : public std::runtime_error {
 public:
  LocatedError(const std::string& part, const std::string& detail)
      : std::runtime_error("Invalid syntax for '" + part + "': " + detail +
                           " (Parameter 'filter')") {}
};

inline Error Unsupported(const std::string& token) {
  return Error("Token '" + token + "' is not supported.");
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
