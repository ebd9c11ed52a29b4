#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <memory>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub {

class AsyncTransfers;
class HandlePool;

/// Sends requests with libcurl over connections that are kept for reuse: on the caller's thread, or
/// many at once on the thread of an event loop.
class CurlTransport final : public HttpTransport {
 public:
  /// @throws std::invalid_argument naming the option that can't be.
  explicit CurlTransport(const TransportOptions& options);
  ~CurlTransport() override;

  HttpResponse Send(const HttpRequest& request, const Context& context) override;

  /// The I/O of the one event loop that SendAsync works on. The transport must outlive it.
  std::shared_ptr<EventLoopIo> MakeIo();
  /// On that loop's thread, and completes there. Deadlines are the caller's to watch.
  void SendAsync(HttpRequest request, Context context, Completion done) override;

 private:
  const TransportOptions options_;
  const std::unique_ptr<HandlePool> pool_;
  std::shared_ptr<AsyncTransfers> transfers_;
};

}  // namespace Azure::Messaging::WebPubSub
