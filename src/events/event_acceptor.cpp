#include "events/event_acceptor.hpp"

#include <utility>

#include "core/arguments.hpp"
#include "events/event_readers.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Nobody has checked these texts.
std::string Shortened(std::string text) {
  constexpr std::size_t Longest = 256;
  if (text.size() > Longest) text.resize(Longest);
  return text;
}

std::string CheckedHub(std::string_view hub) {
  CheckHub(hub);
  return std::string(hub);
}

}  // namespace

EventAcceptor::EventAcceptor(std::string_view hub, const EventHandlerOptions& options)
    : hub_(CheckedHub(hub)),
      checks_(options),
      maxBodyBytes_(options.MaxBodyBytes),
      format_(options.States),
      log_(options.Logger, options.LoggerLevel) {
  if (!options.AllowUnauthenticated) return;
  log_.Write(LogLevel::Warning, [this](LogRecord& record) {
    record.Event = "EventsUnauthenticated";
    record.Fields = {{"hub", hub_}};
  });
}

AcceptedEvent EventAcceptor::Accept(EventHandlerRequest request) const {
  const EventHeaders headers(request.Headers);
  if (request.Method == "OPTIONS") return Validate(headers);
  if (request.Method == "POST") return AcceptPost(request, headers);
  HttpResponse response = Refuse({405, "the method is neither OPTIONS nor POST"}, headers);
  ValidFields(response.Headers()).Append("Allow", "OPTIONS, POST");
  return response;
}

AcceptedEvent EventAcceptor::AcceptPost(EventHandlerRequest& request,
                                        const EventHeaders& headers) const {
  if (const auto refusal = checks_.Authenticate(headers)) return Refuse(*refusal, headers);
  if (request.Body.size() > maxBodyBytes_) {
    return Refuse({413, "the body is larger than MaxBodyBytes"}, headers);
  }
  auto event = ReadEvent(request, headers, hub_, format_);
  if (const auto* refusal = std::get_if<Refusal>(&event)) return Refuse(*refusal, headers);
  return std::get<AcceptedEvent>(std::move(event));
}

HttpResponse EventAcceptor::Validate(const EventHeaders& headers) const {
  const std::string* origin = headers.FindSingle(EventHeader::Origin);
  if (origin == nullptr) {
    return Refuse({400, "WebHook-Request-Origin is missing or repeated"}, headers);
  }
  auto allowed = checks_.AllowedOrigin(*origin);
  if (!allowed) return Refuse({403, "no source has the origin"}, headers);
  HttpResponse response(200);
  response.Headers().Append("WebHook-Allowed-Origin", *std::move(allowed));
  return response;
}

HttpResponse EventAcceptor::Refuse(Refusal refusal, const EventHeaders& headers) const {
  log_.Write(LogLevel::Warning, [&](LogRecord& record) {
    record.Event = "EventRefused";
    record.Fields = {{"reason", std::string(refusal.Reason)},
                     {"status", std::to_string(refusal.Status)},
                     {"hub", Shortened(headers.GetOrEmpty(EventHeader::Hub))},
                     {"connectionId", Shortened(headers.GetOrEmpty(EventHeader::ConnectionId))}};
  });
  return HttpResponse(refusal.Status);
}

void EventAcceptor::LogFailure(const ConnectionContext& context, std::string_view failure) const {
  log_.Write(LogLevel::Error, [&](LogRecord& record) {
    record.Event = "EventFailed";
    record.Fields = {{"reason", std::string(failure)},
                     {"event", context.EventName},
                     {"hub", context.Hub},
                     {"connectionId", context.ConnectionId}};
  });
}

}  // namespace Azure::Messaging::WebPubSub::Detail
