#pragma once

#include <azure/messaging/webpubsub/credentials.hpp>
#include <azure/messaging/webpubsub/diagnostics.hpp>
#include <azure/messaging/webpubsub/event_models.hpp>
#include <azure/messaging/webpubsub/event_replies.hpp>
#include <azure/messaging/webpubsub/event_requests.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Event handlers: what the service calls when clients connect, speak and leave. Not part of the
// umbrella header.
namespace Azure::Messaging::WebPubSub {

namespace Detail {
class EventAcceptor;
}

/// A Web PubSub resource that may send events, and the keys that it signs them with.
struct AZURE_MESSAGING_WEBPUBSUB_API EventSource {
  EventSource() {}
  /// @param endpoint see Endpoint.
  /// @param keys see Keys.
  explicit EventSource(std::string endpoint, std::vector<AzureKeyCredential> keys = {})
      : Endpoint(std::move(endpoint)), Keys(std::move(keys)) {}

  /// A source from one or both of a resource's connection strings.
  /// @param primary with the first key.
  /// @throws std::invalid_argument naming what is wrong, also for a null pointer or two endpoints.
  ///   It never shows a key.
  static EventSource FromConnectionString(std::string_view primary);
  /// @overload
  static EventSource FromConnectionString(const char* primary);
  /// @overload
  /// @param primary with the first key.
  /// @param secondary with the second key, so that either may be renewed at any time.
  static EventSource FromConnectionString(std::string_view primary, std::string_view secondary);
  /// @overload
  static EventSource FromConnectionString(const char* primary, const char* secondary);
  /// @overload
  static EventSource FromConnectionString(std::string_view primary, const char* secondary);
  /// @overload
  static EventSource FromConnectionString(const char* primary, std::string_view secondary);

  /// For example `https://name.webpubsub.azure.com`; only the host counts. Replicas and custom
  /// domains are sources of their own.
  std::string Endpoint;
  /// An event of this source must be signed with one of them. Keep a copy of a key to call its
  /// `Update`, which takes effect at once. Empty only with EventHandlerOptions::ValidateToken.
  std::vector<AzureKeyCredential> Keys;
};

/// How requests are checked. Options that were moved from are refused with std::invalid_argument.
struct EventHandlerOptions : Detail::MoveMark {
  EventHandlerOptions() {}

  /// Which resources may send events. Empty: any, as far as ValidateToken accepts their tokens.
  std::vector<EventSource> Sources;

  /// Checks the bearer token that the service sends if it calls the handler with a managed
  /// identity: its signature, issuer, audience, times, and whose identity it is. Where a source has
  /// keys, its signature must be right too. Called on the thread of the request, from many threads
  /// at once. If it throws, the response is 500.
  /// @param bearer what follows "Bearer ". A secret.
  std::function<bool(std::string_view bearer)> ValidateToken;

  /// Turns off all checks of signatures and tokens, so that anyone who knows the URL may forge
  /// events. Only for tests, and behind a gateway that checks.
  bool AllowUnauthenticated = false;

  /// A request with a larger body gets the status 413.
  std::size_t MaxBodyBytes = std::size_t{4} * 1024 * 1024;

  /// The encoding of connection states.
  StateFormat States = StateFormat::DotNet;

  /// Receives the reasons of refusals: the record `EventRefused` with the fields `reason`,
  /// `status`, `hub` and `connectionId`. They are never sent to the caller. Null: the process's
  /// logger (see Diagnostics).
  LogCallback Logger;
  /// Records below this level are not made for `Logger`.
  LogLevel LoggerLevel = LogLevel::Informational;
};

/// What happens with the events of a hub: derive from it and override what you handle. The defaults
/// accept and do nothing.
///
///     class ChatHub : public WebPubSubHub {
///      public:
///       ConnectReply OnConnect(const ConnectEventRequest& request) override {
///         if (!request.Context.UserId) return EventErrorResponse(401, "sign in first");
///         ConnectEventResponse accepted;
///         accepted.Groups = {"lobby"};
///         return accepted;
///       }
///       UserEventReply OnMessageReceived(const UserEventRequest& request) override {
///         return UserEventResponse(RequestContent::Text("got " + request.Data));
///       }
///     };
///
/// Called on the thread of the request, from many threads at once. An exception is logged as
/// `EventFailed`; the response is 500 with an empty body, and the service calls again, up to four
/// times in all. So every method must tolerate an event that it has seen before.
class AZURE_MESSAGING_WEBPUBSUB_API WebPubSubHub {
 public:
  WebPubSubHub();
  virtual ~WebPubSubHub();

