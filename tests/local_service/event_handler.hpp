#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// An HTTP endpoint that receives events of a hub. A service tries its handlers in order: the first
/// one that takes an event receives it.
///
///     EventHandler handler;
///     handler.Hub = "chat";
///     handler.Url = "http://127.0.0.1:9000/eventhandler/{event}";
struct EventHandler {
  EventHandler() {}

  /// Compared without case.
  std::string Hub;
  /// An http or https URL. `{hub}` and `{event}` in its path and query stand for the names of the
  /// hub and of the event.
  std::string Url;
  /// The user events that it takes: `*` for all, or names, separated by commas and compared without
  /// case.
  std::string UserEvents = "*";
  /// The system events that it takes, separated by commas.
  std::string SystemEvents = "connect,connected,disconnected";
};

/// An error message for an invalid handler; nothing if it is valid.
std::optional<std::string> FindError(const EventHandler& handler);

enum class EventKind { System, User };

/// The first handler of a hub that takes an event; null if there is none.
/// @param name for example `connect`, or the name of a user event.
const EventHandler* FindHandler(const std::vector<EventHandler>& handlers, std::string_view hub,
                                EventKind kind, std::string_view name);

/// The URL with the names in place of `{hub}` and `{event}`.
std::string ResolveUrl(const EventHandler& handler, std::string_view hub, std::string_view event);

}  // namespace Azure::Messaging::WebPubSub::LocalService
