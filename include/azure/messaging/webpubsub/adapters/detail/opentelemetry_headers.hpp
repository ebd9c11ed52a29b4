#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <exception>
#include <opentelemetry/context/context.h>
#include <opentelemetry/context/propagation/text_map_propagator.h>
#include <opentelemetry/nostd/string_view.h>
#include <opentelemetry/trace/propagation/http_trace_context.h>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// The headers of a request, as OpenTelemetry's propagators write them.
class OpenTelemetryHeaders final : public opentelemetry::context::propagation::TextMapCarrier {
 public:
  /// @param headers must outlive this object.
  explicit OpenTelemetryHeaders(HttpHeaders& headers) : headers_(headers) {}

  [[nodiscard]] opentelemetry::nostd::string_view Get(
      opentelemetry::nostd::string_view name) const noexcept override {
    const std::string* value = headers_.Find({name.data(), name.size()});
    return value != nullptr ? opentelemetry::nostd::string_view(value->data(), value->size())
                            : opentelemetry::nostd::string_view();
  }

  void Set(opentelemetry::nostd::string_view name,
           opentelemetry::nostd::string_view value) noexcept override {
    try {
      headers_.Set({name.data(), name.size()}, {value.data(), value.size()});
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  /// Throws what the headers threw, which OpenTelemetry can't pass on.
  void RethrowFailure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  HttpHeaders& headers_;
  std::exception_ptr failure_;
};

/// Sets `traceparent`, and `tracestate` if there is one, to those of a context's span.
inline void SetTraceHeaders(HttpHeaders& headers, const opentelemetry::context::Context& context) {
  OpenTelemetryHeaders carrier(headers);
  opentelemetry::trace::propagation::HttpTraceContext().Inject(carrier, context);
  carrier.RethrowFailure();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
