#pragma once

#include <azure/messaging/webpubsub/errors.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <memory>
#include <utility>

#include "http/transport_adapter.hpp"
#include "runtime/worker_pool.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// Thrown by a step of a script: the connection had served earlier requests and was found closed.
class ReusedConnectionLost final : public TransportException {
 public:
  explicit ReusedConnectionLost(const std::string& message)
      : TransportException(TransportError::ConnectionLost, message, true, 1) {}
};

/// A script in the place of the built-in transport, which alone loses reused connections.
class ScriptedAttempts final : public Detail::Transport {
 public:
  explicit ScriptedAttempts(std::shared_ptr<ScriptedTransport> script)
      : script_(std::move(script)) {}

  AttemptOutcome SendOnce(const HttpRequest& request, const Context& context) override {
    try {
      return script_->Send(request, context);
    } catch (const ReusedConnectionLost& lost) {
      TransportFailure failure(lost.Cause(), lost.what(), true);
      failure.ReusedConnection = true;
      return failure;
    } catch (...) {
      return Detail::FailureOf(std::current_exception());
    }
  }

  void SendOnceAsync(const HttpRequest& request, const Context& context,
                     HttpTransport::Completion done) override {
    workers_.Run([this, request = std::move(request), context, done = std::move(done)] {
      done(SendOnce(request, context));
    });
  }

 private:
  const std::shared_ptr<ScriptedTransport> script_;
  Detail::WorkerPool workers_{4};
};

}  // namespace Azure::Messaging::WebPubSub::Testing
