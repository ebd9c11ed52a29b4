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

  /// Whether a record of this level would be written.
  [[nodiscard]] bool Takes(LogLevel level) const;
  /// Makes a record and writes it, if one of its level would be written. Never throws, whatever the
  /// logger does and though there may be no memory for the record: it is lost then, because a call
  /// must not end differently for it.
  template <class Make>
  void Write(LogLevel level, Make make) const noexcept {
    try {
      if (!Takes(level)) return;
      LogRecord record;
      record.Level = level;
      make(record);
      Write(record);
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
  }

 private:
  void Write(const LogRecord& record) const;

  LogCallback logger_;
  LogLevel level_ = LogLevel::Informational;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
