// Log with spdlog: an adapter for the loggers of the process and of one client.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   logging_spdlog
#include <azure/messaging/webpubsub.hpp>

#include <exception>
#include <iomanip>
#include <iostream>
#include <memory>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sstream>
#include <utility>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::Verbose:
      return spdlog::level::debug;
    case LogLevel::Informational:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      break;
  }
  return spdlog::level::err;
}

// Writes each record as a line of logfmt: event=Request clientRequestId="…" method="POST" …
// Several threads may call it at once, so the logger needs sinks for several threads (`_mt`).
LogCallback LogTo(std::shared_ptr<spdlog::logger> logger) {
  return [logger = std::move(logger)](const LogRecord& record) {
    const auto level = SpdlogLevel(record.Level);
    if (!logger->should_log(level)) return;
    std::ostringstream line;
    line << "event=" << record.Event;
    for (const auto& [name, value] : record.Fields)
      line << ' ' << name << '=' << std::quoted(value);
    logger->log(level, line.str());
  };
}

int main() try {
  const auto connectionString = Environment("WebPubSubConnectionString");
  const auto logger = spdlog::stdout_logger_mt("webpubsub");
  logger->set_pattern("[%n] [%l] %v");

  // For every client in the process without its own logger. Records below the level aren't made.
  Diagnostics::SetLogger(LogLevel::Informational, LogTo(logger));
  WebPubSubServiceClient(connectionString, "chat").SendToAll("Logged for the process");

  // For one client, with a level of its own.
  const auto news = logger->clone("news");
  WebPubSubServiceClientOptions options;
  options.LoggerLevel = LogLevel::Warning;
  options.Logger = LogTo(news);
  const WebPubSubServiceClient client(connectionString, "chat", options);
  client.SendToAll("Not logged, for it succeeds");
  try {
    client.AddConnectionToGroup("room", "nobody");
  } catch (const RequestFailedException& failure) {
    news->error(failure.what());
  }
} catch (const std::exception& exception) {
  std::cerr << "logging_spdlog: " << exception.what() << '\n';
  return 1;
}
