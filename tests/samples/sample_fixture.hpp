#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "local_service/service.hpp"
#include "support/websocket_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

constexpr std::chrono::seconds Patience{20};
constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";

/// The result of running a program.
struct ProgramResult {
  /// -1 if it was killed.
  int ExitCode;
  /// What it wrote to standard output and to standard error.
  std::string Output;
};

/// What SampleTest::ReceivedBy returns for a connection that was closed with a reason.
std::string ClosedWith(const std::string& reason);

/// Runs samples as users do, with a local service and three clients: ann, bob and cat, who are in
/// the group "room" of the hub "chat".
class SampleTest : public testing::Test {
 protected:
  SampleTest();

  /// Runs a sample.
  /// @param arguments in the shell's syntax. `{ann}`, `{bob}` and `{cat}` stand for the clients'
  ///   connection ids.
  ProgramResult Run(const std::string& program, const std::string& arguments);

  /// The messages that a client has received since the last call, in order: `"text"` or another
  /// JSON value, `binary:` with base64, or `closed:` with the service's message.
  std::vector<std::string> ReceivedBy(const std::string& user);

  /// Makes the service refuse the next requests by POST with a status.
  void RefuseSends(int status, int times);

  LocalService::Service Service;
  WebPubSubServiceClient Client{Service.ConnectionString(), "chat"};
  /// The programs' environment.
  std::map<std::string, std::string> Environment;

 private:
  struct Receiver {
    WebSocketClient Socket;
    std::string ConnectionId;
  };
  Receiver Connect(const std::string& user);

  std::map<std::string, Receiver> receivers_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
