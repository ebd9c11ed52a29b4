#pragma once

#include <memory>

#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// Takes every message at once and sends it nowhere: what is left is the library's own work.
class Nowhere final : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest&, const Context&) override { return HttpResponse(202); }
};

inline WebPubSubServiceClient ClientToNowhere() {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::make_shared<Nowhere>();
  return Client("http://127.0.0.1:8080", options);
}

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
