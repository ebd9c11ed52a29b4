#pragma once

#include <azure/messaging/webpubsub/operation_options.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "client/client_access.hpp"
#include "client/client_state.hpp"
#include "client/readers.hpp"

namespace Azure::Messaging::WebPubSub {

/// One wish for a client access URL. With an access key it is fulfilled here; with a token
/// credential the service is asked.
class ClientAccessRequest {
 public:
  /// Both must outlive the request.
  /// @throws std::invalid_argument for names, times and protocols that can't be.
  ClientAccessRequest(const ClientState& client, const ClientAccessOptions& options);

  /// Nothing with a token credential.
  [[nodiscard]] std::optional<std::string> SignedUrl() const;

  [[nodiscard]] Operation TokenOperation() const;
  /// Makes the URL of that operation's answer. The client must outlive it.
  [[nodiscard]] auto ReadUrl() const {
    return [&hub = client_.Address, protocol = options_.Protocol](const CallResult& result) {
      return ClientUrl(hub, protocol, Readers::Token(result));
    };
  }

 private:
  const ClientState& client_;
  const ClientAccessOptions& options_;
  const std::chrono::system_clock::time_point now_;
};

}  // namespace Azure::Messaging::WebPubSub
