#pragma once

namespace Cli {

/// The program's exit codes, which `--help` explains.
enum ExitCode { Done = 0, No = 1, BadArguments = 2, Refused = 3, NoResponse = 4 };

/// @throws std::runtime_error if anything that was written to standard output is lost.
void FlushOutput();

/// Prints the exception that is being handled as JSON to standard error.
/// @return the exit code for it.
ExitCode ReportFailure();

}  // namespace Cli
