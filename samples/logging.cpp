// See what the library does: on the console with one line, or in your own log.
//
//   export WebPubSubConnectionString="Endpoint=https://<name>.webpubsub.azure.com;AccessKey=<key>;"
//   logging
//
// To log to the console without any code, set the environment variable AZURE_LOG_LEVEL to verbose,
// informational, warning or error.
#include <azure/messaging/webpubsub.hpp>

#include <atomic>
#include <exception>
#include <iostream>

#include "support/environment.hpp"

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

int main() try {
  const auto connectionString = Environment("WebPubSubConnectionString");

  // For every client in the process without its own logger.
  Diagnostics::LogToConsole(LogLevel::Informational);
  WebPubSubServiceClient(connectionString, "chat").SendToAll("Logged on the console");

  // For one client. Several threads may call the logger at once. No record contains a key, a token
  // or a message.
  std::atomic<int> records{0};
  WebPubSubServiceClientOptions options;
  options.LoggerLevel = LogLevel::Verbose;
  options.Logger = [&](const LogRecord& record) {
    ++records;
    std::cout << "my log: " << ToString(record.Level) << ' ' << record.Event;
    for (const auto& [name, value] : record.Fields) std::cout << " | " << name << ": " << value;
    std::cout << '\n';
  };
  WebPubSubServiceClient(connectionString, "chat", options).SendToAll("Logged by my logger");

  return records > 0 ? 0 : 1;
} catch (const std::exception& exception) {
  std::cerr << "logging: " << exception.what() << '\n';
  return 1;
}
