#include <azure/messaging/webpubsub/diagnostics.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "core/log.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

void WriteLine(LogLevel level, const std::string& text) {
  const std::string line = "[" + std::string(ToString(level)) + "] " + text + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);  // one call, so that lines stay whole
}

void WriteToConsole(const LogRecord& record) { WriteLine(record.Level, record.ToText()); }

// The names that the other Azure SDKs take.
std::optional<LogLevel> LevelNamed(std::string_view name) {
  static constexpr std::pair<std::string_view, LogLevel> Names[] = {
      {"error", LogLevel::Error},
      {"err", LogLevel::Error},
      {"1", LogLevel::Error},
      {"warning", LogLevel::Warning},
      {"warn", LogLevel::Warning},
      {"2", LogLevel::Warning},
      {"informational", LogLevel::Informational},
      {"information", LogLevel::Informational},
      {"info", LogLevel::Informational},
      {"3", LogLevel::Informational},
      {"verbose", LogLevel::Verbose},
      {"debug", LogLevel::Verbose},
      {"4", LogLevel::Verbose},
  };
  for (const auto& [known, level] : Names) {
    if (Detail::EqualsIgnoringCase(name, known)) return level;
  }
  return std::nullopt;
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
    const char* given = std::getenv("AZURE_LOG_LEVEL");
    if (given == nullptr || *given == '\0') return;
    if (const auto level = LevelNamed(given)) {
      Set(static_cast<int>(*level), WriteToConsole);
    } else {
      WriteLine(LogLevel::Warning,
                "AZURE_LOG_LEVEL is '" + std::string(given) +
                    "', which is none of error, warning, informational and verbose: nothing is "
                    "logged");
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

void Detail::Log::Write(const LogRecord& record) const {
  if (logger_) {
    logger_(record);
  } else if (const auto logger = ProcessLogger::Instance().Get()) {
    (*logger)(record);
  }
}

}  // namespace Azure::Messaging::WebPubSub
