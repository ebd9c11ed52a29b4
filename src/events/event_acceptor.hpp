#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <string>
#include <string_view>

#include "core/log.hpp"
#include "events/event_checks.hpp"
#include "events/event_headers.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Checks and reads the requests for one hub. Immutable.
class EventAcceptor {
 public:
  /// @throws std::invalid_argument naming what is wrong.
  EventAcceptor(std::string_view hub, const EventHandlerOptions& options);

  [[nodiscard]] AcceptedEvent Accept(EventHandlerRequest request) const;

  /// @param failure what was wrong, for the log only.
  void LogFailure(const ConnectionContext& context, std::string_view failure) const;

 private:
  [[nodiscard]] AcceptedEvent AcceptPost(EventHandlerRequest& request,
                                         const EventHeaders& headers) const;
  [[nodiscard]] HttpResponse Validate(const EventHeaders& headers) const;
  [[nodiscard]] HttpResponse Refuse(Refusal refusal, const EventHeaders& headers) const;

  const std::string hub_;
  const EventChecks checks_;
  const std::size_t maxBodyBytes_;
  const StateFormat format_;
  const Log log_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
