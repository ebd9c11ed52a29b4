#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/transport.hpp>

namespace Azure::Messaging::WebPubSub {

/// Looks at, and may change, the requests of a client: a set of moments, never a call to "next".
///
/// In WebPubSubServiceClientOptions::PerRetryPolicies both moments come with every attempt, after
/// the request was signed and before it is logged and sent. In PerCallPolicies they come once for a
/// call: before its first attempt, and after its last.
///
/// An object is shared by all calls of its clients and used by many threads at once; both
/// members must be quick and must not block.
class AZURE_MESSAGING_WEBPUBSUB_API HttpPolicy {
 public:
  virtual ~HttpPolicy() = default;

  /// Before an attempt. An exception ends the call and reaches its caller.
  /// @param request what will be sent; changes hold for this attempt (in PerCallPolicies: for all
  ///   attempts of the call).
  /// @param attempt 1 for the first.
  /// @param context the call's.
  virtual void OnRequest(HttpRequest& request, int attempt, const Context& context) const {
    (void)request, (void)attempt, (void)context;
  }

  /// After an attempt. An exception is logged as an error and goes no further.
  /// @param outcome what came of it.
  virtual void OnOutcome(const AttemptOutcome& outcome) const { (void)outcome; }

 protected:
  HttpPolicy() = default;
  /// For derived classes that are copied.
  HttpPolicy(const HttpPolicy&) = default;
  /// For derived classes that are copied.
  HttpPolicy& operator=(const HttpPolicy&) = default;
};

}  // namespace Azure::Messaging::WebPubSub
