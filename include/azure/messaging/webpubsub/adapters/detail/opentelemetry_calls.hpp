#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <opentelemetry/context/context.h>
#include <opentelemetry/nostd/shared_ptr.h>
#include <opentelemetry/trace/context.h>
#include <opentelemetry/trace/span.h>
#include <optional>
#include <unordered_map>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

using OpenTelemetrySpan = opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span>;

/// The context of a span: what belongs to another context, with this span.
inline opentelemetry::context::Context OpenTelemetryContextOf(
    const OpenTelemetrySpan& span, opentelemetry::context::Context outer) {
  return opentelemetry::trace::SetSpan(outer, span);
}

/// A call that has started and not ended. Its notifications come one after another.
struct OpenTelemetryCall {
  OpenTelemetrySpan Span;
  /// The caller's, with the call's span.
  opentelemetry::context::Context SpanContext;
  /// Null while no attempt is under way.
  OpenTelemetrySpan Attempt;
};

/// The calls under way, by their ids. One lock is enough: it is held for a search in a table, which
/// takes a small part of the time that the SDK needs for a span, with locks of its own.
class OpenTelemetryCalls {
 public:
  void Add(std::uint64_t id, OpenTelemetryCall call) {
    const std::lock_guard lock(mutex_);
    calls_.insert_or_assign(id, std::move(call));
  }

  /// Null for a call that wasn't added. Valid until the call is taken.
  [[nodiscard]] OpenTelemetryCall* Find(std::uint64_t id) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(id);
    return found == calls_.end() ? nullptr : &found->second;
  }

  [[nodiscard]] std::optional<OpenTelemetryCall> Take(std::uint64_t id) noexcept {
    const std::lock_guard lock(mutex_);
    auto node = calls_.extract(id);
    if (node.empty()) return std::nullopt;
    return std::move(node.mapped());
  }

  [[nodiscard]] std::size_t Size() const noexcept {
    const std::lock_guard lock(mutex_);
    return calls_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, OpenTelemetryCall> calls_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
