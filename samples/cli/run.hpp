#pragma once

#include "arguments.hpp"
#include "failure.hpp"

namespace Cli {

/// Runs the command of a command line.
/// @throws UsageError if the command line makes no sense, and what the client throws.
ExitCode Run(const Arguments& arguments);

}  // namespace Cli
