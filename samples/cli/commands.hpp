#pragma once

#include "call.hpp"

// The commands. Each prints its result. Each throws UsageError if its arguments are invalid, and
// passes on the exceptions of the client.
namespace Cli {

ExitCode Send(const Call& call);
ExitCode Exists(const Call& call);
ExitCode List(const Call& call);
ExitCode Add(const Call& call);
ExitCode Remove(const Call& call);
ExitCode Close(const Call& call);
/// For grant, revoke and check.
ExitCode Permission(const Call& call);
ExitCode Url(const Call& call);

}  // namespace Cli
