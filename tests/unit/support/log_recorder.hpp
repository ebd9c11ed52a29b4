#pragma once

#include <azure/messaging/webpubsub/diagnostics.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// Keeps log records. Copies share the records, so that a copy can serve as a LogCallback.
class LogRecorder {
 public:
  void operator()(const LogRecord& record) const {
    const std::lock_guard lock(records_->Mutex);
    records_->Kept.push_back(record);
  }

  [[nodiscard]] std::vector<LogRecord> Records() const {
    const std::lock_guard lock(records_->Mutex);
    return records_->Kept;
  }
  /// The records of one event.
  [[nodiscard]] std::vector<LogRecord> Of(std::string_view event) const {
    std::vector<LogRecord> found;
    for (const LogRecord& record : Records()) {
      if (record.Event == event) found.push_back(record);
    }
    return found;
  }
  /// The events, in order.
  [[nodiscard]] std::vector<std::string> Events() const {
    std::vector<std::string> events;
    for (const LogRecord& record : Records()) events.emplace_back(record.Event);
    return events;
  }

 private:
  struct Shared {
    std::mutex Mutex;
    std::vector<LogRecord> Kept;
  };
  std::shared_ptr<Shared> records_ = std::make_shared<Shared>();
};

/// The value of a record's first field with this name, or nothing.
inline std::optional<std::string> FieldOf(const LogRecord& record, std::string_view name) {
  for (const auto& [field, value] : record.Fields) {
    if (field == name) return value;
  }
  return std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
