#pragma once

#include <azure/messaging/webpubsub/transport_options.hpp>

#include <memory>

#include "curl/async_transfers.hpp"
#include "curl/connection_pool.hpp"
#include "http/transport_adapter.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Sends requests with libcurl over connections that are kept for reuse: on the caller's thread, or
/// many at once on the thread of an event loop.
class CurlTransport final : public Transport {
 public:
  /// @throws std::invalid_argument that names the option and the rule.
  explicit CurlTransport(const TransportOptions& options);

  AttemptOutcome SendOnce(const HttpRequest& request, const Context& context) override;

  /// Calls `done` on the loop's thread. Deadlines are up to the caller.
  void SendOnceAsync(const HttpRequest& request, const Context& context,
                     HttpTransport::Completion done) override;
  [[nodiscard]] std::shared_ptr<EventLoopIo> Io() const override { return transfers_; }

 private:
  const std::shared_ptr<ClientResources> resources_;
  const std::shared_ptr<ConnectionPool> pool_;
  const std::shared_ptr<AsyncTransfers> transfers_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
