#pragma once

#include <azure/messaging/webpubsub/export.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// The severity of a log record, lowest first.
enum class LogLevel { Verbose, Informational, Warning, Error };

/// The level's name in lower case, as AZURE_LOG_LEVEL spells it.
AZURE_MESSAGING_WEBPUBSUB_API std::string_view ToString(LogLevel level) noexcept;

/// One event. Never holds a key, a token, a signature or the body of a message.
struct AZURE_MESSAGING_WEBPUBSUB_API LogRecord {
  LogRecord() {}

  /// The severity.
  LogLevel Level = LogLevel::Informational;
  /// What happened, for example "Request", "Response", "Retry".
  std::string_view Event;
  /// Names and values in order, for example {"method", "POST"}.
  std::vector<std::pair<std::string, std::string>> Fields;

  /// The record in one line: the event and `name=value` for each field.
  [[nodiscard]] std::string ToText() const;
};

/// Receives log records. Called on the thread of the event, from many threads at once and never
/// under a lock. Exceptions are ignored.
using LogCallback = std::function<void(const LogRecord& record)>;

/// The process's logger. Clients without a logger of their own use it.
///
/// Off until it is set here, or by the environment variable AZURE_LOG_LEVEL, which logs to the
/// console and is read once, at the first use. As in the other Azure SDKs it is one of verbose,
/// debug or 4; informational, information, info or 3; warning, warn or 2; error, err or 1, in any
/// case. Any other value is said on standard error.
namespace Diagnostics {

/// Logs everything from `level` up to standard error, a line for each record.
AZURE_MESSAGING_WEBPUBSUB_API void LogToConsole(LogLevel level);

/// Replaces the process's logger.
/// @param level records below it are not made.
/// @param logger null turns logging off. It may still be called for a moment by calls that are
///   under way.
AZURE_MESSAGING_WEBPUBSUB_API void SetLogger(LogLevel level, LogCallback logger);

}  // namespace Diagnostics
}  // namespace Azure::Messaging::WebPubSub
