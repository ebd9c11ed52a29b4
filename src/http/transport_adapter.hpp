#pragma once

#include <azure/messaging/webpubsub/transport.hpp>

#include <exception>
#include <memory>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// A transport as the pipeline uses it: it sends a request once, and gives the outcome as a value.
/// Used by many threads at once.
class Transport {
 public:
  virtual ~Transport() = default;

  /// On the caller's thread.
  virtual AttemptOutcome SendOnce(const HttpRequest& request, const Context& context) = 0;

  /// On the event loop's thread; does not wait.
  /// @param request valid and unchanged until `done` is destroyed.
  /// @param context also cancelled when the call's deadline passes.
  /// @param done called once, on any thread.
  virtual void SendOnceAsync(const HttpRequest& request, const Context& context,
                             HttpTransport::Completion done) = 0;

  /// The I/O that the event loop performs for SendOnceAsync; null if there is none.
  [[nodiscard]] virtual std::shared_ptr<EventLoopIo> Io() const { return nullptr; }

 protected:
  Transport() = default;
  Transport(const Transport&) = default;
  Transport& operator=(const Transport&) = default;
};

/// A user's HttpTransport as a Transport.
class TransportAdapter final : public Transport {
 public:
  /// @param transport not null.
  explicit TransportAdapter(std::shared_ptr<HttpTransport> transport)
      : transport_(std::move(transport)) {}

  AttemptOutcome SendOnce(const HttpRequest& request, const Context& context) override;
  void SendOnceAsync(const HttpRequest& request, const Context& context,
                     HttpTransport::Completion done) override;

 private:
  const std::shared_ptr<HttpTransport> transport_;
};

/// The failure that an exception of a transport stands for.
TransportFailure FailureOf(const std::exception_ptr& thrown) noexcept;

/// The failure of an attempt for which there was no memory.
TransportFailure NoMemory(bool requestMayHaveBeenSent) noexcept;

/// What a function that sends once returns, or the failure that its exception stands for.
template <class Send>
AttemptOutcome OutcomeOf(Send send) noexcept {
  try {
    return send();
  } catch (...) {
    return FailureOf(std::current_exception());
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
