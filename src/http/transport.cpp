#include <azure/messaging/webpubsub/transport.hpp>

#include "http/attempt.hpp"
#include "runtime/worker_pool.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// As many as the built-in transport has connections by default.
constexpr std::size_t MostWorkers = 64;

}  // namespace

HttpTransport::HttpTransport() : workers_(std::make_shared<WorkerPool>(MostWorkers)) {}

HttpTransport::~HttpTransport() = default;

void HttpTransport::SendAsync(HttpRequest request, Context context, Completion done) {
  workers_->Run([this, request = std::move(request), context = std::move(context),
                 done = std::move(done)] { done(Attempt(*this, request, context)); });
}

AttemptOutcome::AttemptOutcome(HttpResponse answer) : result_(std::move(answer)) {}
AttemptOutcome::AttemptOutcome(TransportFailure failure) : result_(std::move(failure)) {}

bool AttemptOutcome::HasResponse() const noexcept {
  return std::holds_alternative<HttpResponse>(result_);
}

const HttpResponse& AttemptOutcome::Response() const& { return std::get<HttpResponse>(result_); }

HttpResponse&& AttemptOutcome::Response() && { return std::get<HttpResponse>(std::move(result_)); }

const TransportFailure& AttemptOutcome::Failure() const {
  return std::get<TransportFailure>(result_);
}

std::string_view ToString(TransportError error) noexcept {
  switch (error) {
    case TransportError::NameResolution:
      return "NameResolution";
    case TransportError::Connect:
      return "Connect";
    case TransportError::Tls:
      return "Tls";
    case TransportError::ConnectionLost:
      return "ConnectionLost";
    case TransportError::Timeout:
      return "Timeout";
    case TransportError::MalformedResponse:
      return "MalformedResponse";
    case TransportError::ResponseTooLarge:
      return "ResponseTooLarge";
    case TransportError::Cancelled:
      return "Cancelled";
    case TransportError::Other:
      return "Other";
  }
  return "";
}

}  // namespace Azure::Messaging::WebPubSub
