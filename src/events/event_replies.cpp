#include <azure/messaging/webpubsub/event_replies.hpp>

#include <string_view>
#include <utility>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "events/reply_status.hpp"
#include "http/valid_fields.hpp"
#include "json/event_bodies.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr const char* JsonType = "application/json; charset=utf-8";
constexpr const char* TextType = "text/plain; charset=utf-8";

HttpResponse WithBody(int status, std::string contentType, std::string body) {
  HttpResponse response(status);
  Detail::ValidFields(response.Headers()).Append("Content-Type", std::move(contentType));
  response.SetBody(std::move(body));
  return response;
}

void AddState(HttpResponse& response, const ConnectionStateUpdate& update,
              const ConnectionContext& context) {
  if (auto state = update.ToHeader(context)) {
    response.Headers().Append("ce-connectionState", *std::move(state));
  }
}

void CheckUserProperties(const std::vector<MqttUserProperty>& properties,
                         std::string_view parameter) {
  for (const MqttUserProperty& property : properties) {
    Detail::CheckText(property.Name, parameter);
    Detail::CheckText(property.Value, parameter);
  }
}

Detail::AcceptedConnection Checked(const ConnectEventResponse& response) {
  Detail::RefuseMovedFrom(response, "reply");
  if (response.UserId) Detail::CheckText(*response.UserId, "UserId");
  Detail::CheckGroups(response.Groups, "Groups");
  if (const auto& roles = response.Roles()) {
    for (const std::string& role : *roles) {
      Detail::Require(!Detail::IsBlank(role), "roles", "must not hold an empty or blank role");
      Detail::CheckText(role, "roles");
    }
  }
  std::string subprotocol = response.Subprotocol.value_or(std::string());
  Detail::CheckText(subprotocol, "Subprotocol");
  CheckUserProperties(response.MqttUserProperties, "MqttUserProperties");
  return {response.UserId, response.Groups, response.Roles(), std::move(subprotocol),
          response.MqttUserProperties};
}

HttpResponse ErrorResponse(const EventErrorResponse& error) {
  if (!Detail::IsErrorStatus(error.Status)) return HttpResponse(500);
  Detail::CheckText(error.Message, "Message");
  return error.Message.empty() ? HttpResponse(error.Status)
                               : WithBody(error.Status, TextType, error.Message);
}

class ConnectReplyWriter {
 public:
  explicit ConnectReplyWriter(const ConnectEventRequest& request) : request_(request) {}

  HttpResponse operator()(const ConnectEventResponse& accepted) const {
    std::string body = Detail::WriteAcceptedConnection(Checked(accepted));
    HttpResponse response =
        body.empty() ? HttpResponse(204) : WithBody(200, JsonType, std::move(body));
    AddState(response, accepted, request_.Context);
    return response;
  }

  // An MQTT client needs a code, which follows the status.
  HttpResponse operator()(const EventErrorResponse& error) const {
    HttpResponse response = ErrorResponse(error);
    if (!request_.Mqtt || !Detail::IsErrorStatus(error.Status)) return response;
    const int code = Detail::MqttCodeOfHttpStatus(error.Status, request_.Mqtt->ProtocolVersion);
    return WithBody(error.Status, JsonType, Detail::WriteMqttRefusal(code, error.Message, {}));
  }

  HttpResponse operator()(const MqttConnectErrorResponse& error) const {
    Detail::CheckText(error.Reason, "Reason");
    CheckUserProperties(error.UserProperties, "UserProperties");
    return WithBody(Detail::HttpStatusOfMqttCode(error.Code), JsonType,
                    Detail::WriteMqttRefusal(error.Code, error.Reason, error.UserProperties));
  }

 private:
  const ConnectEventRequest& request_;
};

class UserEventReplyWriter {
 public:
  explicit UserEventReplyWriter(const UserEventRequest& request) : request_(request) {}

  HttpResponse operator()(const UserEventResponse& handled) const {
    Detail::RefuseMovedFrom(handled, "reply");
    if (handled.Data) Detail::CheckContent(*handled.Data, "Data");
    Detail::CheckMetadata(handled.Metadata, "Metadata");
    HttpResponse response = handled.Data ? WithBody(200, handled.Data->ContentType(),
                                                    std::string(handled.Data->Bytes()))
                                         : HttpResponse(204);
    for (const auto& [name, value] : handled.Metadata) {
      response.Headers().Append("x-webpubsub-metadata-" + name, value);
    }
    AddState(response, handled, request_.Context);
    return response;
  }

  HttpResponse operator()(const EventErrorResponse& error) const { return ErrorResponse(error); }

 private:
  const UserEventRequest& request_;
};

}  // namespace

HttpResponse ToHttp(const ConnectReply& reply, const ConnectEventRequest& request) {
  Detail::RefuseMovedFrom(request.Context, "request");
  return std::visit(ConnectReplyWriter(request), reply);
}

HttpResponse ToHttp(const UserEventReply& reply, const UserEventRequest& request) {
  Detail::RefuseMovedFrom(request.Context, "request");
  return std::visit(UserEventReplyWriter(request), reply);
}

}  // namespace Azure::Messaging::WebPubSub
