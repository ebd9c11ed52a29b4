#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <memory>
#include <string>

#include "client/client_factory.hpp"
#include "operation_kind.hpp"
#include "outcome.hpp"
#include "support/sanitized.hpp"
#include "unit/support/fake_environment.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Makes clients with the library's real transport and an environment in which back-off takes no
/// time.
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

  static constexpr std::chrono::milliseconds ShortTimeout{IsSanitized ? 200 : 60};
  /// Far above what any test takes, and far below the default time-outs.
  static constexpr std::chrono::seconds Soon{20};

  /// For faults that last until the attempt times out.
  void UseShortTimeouts(std::chrono::milliseconds timeout = ShortTimeout) {
    Options.Transport.ConnectTimeout = timeout;
    Options.Transport.AttemptTimeout = timeout;
  }

  WebPubSubServiceClient Client(const std::string& url, bool byToken) {
    return ClientIn(Environment.MakeEnvironment(), url, byToken);
  }
  /// A client in the real environment, where time passes.
  WebPubSubServiceClient ClientInTheRealEnvironment(const std::string& url, bool byToken) {
    return ClientIn(Detail::Environment::Real(), url, byToken);
  }

  FakeEnvironment Environment;
  WebPubSubServiceClientOptions Options;

 private:
  // Qualified, because the member Environment hides the type.
  WebPubSubServiceClient ClientIn(const Detail::Environment& environment, const std::string& url,
                                  bool byToken) {
    Credential credential = AzureKeyCredential("key");
    if (byToken) {
      credential = std::shared_ptr<TokenCredential>(
          std::make_shared<CallbackTokenCredential>([](const TokenRequest&, const Context&) {
            return AccessToken("token", std::chrono::system_clock::time_point::max());
          }));
    }
    return ClientFactory::Make(ParseEndpoint(url, "endpoint"), "chat", credential, Options,
                               environment);
  }
};

}  // namespace Azure::Messaging::WebPubSub::Testing
