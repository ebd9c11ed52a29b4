#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/event_requests.hpp>
#include <azure/messaging/webpubsub/export.hpp>

#include <string>
#include <string_view>

/// For the tests of programs that use the library. Not part of the umbrella header.
namespace Azure::Messaging::WebPubSub::Testing {

/// The host that the requests below come from, unless another one is named. A handler accepts them
/// if its source has this host and the same key:
///
///     EventHandlerOptions options;
///     options.Sources = {EventSource("http://localhost", {AzureKeyCredential("key")})};
///     WebPubSubEventHandler handler("chat", std::make_shared<ChatHub>(), options);
///     HttpResponse response =
///         handler.Handle(Testing::MakeUserEventRequest("key", "chat", "conn-1", "message", "hi"));
///     assert(response.Body() == "got hi");
inline constexpr std::string_view DefaultEventHost = "localhost";

/// A signed request, as the service sends it. Add or change headers to test other cases.
/// @param key the access key to sign with.
/// @param hub the hub's name.
/// @param connectionId the connection that the event is from.
/// @param type the value of `ce-type`, for example `azure.webpubsub.sys.connected`.
/// @param content the body and its media type.
/// @param host the origin of the request.
/// @throws std::invalid_argument if the key is empty or a header can't hold a value.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest MakeEventRequest(
    std::string_view key, std::string_view hub, std::string_view connectionId,
    std::string_view type, const RequestContent& content, std::string_view host = DefaultEventHost);

/// A signed request for a client that wants to connect.
/// @param key,hub,connectionId,host as above.
/// @param body a JSON object, for example `{"claims":{},"query":{"room":["7"]}}`.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest
MakeConnectRequest(std::string_view key, std::string_view hub, std::string_view connectionId,
                   std::string_view body = "{}", std::string_view host = DefaultEventHost);

/// A signed request for a client that has connected.
/// @param key,hub,connectionId,host as above.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest
MakeConnectedRequest(std::string_view key, std::string_view hub, std::string_view connectionId,
                     std::string_view host = DefaultEventHost);

/// A signed request for a connection that has ended.
/// @param key,hub,connectionId,host as above.
/// @param body a JSON object, for example `{"reason":"bye"}`.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest
MakeDisconnectedRequest(std::string_view key, std::string_view hub, std::string_view connectionId,
                        std::string_view body = "{}", std::string_view host = DefaultEventHost);

/// A signed request for a message that a client has sent.
/// @param key,hub,connectionId,host as above.
/// @param event the event's name; `message` for a client without a subprotocol.
/// @param content the message.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest
MakeUserEventRequest(std::string_view key, std::string_view hub, std::string_view connectionId,
                     std::string_view event, const RequestContent& content,
                     std::string_view host = DefaultEventHost);

/// The request that asks whether a host may send events.
/// @param host the origin of the request.
AZURE_MESSAGING_WEBPUBSUB_API EventHandlerRequest
MakeValidationRequest(std::string_view host = DefaultEventHost);

}  // namespace Azure::Messaging::WebPubSub::Testing
