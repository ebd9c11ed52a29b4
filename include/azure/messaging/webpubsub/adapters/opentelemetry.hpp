#pragma once

// An adapter for OpenTelemetry C++. Include it where OpenTelemetry's API is available: the library
// doesn't depend on it, and no other public header includes it. Tested with 1.19.

#include <azure/messaging/webpubsub/adapters/detail/opentelemetry_attributes.hpp>
#include <azure/messaging/webpubsub/adapters/detail/opentelemetry_calls.hpp>
#include <azure/messaging/webpubsub/adapters/detail/opentelemetry_headers.hpp>
#include <azure/messaging/webpubsub/observer.hpp>
#include <azure/messaging/webpubsub/version.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <opentelemetry/context/context.h>
#include <opentelemetry/context/runtime_context.h>
#include <opentelemetry/metrics/meter.h>
#include <opentelemetry/metrics/meter_provider.h>
#include <opentelemetry/metrics/provider.h>
#include <opentelemetry/metrics/sync_instruments.h>
#include <opentelemetry/nostd/shared_ptr.h>
#include <opentelemetry/nostd/unique_ptr.h>
#include <opentelemetry/trace/provider.h>
#include <opentelemetry/trace/span_metadata.h>
#include <opentelemetry/trace/span_startoptions.h>
#include <opentelemetry/trace/tracer.h>
#include <opentelemetry/trace/tracer_provider.h>
#include <stdexcept>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// Traces and measures every call of a client with OpenTelemetry:
///
///     options.Observer = std::make_shared<OpenTelemetryObserver>();
///
/// Spans: one for a call, of the kind internal and named like
/// `WebPubSubServiceClient.SendToAll`; its parent is the span that is current on the thread that
/// makes the call, also for asynchronous calls and for each request of a fan-out. Below it one for
/// each attempt, of the kind client, with the attributes of the semantic conventions for HTTP
/// clients and of those for Azure's SDKs. `url.full` has no secrets, but may name users and
/// connections (see CallDescription::Url).
///
/// Each request carries `traceparent`, and `tracestate` if there is one, of its own attempt's span,
/// in the format of W3C Trace Context, whatever the global propagator is. Baggage isn't sent.
///
/// Metrics, none with an id of a user or a connection:
///
/// - `http.client.request.duration`, a histogram in seconds of the attempts.
/// - `azure.webpubsub.client.operation.duration`, a histogram in seconds of the calls, with their
///   waits and retries, by `azure.webpubsub.operation`, `azure.webpubsub.hub`,
///   `http.response.status_code` and `error.type`.
/// - `azure.webpubsub.client.operation.retries`, a counter of attempts after the first, by
///   operation and hub.
///
/// OpenTelemetry's API has no bounds for a histogram: the default ones count milliseconds, so give
/// the SDK a view with bounds in seconds.
///
/// An object may be shared by all clients, and outlive them. Its members, which the library calls,
/// are as quick as the span processor; the SDK's simple one exports where it is called, so use the
/// batch processor. The spans of calls that the exit of the process ends are never exported.
class OpenTelemetryObserver final : public CallObserver {
 public:
  /// What makes a program's spans.
  using TracerProvider = opentelemetry::nostd::shared_ptr<opentelemetry::trace::TracerProvider>;
  /// What makes a program's metrics.
  using MeterProvider = opentelemetry::nostd::shared_ptr<opentelemetry::metrics::MeterProvider>;

  /// @param tracers makes the spans: by default the global provider, as it is now, which does
  ///   nothing before the program has set one.
  /// @param meters makes the metrics: by default the global provider, as it is now.
  /// @throws std::invalid_argument if either is null.
  explicit OpenTelemetryObserver(
      const TracerProvider& tracers = opentelemetry::trace::Provider::GetTracerProvider(),
      const MeterProvider& meters = opentelemetry::metrics::Provider::GetMeterProvider()) {
    if (!tracers) throw std::invalid_argument("tracers: must not be null");
    if (!meters) throw std::invalid_argument("meters: must not be null");
    tracer_ = tracers->GetTracer(Scope, AZURE_MESSAGING_WEBPUBSUB_VERSION, Schema);
    const auto meter = meters->GetMeter(Scope, AZURE_MESSAGING_WEBPUBSUB_VERSION, Schema);
    attemptSeconds_ = meter->CreateDoubleHistogram("http.client.request.duration",
                                                   "Duration of HTTP client requests.", "s");
    callSeconds_ = meter->CreateDoubleHistogram(
        "azure.webpubsub.client.operation.duration",
        "Duration of calls, with all their attempts and the waits between them.", "s");
    retries_ = meter->CreateUInt64Counter("azure.webpubsub.client.operation.retries",
                                          "Attempts of calls after the first one.", "{retry}");
  }

  /// How many calls have started and not ended.
  [[nodiscard]] std::size_t CallsUnderWay() const noexcept { return calls_.Size(); }

  /// Captures the caller's current context, the parent of the call's span.
  std::shared_ptr<const void> CaptureCallerContext() override {
    return std::make_shared<const opentelemetry::context::Context>(
        opentelemetry::context::RuntimeContext::GetCurrent());
  }

