#pragma once

#include <stdexcept>
#include <string>

#include "support/http_messages.hpp"

namespace Chat {

/// Thrown to refuse a request. The client receives the message.
class Refusal : public std::runtime_error {
 public:
  Refusal(Samples::status status, const std::string& message)
      : std::runtime_error(message), Status(status) {}
  const Samples::status Status;
};

}  // namespace Chat
