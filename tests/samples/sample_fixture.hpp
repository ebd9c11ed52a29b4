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

/// How a program ended.
struct Ended {
  /// -1 if it was killed.
  int ExitCode;
  /// What it wrote to standard output and to standard error.
  std::string Output;
};

/// What SampleTest::ReceivedBy has for a connection that was closed with a reason.
std::string ClosedWith(const std::string& reason);

/// A local service, and three clients of its hub "chat", ann, bob and cat, in the group "room".
/// Programs run against it as their users run them.
class SampleTest : public testing::Test {
 protected:
  SampleTest();

  /// Runs a program of the samples.
  /// @param arguments as a shell takes them. `{ann}`, `{bob}` and `{cat}` stand for the clients'
  ///   connection ids.
  Ended Run(const std::string& program, const std::string& arguments);

  /// What a client got since it connected, in order and in short: `"text"` or any other JSON value,
  /// `binary:` and base64, or `closed:` and what the service says.
  std::vector<std::string> ReceivedBy(const std::string& user);

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
