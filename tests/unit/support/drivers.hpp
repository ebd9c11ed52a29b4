#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "client/client_factory.hpp"
#include "support/fake_environment.hpp"
#include "support/reused_connection_lost.hpp"

// The forms of a call. Behaviour suites are typed over these drivers, so that each test runs in
// every form.
namespace Azure::Messaging::WebPubSub::Testing {

/// Makes a call on the caller's thread.
struct BlockingDriver {
  static Response Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.SendToAll("hi", {}, context);
  }
  static bool Ask(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.UserExists("ann", context);
  }
  static void SendToUsers(const WebPubSubServiceClient& client,
                          const std::vector<std::string>& users, const FanOutOptions& how) {
    (void)client.SendToUsers(users, "hi", how);
  }
};

/// Makes a call on the event loop.
struct AsyncDriver {
  static Response Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.SendToAllAsync("hi", {}, context).Get();
  }
  static bool Ask(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.UserExistsAsync("ann", context).Get();
  }
  static void SendToUsers(const WebPubSubServiceClient& client,
                          const std::vector<std::string>& users, const FanOutOptions& how) {
    (void)client.SendToUsersAsync(users, "hi", how).Get();
  }
};

/// All drivers.
using Drivers = ::testing::Types<BlockingDriver, AsyncDriver>;

/// A client with a scripted transport and an environment in which time passes only by waiting.
class CallBench {
 public:
  static constexpr const char* Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

  CallBench() { Options.TransportAdapter = Transport; }

  WebPubSubServiceClient Client() {
    const bool scripted = Options.TransportAdapter == Transport;
    return Detail::ClientFactory::Make(
        Detail::ParseEndpoint("https://name.example", "endpoint"), "chat", Credential, Options,
        Environment.MakeEnvironment(),
        scripted ? std::make_shared<ScriptedAttempts>(Transport) : nullptr);
  }

  FakeEnvironment Environment;
  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  AzureKeyCredential KeyCredential{Key};
  Detail::Credential Credential = KeyCredential;
  WebPubSubServiceClientOptions Options;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
