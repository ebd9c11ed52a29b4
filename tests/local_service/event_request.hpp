#pragma once

#include <optional>
#include <string>
#include <variant>

#include "local_service/event_session.hpp"
#include "local_service/http_call.hpp"
#include "local_service/message.hpp"
#include "local_service/service.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// An event of a connection.
struct Event {
  EventKind Kind = EventKind::System;
  /// For example `connect`, or the name of a user event.
  std::string Name;
  std::string Hub;
  std::string ConnectionId;
  std::optional<std::string> UserId;
  std::optional<std::string> Subprotocol;
  std::string ContentType;
  std::string Body;
  LocalService::Metadata Metadata;

  /// For example `connect` or `user.buy`.
  [[nodiscard]] std::string FullName() const {
    return (Kind == EventKind::User ? "user." : "") + Name;
  }
};

/// The name or address of the service's own endpoint.
std::string OriginOf(const ServiceOptions& options);

/// Makes the request for an event, in the binary mode of CloudEvents, and uses up one event id.
/// @return the error message for an event that headers can't carry.
std::variant<OutgoingRequest, std::string> MakeEventRequest(const Event& event, const HttpUrl& url,
                                                            EventSession& session,
                                                            const ServiceOptions& options,
                                                            Time now);

}  // namespace Azure::Messaging::WebPubSub::LocalService
