#pragma once

#include <memory>

#include "workload.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A transport that accepts every message at once and sends nothing, to measure the library alone.
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
