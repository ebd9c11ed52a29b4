#include <azure/messaging/webpubsub/diagnostics.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

#include "core/log.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

void WriteToConsole(const LogRecord& record) {
  const std::string line =
      "[" + std::string(ToString(record.Level)) + "] " + record.ToText() + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);  // one call, so that lines stay whole
}

constexpr int Off = static_cast<int>(LogLevel::Error) + 1;

// The process's logger.
class ProcessLogger {
 public:
  static ProcessLogger& Instance() {
    // Never destroyed: calls may log until the process has ended.
    static ProcessLogger* const instance = new ProcessLogger();
    return *instance;
  }

  void Set(int level, LogCallback logger) {
    auto shared = logger ? std::make_shared<const LogCallback>(std::move(logger)) : nullptr;
    const std::lock_guard lock(mutex_);
    level_ = shared ? level : Off;
    logger_.swap(shared);
  }

  [[nodiscard]] bool Takes(LogLevel level) const { return static_cast<int>(level) >= level_; }

  [[nodiscard]] std::shared_ptr<const LogCallback> Get() const {
    const std::lock_guard lock(mutex_);
    return logger_;
  }

 private:
  ProcessLogger() {
    const char* level = std::getenv("AZURE_LOG_LEVEL");
    if (level == nullptr) return;
    for (const LogLevel known :
         {LogLevel::Verbose, LogLevel::Informational, LogLevel::Warning, LogLevel::Error}) {
      if (Detail::EqualsIgnoringCase(level, ToString(known)))
        Set(static_cast<int>(known), WriteToConsole);
    }
  }

  mutable std::mutex mutex_;
  std::atomic<int> level_{Off};
  std::shared_ptr<const LogCallback> logger_;
};

}  // namespace

std::string_view ToString(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::Verbose:
      return "verbose";
    case LogLevel::Informational:
      return "informational";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "";
}

std::string LogRecord::ToText() const {
  std::string text(Event);
  for (const auto& [name, value] : Fields) text.append(" ").append(name).append("=").append(value);
  return Detail::InOneLine(std::move(text));
}

void Diagnostics::LogToConsole(LogLevel level) { SetLogger(level, WriteToConsole); }

void Diagnostics::SetLogger(LogLevel level, LogCallback logger) {
  ProcessLogger::Instance().Set(static_cast<int>(level), std::move(logger));
}

bool Detail::Log::Takes(LogLevel level) const {
  return logger_ ? level >= level_ : ProcessLogger::Instance().Takes(level);
}

void Detail::Log::Write(const LogRecord& record) const noexcept {
  try {
    if (logger_) {
      logger_(record);
    } else if (const auto logger = ProcessLogger::Instance().Get()) {
      (*logger)(record);
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): a logger must not break the call it reports on
  }
}

}  // namespace Azure::Messaging::WebPubSub