  /// Starts the call's span.
  void CallStarted(const CallDescription& call, HttpHeaders& /*headers*/) override {
    opentelemetry::context::Context caller;
    if (call.CallerContext != nullptr) {
      caller = *static_cast<const opentelemetry::context::Context*>(call.CallerContext);
    }
    opentelemetry::trace::StartSpanOptions options;
    options.parent = caller;
    const std::string name = "WebPubSubServiceClient." + std::string(call.OperationName);
    auto span = tracer_->StartSpan(name,
                                   Detail::OpenTelemetryAttributes{
                                       {"az.namespace", Namespace}, OperationOf(call), HubOf(call)},
                                   options);
    if (!span) return;  // the SDK has no memory
    auto context = Detail::OpenTelemetryContextOf(span, std::move(caller));
    calls_.Add(call.CallId, {std::move(span), std::move(context), {}});
  }

  /// Starts the attempt's span, and sets the headers that name it.
  void AttemptStarted(const CallDescription& call, int attempt, HttpHeaders& headers) override {
    Detail::OpenTelemetryCall* const known = calls_.Find(call.CallId);
    if (known == nullptr) return;
    auto attributes = RequestOf(call);
    attributes.emplace_back("url.full", Detail::OpenTelemetryText(call.Url));
    attributes.emplace_back("az.namespace", Namespace);
    attributes.emplace_back("az.client_request_id",
                            Detail::OpenTelemetryText(call.ClientRequestId));
    if (attempt > 1) {
      attributes.emplace_back("http.request.resend_count", std::int64_t{attempt} - 1);
    }
    opentelemetry::trace::StartSpanOptions options;
    options.kind = opentelemetry::trace::SpanKind::kClient;
    options.parent = known->SpanContext;
    known->Attempt =
        tracer_->StartSpan(Detail::OpenTelemetryText(ToString(call.Method)), attributes, options);
    Detail::SetTraceHeaders(headers, ContextOfAttempt(*known));
  }

  /// Ends the attempt's span and counts its duration.
  void AttemptEnded(const CallDescription& call, const CallProgress& progress) override {
    Detail::OpenTelemetryCall* const known = calls_.Find(call.CallId);
    if (known == nullptr) return;
    auto attributes = RequestOf(call);
    const std::string error = Detail::OpenTelemetryErrorOf(progress);
    Detail::AddOpenTelemetryOutcome(attributes, progress, error);
    attemptSeconds_->Record(SecondsOf(progress), attributes, ContextOfAttempt(*known));
    if (known->Attempt && progress.Status) {
      known->Attempt->SetAttribute("http.response.status_code", std::int64_t{*progress.Status});
    }
    EndSpan(std::exchange(known->Attempt, Detail::OpenTelemetrySpan()), progress, error);
  }

  /// Ends the call's span and counts its duration and its retries.
  void CallEnded(const CallDescription& call, const CallProgress& progress) override {
    auto ended = calls_.Take(call.CallId);
    if (!ended) return;
    const std::string error = Detail::OpenTelemetryErrorOf(progress);
    // Of an attempt that the transport couldn't begin.
    EndSpan(ended->Attempt, progress, error);

    Detail::OpenTelemetryAttributes attributes{OperationOf(call), HubOf(call)};
    if (progress.Attempts > 1) {
      retries_->Add(static_cast<std::uint64_t>(progress.Attempts - 1), attributes,
                    ended->SpanContext);
    }
    Detail::AddOpenTelemetryOutcome(attributes, progress, error);
    callSeconds_->Record(SecondsOf(progress), attributes, ended->SpanContext);
    EndSpan(ended->Span, progress, error);
  }

 private:
  static constexpr const char* Scope = "azure-messaging-webpubsub";
  static constexpr const char* Schema = "https://opentelemetry.io/schemas/1.36.0";
  static constexpr const char* Namespace = "Microsoft.SignalRService";  // its resource provider

  using Attribute = Detail::OpenTelemetryAttributes::value_type;

  static Attribute OperationOf(const CallDescription& call) {
    return {"azure.webpubsub.operation", Detail::OpenTelemetryText(call.OperationName)};
  }
  static Attribute HubOf(const CallDescription& call) {
    return {"azure.webpubsub.hub", Detail::OpenTelemetryText(call.Hub)};
  }

  /// Those of a request in spans and metrics alike.
  static Detail::OpenTelemetryAttributes RequestOf(const CallDescription& call) {
    const Detail::OpenTelemetryServer server = Detail::OpenTelemetryServerOf(call.Url);
    return {{"http.request.method", Detail::OpenTelemetryText(ToString(call.Method))},
            {"server.address", Detail::OpenTelemetryText(server.Address)},
            {"server.port", server.Port}};
  }

  static opentelemetry::context::Context ContextOfAttempt(const Detail::OpenTelemetryCall& call) {
    return call.Attempt ? Detail::OpenTelemetryContextOf(call.Attempt, call.SpanContext)
                        : call.SpanContext;
  }

  static double SecondsOf(const CallProgress& progress) {
    return std::chrono::duration<double>(progress.Elapsed).count();
  }

  static void EndSpan(const Detail::OpenTelemetrySpan& span, const CallProgress& progress,
                      const std::string& error) {
    if (!span) return;
    if (!progress.Succeeded) {
      span->SetAttribute("error.type", Detail::OpenTelemetryText(error));
      span->SetStatus(opentelemetry::trace::StatusCode::kError,
                      Detail::OpenTelemetryText(progress.Failure));
    }
    span->End();
  }

  opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer> tracer_;
  opentelemetry::nostd::unique_ptr<opentelemetry::metrics::Histogram<double>> attemptSeconds_;
  opentelemetry::nostd::unique_ptr<opentelemetry::metrics::Histogram<double>> callSeconds_;
  opentelemetry::nostd::unique_ptr<opentelemetry::metrics::Counter<std::uint64_t>> retries_;
  Detail::OpenTelemetryCalls calls_;
};

}  // namespace Azure::Messaging::WebPubSub
