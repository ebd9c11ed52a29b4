#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "local_service/service.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// What the program webpubsub-local is asked for.
struct CommandLine {
  bool WantsHelp = false;
  bool Logs = false;
  ServiceOptions Options;
};

/// An argument that makes no sense; the message names it.
class BadArgument : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

extern const char* const Usage;

/// @param arguments without the program's name.
/// @throws BadArgument
CommandLine ReadCommandLine(const std::vector<std::string>& arguments);

}  // namespace Azure::Messaging::WebPubSub::LocalService
