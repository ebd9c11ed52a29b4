#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "local_service/service.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// The parsed arguments of the program webpubsub-local.
struct CommandLine {
  bool WantsHelp = false;
  bool Logs = false;
  ServiceOptions Options;
};

/// An invalid argument; the message names it.
class BadArgument : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

extern const char* const Usage;

/// @param arguments the program's arguments, without its name.
/// @throws BadArgument
CommandLine ReadCommandLine(const std::vector<std::string>& arguments);

}  // namespace Azure::Messaging::WebPubSub::LocalService
