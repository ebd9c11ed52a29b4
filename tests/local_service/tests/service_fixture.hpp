#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "service_client.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// In a client's token: it may do everything, and is in a group.
constexpr const char* AllRoles =
    R"("role":["webpubsub.sendToGroup","webpubsub.joinLeaveGroup"],"webpubsub.group":["room"])";

/// Waits for something that happens on another thread soon.
template <class Condition>
bool Comes(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + Patience;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::yield();
  }
  return false;
}

/// A service over sockets, with its usual settings.
class ServiceTest : public testing::Test {
 protected:
  LocalService::Service Service;
  ServiceClient Client{Service};

  WebSocketClient ConnectJson(const std::string& claims = {}) {
    return WebSocketClient(Client.ClientUrl(claims), JsonSubprotocol);
  }
  [[nodiscard]] bool IsDetached() const {
    return Service.State().find(R"("attached":false)") != std::string::npos;
  }
};

/// The same, and a reliable client that loses its connection.
class ReliableClients : public ServiceTest {
 protected:
  WebSocketClient Connect() {
    WebSocketClient client(Client.ClientUrl(R"("sub":"ann")"), ReliableJsonSubprotocol);
    const std::string connected = Next(client);
    Id = Member(connected, "connectionId");
    Token = Member(connected, "reconnectionToken");
    return client;
  }
  [[nodiscard]] WebSocketClient Recover(const std::string& token) const {
    return WebSocketClient("ws://" + Client.Host() + "/client/hubs/chat?awps_connection_id=" + Id +
                               "&awps_reconnection_token=" + token,
                           ReliableJsonSubprotocol);
  }
  [[nodiscard]] bool Exists() const {
    return Client.Call("HEAD", "/api/hubs/chat/connections/" + Id) == 200;
  }
  // Cuts the connection, and waits until the service has seen it.
  void Cut() {
    EXPECT_TRUE(Service.AbortClient(Id));
    EXPECT_TRUE(Comes([&] { return IsDetached(); }));
  }

  std::string Id;
  std::string Token;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
