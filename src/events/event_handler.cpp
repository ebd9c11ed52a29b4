#include <azure/messaging/webpubsub/event_handler.hpp>

#include <exception>
#include <type_traits>
#include <utility>

#include "auth/connection_string.hpp"
#include "core/arguments.hpp"
#include "events/event_acceptor.hpp"
#include "events/reply_status.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

template <class Reply>
Reply WithErrorStatus(Reply reply) {
  const auto* error = std::get_if<EventErrorResponse>(&reply);
  Detail::Require(error == nullptr || Detail::IsErrorStatus(error->Status), "Status",
                  "must be 400 to 599");
  return reply;
}

// Calls a hub with an event, and makes the HTTP response of its reply.
class Dispatcher {
 public:
  explicit Dispatcher(WebPubSubHub& hub) : hub_(hub) {}

  HttpResponse operator()(const ConnectEventRequest& event) const {
    return ToHttp(WithErrorStatus(hub_.OnConnect(event)), event);
  }
  HttpResponse operator()(const UserEventRequest& event) const {
    return ToHttp(WithErrorStatus(hub_.OnMessageReceived(event)), event);
  }
  HttpResponse operator()(const ConnectedEventRequest& event) const {
    hub_.OnConnected(event);
    return HttpResponse(204);
  }
  HttpResponse operator()(const DisconnectedEventRequest& event) const {
    hub_.OnDisconnected(event);
    return HttpResponse(204);
  }
  HttpResponse operator()(const GroupJoinedEventRequest& event) const {
    hub_.OnGroupJoined(event);
    return HttpResponse(204);
  }
  HttpResponse operator()(const GroupLeftEventRequest& event) const {
    hub_.OnGroupLeft(event);
    return HttpResponse(204);
  }

 private:
  WebPubSubHub& hub_;
};

}  // namespace

EventSource EventSource::FromConnectionString(std::string_view primary) {
  const Detail::ConnectionString parsed = Detail::ParseConnectionString(primary);
  return EventSource(parsed.Endpoint.Url(), {AzureKeyCredential(parsed.AccessKey)});
}

EventSource EventSource::FromConnectionString(std::string_view primary,
                                              std::string_view secondary) {
  EventSource source = FromConnectionString(primary);
  EventSource other = FromConnectionString(secondary);
  Detail::Require(source.Endpoint == other.Endpoint, "secondary",
                  "must have the same endpoint as the primary connection string");
  source.Keys.push_back(std::move(other.Keys.front()));
  return source;
}

EventSource EventSource::FromConnectionString(const char* primary) {
  return FromConnectionString(Detail::NotNull(primary, "primary"));
}

EventSource EventSource::FromConnectionString(const char* primary, const char* secondary) {
  return FromConnectionString(Detail::NotNull(primary, "primary"),
                              Detail::NotNull(secondary, "secondary"));
}

EventSource EventSource::FromConnectionString(std::string_view primary, const char* secondary) {
  return FromConnectionString(primary, Detail::NotNull(secondary, "secondary"));
}

EventSource EventSource::FromConnectionString(const char* primary, std::string_view secondary) {
  return FromConnectionString(Detail::NotNull(primary, "primary"), secondary);
}

WebPubSubHub::WebPubSubHub() = default;
WebPubSubHub::~WebPubSubHub() = default;
WebPubSubHub::WebPubSubHub(const WebPubSubHub&) = default;
WebPubSubHub& WebPubSubHub::operator=(const WebPubSubHub&) = default;

ConnectReply WebPubSubHub::OnConnect(const ConnectEventRequest& /*request*/) {
  return ConnectEventResponse();
}
void WebPubSubHub::OnConnected(const ConnectedEventRequest& /*request*/) {}
void WebPubSubHub::OnDisconnected(const DisconnectedEventRequest& /*request*/) {}
UserEventReply WebPubSubHub::OnMessageReceived(const UserEventRequest& /*request*/) {
  return UserEventResponse();
}
void WebPubSubHub::OnGroupJoined(const GroupJoinedEventRequest& /*request*/) {}
void WebPubSubHub::OnGroupLeft(const GroupLeftEventRequest& /*request*/) {}

WebPubSubEventHandler::WebPubSubEventHandler(std::string_view hub,
                                             std::shared_ptr<WebPubSubHub> receiver,
                                             const EventHandlerOptions& options)
    : acceptor_(std::make_shared<const Detail::EventAcceptor>(hub, options)),
      receiver_(std::move(receiver)) {
  Detail::Require(receiver_ != nullptr, "receiver", "must not be null");
}

HttpResponse WebPubSubEventHandler::Handle(EventHandlerRequest request) const {
  AcceptedEvent accepted = Accept(std::move(request));
  return std::visit(
      [this](auto& event) {
        if constexpr (std::is_same_v<decltype(event), HttpResponse&>) {
          return std::move(event);
        } else {
          try {
            return Dispatcher(*receiver_)(event);
          } catch (const std::exception& exception) {
            acceptor_->LogFailure(event.Context, exception.what());
          } catch (...) {
            acceptor_->LogFailure(event.Context, "an exception of an unknown type");
          }
          return HttpResponse(500);
        }
      },
      accepted);
}

AcceptedEvent WebPubSubEventHandler::Accept(EventHandlerRequest request) const {
  return acceptor_->Accept(std::move(request));
}

std::optional<std::string> HubOf(const EventHandlerRequest& request) {
  return request.Headers.Get("ce-hub");
}

}  // namespace Azure::Messaging::WebPubSub
