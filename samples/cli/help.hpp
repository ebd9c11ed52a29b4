#pragma once

namespace Cli {

/// What `webpubsub --help` prints.
extern const char* const Help;

}  // namespace Cli
