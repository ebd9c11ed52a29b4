#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

namespace Azure::Messaging::WebPubSub {

/// Hooks around a request, which a policy may change. Unlike middleware, a policy doesn't invoke
/// the next handler.
///
/// In WebPubSubServiceClientOptions::PerRetryPolicies both hooks run for every attempt: after the
/// request was authorized and before it is logged and sent, and once its outcome is known. In
/// PerCallPolicies they run once for a call: before its first attempt, and after its last.
///
/// An object is shared by all calls of its clients and used by many threads at once; both
/// members must be quick and must not block.
class AZURE_MESSAGING_WEBPUBSUB_API HttpPolicy {
 public:
  virtual ~HttpPolicy() = default;

  /// Runs before a request is sent. An exception ends the call and reaches its caller.
  /// @param request changes apply to this attempt (in PerCallPolicies: to all attempts of the
  /// call).
  /// @param attempt 1 for the first.
  /// @param context of the call.
  virtual void OnRequest(HttpRequest& request, int attempt, const Context& context) const {
    (void)request, (void)attempt, (void)context;
  }

  /// Runs after an attempt. An exception is logged as an error and has no other effect.
  /// @param outcome of the attempt (in PerCallPolicies: of the last one).
  virtual void OnOutcome(const AttemptOutcome& outcome) const { (void)outcome; }

 protected:
  HttpPolicy() = default;
  /// For derived classes that are copied.
  HttpPolicy(const HttpPolicy&) = default;
  /// For derived classes that are copied.
  HttpPolicy& operator=(const HttpPolicy&) = default;
};

}  // namespace Azure::Messaging::WebPubSub
