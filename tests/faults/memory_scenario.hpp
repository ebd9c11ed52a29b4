#pragma once

#include <azure/messaging/webpubsub.hpp>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// Something that a program does with a client, which may run out of memory in it.
struct MemoryScenario {
  using Action = std::function<void(const WebPubSubServiceClient&)>;
  using Change = std::function<void(WebPubSubServiceClientOptions&)>;

  MemoryScenario(const char* name, Action run, Change change = {},
                 std::shared_ptr<TokenCredential> credential = {})
      : Name(name),
        Run(std::move(run)),
        ChangeOptions(std::move(change)),
        Credential(std::move(credential)) {}

  const char* Name;
  /// Throws what the calls throw, and what is wrong as a std::logic_error.
  Action Run;
  /// Of the client; may be null.
  Change ChangeOptions;
  /// Null for an access key.
  std::shared_ptr<TokenCredential> Credential;
};

/// For messages of GoogleTest.
inline void PrintTo(const MemoryScenario& scenario, std::ostream* out) { *out << scenario.Name; }

const std::vector<MemoryScenario>& MemoryScenarios();

/// A new client for a scenario.
WebPubSubServiceClient MakeClient(const MemoryScenario& scenario, const std::string& url);

}  // namespace Azure::Messaging::WebPubSub::Testing
