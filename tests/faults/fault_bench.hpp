#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <memory>
#include <string>

#include "client/client_factory.hpp"
#include "operation_kind.hpp"
#include "outcome.hpp"
#include "unit/support/fake_world.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A client of the library's real transport, in a world where back-off takes no time.
class FaultBench {
 public:
  static constexpr int MaxRetries = 1;

  FaultBench() {
    Options.Retry.MaxRetries = MaxRetries;
    Options.Transport.MaxResponseHeaderBytes = 2000;
    Options.Transport.MaxResponseBodyBytes = 2000;
    Options.Transport.Proxy = "";
    Options.AllowTokenOverHttp = true;
  }

  /// For what never ends by itself.
  void UseShortTimeouts() {
    Options.Transport.ConnectTimeout = std::chrono::milliseconds(60);
    Options.Transport.AttemptTimeout = std::chrono::milliseconds(60);
  }

  WebPubSubServiceClient Client(const std::string& url, bool byToken) {
    Credential credential = AzureKeyCredential("key");
    if (byToken) {
      credential = std::shared_ptr<TokenCredential>(
          std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
            return AccessToken("token", FakeWorld::Start() + std::chrono::hours(1));
          }));
    }
    return ClientFactory::Make(ParseEndpoint(url, "endpoint"), "chat", credential, Options,
                               World.MakeEnvironment());
  }

  FakeWorld World;
  WebPubSubServiceClientOptions Options;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
