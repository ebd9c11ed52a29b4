#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace Chat {

extern const char* const Usage;

/// An invalid argument. The message names it.
class BadArgument : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// The parsed command line.
struct CommandLine {
  /// @throws BadArgument
  explicit CommandLine(const std::vector<std::string>& arguments);

  bool WantsHelp = false;
  /// 0: a free port.
  std::uint16_t Port = 8000;
  std::string Hub = "chat";
  /// From the option or the environment. Empty: use a local service.
  std::string ConnectionString;
};

}  // namespace Chat
