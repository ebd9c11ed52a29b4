#include "local_service/event_handler.hpp"

#include <algorithm>

#include "local_service/http_url.hpp"
#include "local_service/metadata.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::string_view Hub = "{hub}";
constexpr std::string_view Event = "{event}";

bool IsSystemEvent(std::string_view name) {
  return name == "connect" || name == "connected" || name == "disconnected";
}

std::string Replace(std::string_view text, std::string_view placeholder, std::string_view value) {
  std::string replaced;
  while (!text.empty()) {
    const bool isPlaceholder = EqualsIgnoringCase(text.substr(0, placeholder.size()), placeholder);
    replaced += isPlaceholder ? value : text.substr(0, 1);
    text.remove_prefix(isPlaceholder ? placeholder.size() : 1);
  }
  return replaced;
}

std::string Resolve(std::string_view url, std::string_view hub, std::string_view event) {
  return Replace(Replace(url, Hub, PercentEncode(hub)), Event, PercentEncode(event));
}

std::optional<std::string> FindUrlError(const std::string& url) {
  const auto parsed = ParseHttpUrl(Resolve(url, "hub", "event"));
  if (!parsed) return "The URL has to begin with http:// or https:// and a host.";
  if (Resolve(parsed->Target, "", "").find_first_of("{}") != std::string::npos) {
    return "The URL may have {hub} and {event}, but no other braces.";
  }
  const std::size_t path = std::min(url.find_first_of("/?", url.find("://") + 3), url.size());
  if (url.find_first_of("{}") < path) return "The URL may not have braces in its host.";
  return std::nullopt;
}

bool Takes(const EventHandler& handler, EventKind kind, std::string_view name) {
  const bool isUser = kind == EventKind::User;
  if (isUser && TrimBlanks(handler.UserEvents) == "*") return true;
  const auto names = SplitList(isUser ? handler.UserEvents : handler.SystemEvents);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& one) { return EqualsIgnoringCase(one, name); });
}

}  // namespace

std::optional<std::string> FindError(const EventHandler& handler) {
  if (!IsHubName(handler.Hub)) return "Invalid hub name.";
  if (auto error = FindUrlError(handler.Url)) return error;
  for (const std::string& name : SplitList(handler.UserEvents)) {
    if (name == "*" && TrimBlanks(handler.UserEvents) == "*") continue;
    if (!IsEventName(name)) return "Invalid user event '" + name + "'.";
  }
  for (const std::string& name : SplitList(handler.SystemEvents)) {
    if (!IsSystemEvent(ToLower(name))) {
      return "'" + name + "' is none of the system events connect, connected and disconnected.";
    }
  }
  return std::nullopt;
}

const EventHandler* FindHandler(const std::vector<EventHandler>& handlers, std::string_view hub,
                                EventKind kind, std::string_view name) {
  for (const EventHandler& handler : handlers) {
    if (EqualsIgnoringCase(handler.Hub, hub) && Takes(handler, kind, name)) return &handler;
  }
  return nullptr;
}

std::string ResolveUrl(const EventHandler& handler, std::string_view hub, std::string_view event) {
  return Resolve(handler.Url, hub, event);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
