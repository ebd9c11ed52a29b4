#pragma once

#include <azure/messaging/webpubsub/diagnostics.hpp>

namespace Azure::Messaging::WebPubSub::Detail {

/// Where a client's log records go: its own logger, or the process's.
class Log {
 public:
  /// The process's logger.
  Log() = default;
  /// @param logger null: the process's.
  Log(LogCallback logger, LogLevel level) : logger_(std::move(logger)), level_(level) {}

  /// Whether a record of this level would be written: ask before making one.
  [[nodiscard]] bool Takes(LogLevel level) const;
  /// Never throws, whatever the logger does.
  void Write(const LogRecord& record) const noexcept;

 private:
  LogCallback logger_;
  LogLevel level_ = LogLevel::Informational;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
