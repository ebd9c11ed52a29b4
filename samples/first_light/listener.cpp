#include "listener.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <utility>

namespace FirstLight {
namespace {

using Azure::Messaging::WebPubSub::ClientAccessOptions;
using Azure::Messaging::WebPubSub::WebPubSubServiceClient;

constexpr const char* JsonSubprotocol = "json.webpubsub.azure.v1";
constexpr std::chrono::seconds TimeToConnect{10};

std::string AccessUri(const WebPubSubServiceClient& client, const std::string& user,
                      const std::string& group) {
  ClientAccessOptions access;
  access.UserId = user;
  access.Groups = {group};
  return client.GetClientAccessUri(access);
}

Delivery ReadJsonFrame(const std::string& text) {
  const auto frame = nlohmann::json::parse(text);
  if (frame.at("type") != "message") return {"another frame", text};

  std::string origin = frame.at("from");
  if (origin == "group") origin += " " + frame.at("group").get<std::string>();
  const auto& data = frame.at("data");
  return {frame.at("dataType").get<std::string>() + ", from " + origin,
          data.is_string() ? data.get<std::string>() : data.dump()};
}

}  // namespace

Listener::Listener(const WebPubSubServiceClient& client, std::string user, const std::string& group,
                   Protocol protocol)
    : user_(std::move(user)),
      protocol_(protocol),
      socket_(AccessUri(client, user_, group), protocol == Protocol::Json ? JsonSubprotocol : "") {
  if (protocol_ == Protocol::Json) {
    // The first frame is a greeting, which contains the connection id.
    const auto greeting = socket_.Receive(TimeToConnect);
    if (!greeting) throw std::runtime_error("the service did not greet " + user_);
    connectionId_ = nlohmann::json::parse(greeting->Data).at("connectionId");
  }
}

std::string Listener::ProtocolName() const {
  return protocol_ == Protocol::Json ? JsonSubprotocol : "raw WebSocket";
}

Delivery Listener::Expected(const Message& message, const std::string& origin) const {
  if (protocol_ == Protocol::Json) return {message.Kind + ", from " + origin, message.Data};
  return {message.Kind == "binary" ? "binary frame" : "text frame", message.Bytes};
}

std::optional<Delivery> Listener::Next(std::chrono::milliseconds timeout) {
  const auto frame = socket_.Receive(timeout);
  if (!frame) return std::nullopt;
  if (protocol_ == Protocol::Json) return ReadJsonFrame(frame->Data);
  return Delivery{frame->Binary ? "binary frame" : "text frame", frame->Data};
}

}  // namespace FirstLight
