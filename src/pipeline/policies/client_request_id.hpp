#pragma once

#include <azure/messaging/webpubsub/policy.hpp>

#include <cstdint>
#include <functional>

namespace Azure::Messaging::WebPubSub::Detail {

/// Gives a call its `x-ms-client-request-id`: the context's, or a new random UUID.
class ClientRequestIdPolicy final : public HttpPolicy {
 public:
  static constexpr const char* Header = "x-ms-client-request-id";

  explicit ClientRequestIdPolicy(std::function<std::uint64_t()> random)
      : random_(std::move(random)) {}

  void OnRequest(HttpRequest& request, int attempt, const Context& context) const override;

 private:
  std::function<std::uint64_t()> random_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
