#pragma once

#include "call.hpp"

// The commands. Each prints what came of it, and throws UsageError if its arguments make no sense,
// and what the client throws.
namespace Cli {

ExitCode Send(const Call& call);
ExitCode Exists(const Call& call);
ExitCode List(const Call& call);
ExitCode Add(const Call& call);
ExitCode Remove(const Call& call);
ExitCode Close(const Call& call);
/// grant, revoke and check.
ExitCode Permission(const Call& call);
ExitCode Url(const Call& call);

}  // namespace Cli
