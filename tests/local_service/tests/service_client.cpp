#include "service_client.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

std::string ServiceClient::Token(const std::string& path, const std::string& claims) const {
  TokenParts parts;
  parts.SigningKey = ServiceOptions().PrimaryKey;
  // Expires in the year 2100, so that it stays valid when a test advances the service's clock.
  parts.Payload = R"({"exp":4102444800,"aud":"http://)" + Host() + path + '"' +
                  (claims.empty() ? "" : "," + claims) + '}';
  return MakeToken(parts);
}

std::string ServiceClient::Request(const std::string& method, const std::string& target,
                                   const std::string& body, const Headers& headers) const {
  std::string request = method + ' ' + target + " HTTP/1.1\r\nHost: " + Host() +
                        "\r\nAuthorization: Bearer " +
                        Token(target.substr(0, target.find('?')), {}) +
                        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
  return request + "\r\n" + body;
}

int ServiceClient::Call(const std::string& method, const std::string& target,
                        const std::string& body, const Headers& headers) const {
  HttpConnection connection(port_);
  connection.Send(Request(method, target, body, headers));
  const auto response = connection.Receive(method != "HEAD");
  return response ? response->Status : 0;
}

HttpResponse ServiceClient::Get(const std::string& target, const Headers& headers) const {
  HttpConnection connection(port_);
  connection.Send(Request("GET", target, {}, headers));
  return connection.Receive().value_or(HttpResponse());
}

std::string ServiceClient::ClientUrl(const std::string& claims) const {
  return "ws://" + Host() + "/client/hubs/chat?access_token=" + Token("/client/hubs/chat", claims);
}

std::uint16_t PortIn(const std::string& connectionString) {
  const std::size_t port = connectionString.find("127.0.0.1:");
  if (port == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::atoi(connectionString.c_str() + port + 10));
}

std::string Next(WebSocketClient& client) {
  const auto frame = client.Receive(Patience);
  EXPECT_TRUE(frame.has_value()) << "received nothing";
  return frame ? frame->Data : std::string();
}

int CloseCodeOf(WebSocketClient& client) {
  while (client.Receive(Patience)) {
  }
  EXPECT_TRUE(client.IsClosed()) << "the connection is still open";
  return client.CloseCode().value_or(0);
}

std::string Member(const std::string& frame, const std::string& name) {
  const auto json = nlohmann::json::parse(frame, nullptr, false);
  return json.is_object() ? json.value(name, std::string()) : std::string();
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
