#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <memory>

#include "client/client_factory.hpp"
#include "support/fake_environment.hpp"

// The ways to make a call. Suites of behaviour are typed over them, so that each behaviour holds
// for all.
namespace Azure::Messaging::WebPubSub::Testing {

/// On the caller's thread.
struct BlockingDriver {
  static Response Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.SendToAll("hi", {}, context);
  }
  static bool Ask(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.UserExists("ann", context);
  }
};

/// On the event loop.
struct AsyncDriver {
  static Response Send(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.SendToAllAsync("hi", {}, context).Get();
  }
  static bool Ask(const WebPubSubServiceClient& client, const Context& context = {}) {
    return client.UserExistsAsync("ann", context).Get();
  }
};

/// All of them.
using Drivers = ::testing::Types<BlockingDriver, AsyncDriver>;

/// A client over a script, in a world where time passes only by waiting.
class CallBench {
 public:
  static constexpr const char* Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

  CallBench() { Options.TransportAdapter = Transport; }

  WebPubSubServiceClient Client() {
    return ClientFactory::Make(ParseEndpoint("https://name.example", "endpoint"), "chat",
                               Credential, Options, Environment.MakeEnvironment());
  }

  FakeEnvironment Environment;
  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
  AzureKeyCredential KeyCredential{Key};
  WebPubSub::Credential Credential = KeyCredential;
  WebPubSubServiceClientOptions Options;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
