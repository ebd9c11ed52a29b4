#include "chat/backend.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <utility>

#include "chat/chat_hub.hpp"
#include "chat/own_page.hpp"
#include "chat/refusal.hpp"
#include "chat/secret.hpp"
#include "support/beast_events.hpp"

namespace Chat {
namespace {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using namespace Samples;                      // NOLINT(google-build-using-namespace)
using nlohmann::json;

constexpr const char* Rooms[] = {"lobby", "engineering", "lunch"};
constexpr std::size_t MostMembers = 200;
constexpr std::size_t LargestBody = std::size_t{16} * 1024;
constexpr std::size_t LongestText = 4000;  // bytes; the page's fields accept 1,000 characters
constexpr std::size_t LongestReason = 800;

Context Deadline() { return Context::WithTimeout(std::chrono::seconds(8)); }

bool IsRoom(std::string_view name) {
  return std::any_of(std::begin(Rooms), std::end(Rooms),
                     [&](const char* room) { return name == room; });
}

// The only rights of a chat user. The user must connect within five minutes.
ClientAccessOptions AccessFor(const std::string& user) {
  ClientAccessOptions access;
  access.UserId = user;
  access.ExpiresAfter = std::chrono::minutes(5);
  for (const std::string room : Rooms) {
    access.Roles.push_back("webpubsub.joinLeaveGroup." + room);
    access.Roles.push_back("webpubsub.sendToGroup." + room);
  }
  return access;
}

json Parse(const std::string& body) {
  if (body.size() > LargestBody) {
    throw Refusal(status::payload_too_large, "the body must have at most 16 KiB");
  }
  json parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object()) throw Refusal(status::bad_request, "the body must be a JSON object");
  return parsed;
}

// A text without control characters except line breaks.
std::string Text(const json& body, const char* name, std::size_t longest) {
  const auto found = body.find(name);
  const auto isBad = [](unsigned char c) { return (c < ' ' && c != '\n') || c == 0x7f; };
  if (found != body.end() && found->is_string()) {
    std::string text = *found;
    const bool isLong = text.size() > longest;
    if (!text.empty() && !isLong && std::none_of(text.begin(), text.end(), isBad)) return text;
  }
  throw Refusal(status::bad_request, std::string(name) + " must be a text of 1 to " +
                                         std::to_string(longest) + " bytes");
}

Samples::Response JsonResponse(status status, const json& value) {
  Samples::Response response;
  response.result(status);
  response.set(field::content_type, "application/json; charset=utf-8");
  response.body() = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return response;
}

Samples::Response Refuse(status status, const std::string& why) {
  return JsonResponse(status, {{"error", why}});
}

// The chat accepts the events of its own service only.
EventHandlerOptions EventsOf(const std::string& connectionString) {
  EventHandlerOptions options;
  options.Sources = {EventSource::FromConnectionString(connectionString)};
  return options;
}

// The room in a query such as `room=lobby`. The rooms' names need no percent-encoding.
std::string RoomIn(std::string_view query) {
  constexpr std::string_view Name = "room=";
  const std::string_view room =
      query.substr(0, Name.size()) == Name ? query.substr(Name.size()) : std::string_view();
  if (!IsRoom(room)) throw Refusal(status::not_found, "there is no such room");
  return std::string(room);
}

}  // namespace

Backend::Backend(const std::string& connectionString, const std::string& hub,
                 std::string adminToken)
    : client_(connectionString, hub),
      events_(hub, std::make_shared<ChatHub>(client_), EventsOf(connectionString)),
      adminToken_(std::move(adminToken)),
      page_(client_.Endpoint()),
      names_([this](const std::string& name) -> bool {
        return client_.UserExists(name, Deadline());
      }) {}

Samples::Response Backend::Handle(const Request& request) {
  if (request.target() == "/eventhandler") return HandleEvent(events_, request);
  Samples::Response response;
  try {
    response = Route(request);
  } catch (const Refusal& refusal) {
    response = Refuse(refusal.Status, refusal.what());
  } catch (const std::invalid_argument& bad) {
    response = Refuse(status::bad_request, bad.what());
  } catch (const std::exception& exception) {
    // For example, the service can't be reached. The details are only for the operator's log.
    std::cerr << "chat: " << exception.what() << std::endl;
    response = Refuse(status::bad_gateway, "the service failed to do it; please try again");
  }
  response.set(field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  return response;
}

Samples::Response Backend::Route(const Request& request) {
  CheckIsFromOwnPage(request);
  const std::string_view target(request.target().data(), request.target().size());
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view query = target.substr(std::min(target.size(), path.size() + 1));
  if (request.method() == verb::get) {
    if (path == "/members") return JsonResponse(status::ok, Members(RoomIn(query), request));
    if (auto file = page_.Find(path)) return *std::move(file);
  }
  if (request.method() == verb::post) {
    if (path == "/negotiate") return JsonResponse(status::ok, Negotiate(Parse(request.body())));
    if (path.substr(0, 7) == "/admin/") CheckIsAdmin(request);
    if (path == "/admin/broadcast") {
      return JsonResponse(status::ok, Broadcast(Parse(request.body())));
    }
    if (path == "/admin/close") return JsonResponse(status::ok, Close(Parse(request.body())));
  }
  return Refuse(status::not_found, "there is nothing here");
}

json Backend::Negotiate(const json& body) {
  const std::string user = body.value("user", json()).is_string() ? body["user"] : json("");
  const std::string key = body.value("key", json()).is_string() ? body["key"] : json("");
  const std::string newKey = names_.Claim(user, key);
  return {{"url", client_.GetClientAccessUri(AccessFor(user), Deadline())},
          {"key", newKey},
          {"rooms", Rooms}};
}

json Backend::Members(const std::string& room, const Request& request) const {
  const bool isAdmin = !Header(request, field::authorization).empty();
  if (isAdmin) CheckIsAdmin(request);
  json members = json::array();
  for (const WebPubSubGroupMember& member : client_.ListConnectionsInGroup(room, {}, Deadline())) {
    if (members.size() == MostMembers) break;
    members.push_back({{"user", member.UserId.value_or("somebody")}});
    if (isAdmin) members.back()["connectionId"] = member.ConnectionId;
  }
  return {{"members", std::move(members)}};
}

json Backend::Broadcast(const json& body) const {
  client_.SendToAll(Text(body, "text", LongestText), {}, Deadline());
  return json::object();
}

json Backend::Close(const json& body) const {
  client_.CloseConnection(Text(body, "connectionId", LongestReason),
                          Text(body, "reason", LongestReason), Deadline());
  return json::object();
}

void Backend::CheckIsAdmin(const Request& request) const {
  constexpr std::string_view Scheme = "Bearer ";
  const std::string_view given = Header(request, field::authorization);
  const bool hasScheme = given.substr(0, Scheme.size()) == Scheme;
  if (!hasScheme || !IsSameSecret(given.substr(Scheme.size()), adminToken_)) {
    throw Refusal(status::forbidden, "only the administrator may do that");
  }
}

}  // namespace Chat
