#pragma once

#include "arguments.hpp"
#include "failure.hpp"

namespace Cli {

/// Runs the command of a command line.
/// @throws UsageError if the command line is invalid. Passes on the exceptions of the client.
ExitCode Run(const Arguments& arguments);

}  // namespace Cli