  /// A client wants to connect.
  virtual ConnectReply OnConnect(const ConnectEventRequest& request);
  /// A client has connected.
  virtual void OnConnected(const ConnectedEventRequest& request);
  /// A connection has ended.
  virtual void OnDisconnected(const DisconnectedEventRequest& request);
  /// A client has sent a message: every user event arrives here.
  virtual UserEventReply OnMessageReceived(const UserEventRequest& request);
  /// A connection has joined a group.
  virtual void OnGroupJoined(const GroupJoinedEventRequest& request);
  /// A connection has left a group.
  virtual void OnGroupLeft(const GroupLeftEventRequest& request);

 protected:
  /// For derived classes that are copied.
  WebPubSubHub(const WebPubSubHub&);
  /// For derived classes that are copied.
  WebPubSubHub& operator=(const WebPubSubHub&);
};

/// What a request turns out to be: an event that passed all checks, or an HTTP response to send as
/// it is.
using AcceptedEvent =
    std::variant<HttpResponse, ConnectEventRequest, ConnectedEventRequest, DisconnectedEventRequest,
                 UserEventRequest, GroupJoinedEventRequest, GroupLeftEventRequest>;

/// Checks the requests that the service sends for a hub, reads their events, and calls a
/// WebPubSubHub. Works in any web server: route OPTIONS and POST of the event handler's URL to it,
/// and let both pass without any other authentication.
///
///     EventHandlerOptions options;
///     options.Sources = {EventSource::FromConnectionString(primary, secondary)};
///     WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
///     HttpResponse response = handler.Handle({method, headers, body});
///
/// A signature covers the connection's id and nothing else, so whoever reads a request can forge
/// others of that connection: use https. Cheap to copy, and safe to use from many threads. It has
/// no thread of its own. A handler that was moved from throws std::logic_error.
class AZURE_MESSAGING_WEBPUBSUB_API WebPubSubEventHandler {
 public:
  /// @param hub the hub's name; the service's requests may spell it in another case.
  /// @param receiver what the events call; shared, and kept as long as a copy of the handler lives.
  /// @param options how requests are checked; kept as a copy.
  /// @throws std::invalid_argument for a bad hub, a null receiver, a source without a host, a key
  ///   that was moved from, and if nothing would authenticate the requests of a source: neither
  ///   keys nor ValidateToken, and not AllowUnauthenticated.
  WebPubSubEventHandler(std::string_view hub, std::shared_ptr<WebPubSubHub> receiver,
                        const EventHandlerOptions& options);

  /// Checks a request, calls the hub and returns the response to send. Never throws for anything
  /// that the request holds or the hub throws.
  [[nodiscard]] HttpResponse Handle(EventHandlerRequest request) const;

  /// Checks a request without calling the hub, to reply later and on any thread:
  ///
  ///     AcceptedEvent accepted = handler.Accept(request);
  ///     if (auto* event = std::get_if<UserEventRequest>(&accepted)) {
  ///       send(ToHttp(UserEventReply(UserEventResponse()), *event));
  ///     }
  ///
  /// The response to an event other than these two is `HttpResponse(204)`.
  /// @return an HttpResponse for everything that isn't an event: a validation, or a refusal.
  [[nodiscard]] AcceptedEvent Accept(EventHandlerRequest request) const;

 private:
  Detail::CheckedPointer<const Detail::EventAcceptor> acceptor_;
  std::shared_ptr<WebPubSubHub> receiver_;
};

/// The hub that a request claims to be for, to choose between several handlers: nothing has checked
/// it yet. Nothing for a validation, which has none: any handler with the same sources may respond.
AZURE_MESSAGING_WEBPUBSUB_API std::optional<std::string> HubOf(const EventHandlerRequest& request);

}  // namespace Azure::Messaging::WebPubSub
