#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <stdexcept>
#include <string>

#include "support/http_messages.hpp"

namespace Samples {

inline Azure::Messaging::WebPubSub::EventHandlerRequest ReadEvent(const Request& request) {
  Azure::Messaging::WebPubSub::EventHandlerRequest event;
  event.Method = std::string(request.method_string());
  for (const auto& field : request) {
    event.Headers.Append(std::string(field.name_string()), std::string(field.value()));
  }
  event.Body = request.body();
  return event;
}

inline Response WriteResponse(const Azure::Messaging::WebPubSub::HttpResponse& handled,
                              const Request& request) {
  Response response(static_cast<status>(handled.Status()), request.version(), handled.Body());
  for (const auto& [name, value] : handled.Headers()) response.insert(name, value);
  return response;
}

/// Passes a request of Boost.Beast to an event handler, and its response back.
inline Response HandleEvent(const Azure::Messaging::WebPubSub::WebPubSubEventHandler& handler,
                            const Request& request) try {
  return WriteResponse(handler.Handle(ReadEvent(request)), request);
} catch (const std::invalid_argument&) {  // A header field that can't be one
  return {status::bad_request, request.version()};
}

}  // namespace Samples
