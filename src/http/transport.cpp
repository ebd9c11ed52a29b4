#include <azure/messaging/webpubsub/transport.hpp>

#include <utility>

#include "http/transport_adapter.hpp"
#include "runtime/worker_pool.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// As many as the built-in transport keeps connections by default.
constexpr std::size_t MostWorkers = 64;

}  // namespace

HttpTransport::HttpTransport() : workers_(std::make_shared<Detail::WorkerPool>(MostWorkers)) {}

HttpTransport::~HttpTransport() = default;

void HttpTransport::SendAsync(HttpRequest request, Context context, Completion done) {
  workers_->Run([this, request = std::move(request), context, done = std::move(done)] {
    done(Detail::OutcomeOf([&] {
      if (!context.HasEnded()) return AttemptOutcome(Send(request, context));
      return AttemptOutcome(TransportFailure(TransportError::Cancelled,
                                             "the call ended before a thread was free", false));
    }));
  });
}

std::string_view ToString(TransportError error) noexcept {
  switch (error) {
    case TransportError::NameResolution:
      return "NameResolution";
    case TransportError::Connect:
      return "Connect";
    case TransportError::Tls:
      return "Tls";
    case TransportError::Proxy:
      return "Proxy";
    case TransportError::ConnectionLost:
      return "ConnectionLost";
    case TransportError::Timeout:
      return "Timeout";
    case TransportError::MalformedResponse:
      return "MalformedResponse";
    case TransportError::ResponseTooLarge:
      return "ResponseTooLarge";
    case TransportError::Resources:
      return "Resources";
    case TransportError::Cancelled:
      return "Cancelled";
    case TransportError::Other:
      return "Other";
  }
  return "";
}

}  // namespace Azure::Messaging::WebPubSub
