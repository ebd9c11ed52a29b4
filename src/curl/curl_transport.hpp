#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <memory>

namespace Azure::Messaging::WebPubSub {

class HandlePool;

/// Sends requests with libcurl, each on its caller's thread, over connections that are kept for
/// reuse.
class CurlTransport final : public HttpTransport {
 public:
  /// @throws std::invalid_argument naming the option that can't be.
  explicit CurlTransport(const TransportOptions& options);
  ~CurlTransport() override;

  HttpResponse Send(const HttpRequest& request, const Context& context) override;

 private:
  const TransportOptions options_;
  const std::unique_ptr<HandlePool> pool_;
};

}  // namespace Azure::Messaging::WebPubSub
