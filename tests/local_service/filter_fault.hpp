#pragma once

#include <stdexcept>
#include <string>

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// What is wrong with a filter, said by code that doesn't know which part of the filter it is in.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A fault and the part of the filter that has it.
class PlacedFault : public std::runtime_error {
 public:
  PlacedFault(const std::string& part, const std::string& detail)
      : std::runtime_error("Invalid syntax for '" + part + "': " + detail +
                           " (Parameter 'filter')") {}
};

inline Fault Unsupported(const std::string& token) {
  return Fault("Token '" + token + "' is not supported.");
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
