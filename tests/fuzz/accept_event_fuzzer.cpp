// WebPubSubEventHandler::Accept never throws, whatever a request holds, and gives no event that
// isn't signed. Events can be replied to.
//
// The input is the method, the header fields and an empty line, each with a line feed, then the
// body.

#include <azure/messaging/webpubsub/event_handler.hpp>
#include <azure/messaging/webpubsub/testing/events.hpp>

#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "core/text.hpp"
#include "fuzz_target.hpp"

namespace {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)

constexpr const char* Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

WebPubSubEventHandler MakeHandler(bool isOpen, StateFormat format) {
  EventHandlerOptions options;
  options.Sources = {EventSource("http://localhost:8080", {AzureKeyCredential(Key)})};
  options.AllowUnauthenticated = isOpen;
  options.States = format;
  options.Logger = [](const LogRecord& record) { (void)record.ToText(); };
  return {"chat", std::make_shared<WebPubSubHub>(), options};
}

// Nothing if the header fields can't be those of a request.
std::optional<EventHandlerRequest> ReadRequest(std::string_view input) {
  EventHandlerRequest request;
  request.Method = Fuzz::TakeLine(input);
  for (auto line = Fuzz::TakeLine(input); !line.empty(); line = Fuzz::TakeLine(input)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    try {
      request.Headers.Append(std::string(line.substr(0, colon)),
                             std::string(Detail::Trim(line.substr(colon + 1))));
    } catch (const std::invalid_argument&) {
      return std::nullopt;
    }
  }
  request.Body = input;
  return request;
}

void CheckResponse(const HttpResponse& response) {
  static const std::set<int> statuses = {200, 204, 400, 401, 403, 404, 405, 413};
  Fuzz::Require(statuses.count(response.Status()) == 1, "a response has an expected status");
  Fuzz::Require(response.Body().empty(), "a response explains nothing");
  Fuzz::Require(response.Headers().Size() <= 1, "a response has at most one header");
}

void CheckContext(const ConnectionContext& context) {
  Fuzz::Require(!context.ConnectionId.empty(), "an event has a connection");
  Fuzz::Require(Detail::EqualsIgnoringCase(context.Hub, "chat"), "an event is of the hub");
  Fuzz::Require(context.States.empty() || context.RawState, "states come from the request");
}

bool IsSigned(const EventHandlerRequest& request, const ConnectionContext& context) {
  const auto expected = Testing::MakeConnectedRequest(Key, "chat", context.ConnectionId)
                            .Headers.Get("ce-signature")
                            .value();
  const std::string offered =
      Detail::ToLowerAscii(request.Headers.Get("ce-signature").value_or(""));
  return offered.find(expected) != std::string::npos;
}

void Reply(const ConnectEventRequest& event) {
  ConnectEventResponse accepted;
  accepted.UserId = "ann";
  accepted.SetState("a", "1");
  Fuzz::Require(ToHttp(ConnectReply(accepted), event).Status() == 200, "a client is accepted");
  Fuzz::Require(ToHttp(ConnectReply(EventErrorResponse(401, "no")), event).Status() == 401,
                "a client is refused");
}
void Reply(const UserEventRequest& event) {
  UserEventResponse handled("hi");
  handled.SetState("a", "1");
  const HttpResponse response = ToHttp(UserEventReply(handled), event);
  Fuzz::Require(response.Headers().Contains("ce-connectionState"), "a reply sets the state");
}
template <class Event>
void Reply(const Event& /*event*/) {}

void Accept(const WebPubSubEventHandler& handler, const EventHandlerRequest& request,
            bool mustBeSigned) {
  const AcceptedEvent accepted = handler.Accept(request);
  std::visit(
      [&](const auto& event) {
        if constexpr (std::is_same_v<decltype(event), const HttpResponse&>) {
          CheckResponse(event);
        } else {
          CheckContext(event.Context);
          Fuzz::Require(!mustBeSigned || IsSigned(request, event.Context), "an event is signed");
          Reply(event);
        }
      },
      accepted);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto checked = MakeHandler(false, StateFormat::DotNet);
  static const auto open = MakeHandler(true, StateFormat::DotNet);
  static const auto openScript = MakeHandler(true, StateFormat::JavaScript);
  const auto request = ReadRequest(Fuzz::Text(data, size));
  if (!request) return 0;
  (void)HubOf(*request);
  Accept(checked, *request, true);
  Accept(open, *request, false);
  Accept(openScript, *request, false);
  return 0;
}
