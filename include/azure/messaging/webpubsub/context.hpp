#pragma once

#include <azure/messaging/webpubsub/export.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

class CancellationRegistration;

namespace Detail {

/// The time `delay` from now, for a duration of any type: the clock's last moment for a century or
/// more, and a century ago for a delay that is as long past.
template <class Rep, class Period>
std::chrono::steady_clock::time_point TimeAfter(std::chrono::duration<Rep, Period> delay) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::hours Century{100 * 365 * 24};
  // In floating point, where no duration overflows; written so that NaN means no limit.
  const std::chrono::duration<double> seconds = delay;
  if (!(seconds < Century))
    return (Clock::time_point::max)();  // in brackets against Windows' macro
  if (seconds < -Century) return Clock::now() - Century;
  return Clock::now() + std::chrono::ceil<Clock::duration>(delay);
}

}  // namespace Detail

/// A deadline and a cancellation handle for one call or for many; the last parameter of every
/// operation.
///
/// A context is a small value: copies share the same deadline and the same cancellation. A
/// default-constructed context has no deadline, can't be cancelled and costs nothing. All members
/// may be called from any thread. Moving a context copies it, so that no call loses its deadline.
///
///     auto context = Context::WithTimeout(std::chrono::seconds(2));
///     client.SendToAll("hi", {}, context);  // OperationCancelledException at the deadline
///     context.Cancel();                     // from any thread, effective within 50 ms
class AZURE_MESSAGING_WEBPUBSUB_API Context {
 public:
  /// No deadline, not cancellable.
  Context() = default;
  ~Context() = default;
  // Without a constructor for temporaries: a context that was moved from would never end.
  /// The same deadline and cancellation.
  Context(const Context&) = default;
  /// The same deadline and cancellation.
  Context& operator=(const Context&) = default;

  /// A cancellable context without a deadline of its own.
  /// @param parent its cancellation and its deadline hold for the new context too.
  static Context Cancellable(const Context& parent = {});

  /// A cancellable context that ends `timeout` from now.
  /// @param timeout any duration, counted from this call and not from the start of an operation.
  ///   Zero or less means that the deadline has passed already; a century or more, up to the
  ///   duration's `max()`, means no limit.
  /// @param parent its cancellation holds too, and so does its deadline where that is earlier.
  template <class Rep, class Period>
  static Context WithTimeout(std::chrono::duration<Rep, Period> timeout,
                             const Context& parent = {}) {
    return WithDeadline(Detail::TimeAfter(timeout), parent);
  }

  /// A cancellable context that ends at `deadline`; otherwise like WithTimeout.
  static Context WithDeadline(std::chrono::steady_clock::time_point deadline,
                              const Context& parent = {});

  /// A context like this one whose calls carry `clientRequestId` as `x-ms-client-request-id`,
  /// instead of a new random one for each call.
  /// @param clientRequestId 1 to 128 visible ASCII characters.
  /// @throws std::invalid_argument for any other text.
  [[nodiscard]] Context WithClientRequestId(std::string clientRequestId) const;

  /// Cancels this context and those made from it; calls that run with one of them end with
  /// OperationCancelledException within 50 ms. Does nothing on a default-constructed context.
  /// Callbacks registered by OnCancel run on this thread before Cancel returns, in no certain
  /// order.
  void Cancel() const;

  /// True once Cancel was called on this context or on one that it was made from. The deadline
  /// doesn't count.
  [[nodiscard]] bool IsCancelled() const noexcept;

  /// True once the context is cancelled or its deadline has passed.
  /// @param now the time to compare the deadline with.
  [[nodiscard]] bool HasEnded(
      std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now()) const noexcept {
    return node_ != nullptr && (IsCancelled() || now >= Deadline().value_or(Never));
  }

  /// Whether this context can ever be cancelled or has a deadline; false for a default-constructed
  /// one. Lets a transport skip what it does for those that can.
  [[nodiscard]] bool CanEnd() const noexcept { return node_ != nullptr; }

  /// The earliest deadline of this context and those it was made from, or nothing.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> Deadline() const noexcept;

  /// The id given by WithClientRequestId here or further up, or null. Valid as long as this
  /// context.
  [[nodiscard]] const std::string* ClientRequestId() const noexcept;

  /// For authors of transports: runs `callback` once, when this context is cancelled, on the
  /// thread that calls Cancel; at once and on this thread if that has happened already.
  /// @param callback must not throw and must be quick: it typically wakes an event loop.
  /// @return ends the registration when it is destroyed, after waiting for a callback that is
  ///   running on another thread, so that what the callback uses may be freed right after.
  [[nodiscard]] CancellationRegistration OnCancel(std::function<void()> callback) const;

 private:
  friend class CancellationRegistration;
  struct Node;
  struct Callback;

  static constexpr auto Never = (std::chrono::steady_clock::time_point::max)();

  explicit Context(std::shared_ptr<Node> node) : node_(std::move(node)) {}

  std::shared_ptr<Node> node_;
};

/// Keeps a callback of Context::OnCancel registered for as long as it lives. Move-only.
class AZURE_MESSAGING_WEBPUBSUB_API CancellationRegistration {
 public:
  /// Registers nothing.
  CancellationRegistration() = default;
  /// Takes the registration over; `other` registers nothing afterwards.
  CancellationRegistration(CancellationRegistration&& other) noexcept = default;
  /// Ends its own registration and takes the other over.
  CancellationRegistration& operator=(CancellationRegistration&& other) noexcept;
  CancellationRegistration(const CancellationRegistration&) = delete;
  CancellationRegistration& operator=(const CancellationRegistration&) = delete;
  /// Unregisters; waits for the callback if another thread is running it.
  ~CancellationRegistration();

 private:
  friend class Context;
  void Release() noexcept;

  std::shared_ptr<Context::Node> node_;
  std::shared_ptr<Context::Callback> callback_;
};

}  // namespace Azure::Messaging::WebPubSub
