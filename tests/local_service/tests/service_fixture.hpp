#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "service_client.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Claims for a client's token: all permissions, and the group "room".
constexpr const char* AllRoles =
    R"("role":["webpubsub.sendToGroup","webpubsub.joinLeaveGroup"],"webpubsub.group":["room"])";

/// Waits for a condition that another thread is about to meet; false after a timeout.
template <class Condition>
bool WaitUntil(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + Patience;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::yield();
  }
  return false;
}

/// A service with default settings, over sockets.
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

/// A service with a reliable client that can lose its connection and recover it.
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
  // Aborts the connection, and waits until the service has noticed.
  void LoseConnection() {
    EXPECT_TRUE(Service.AbortClient(Id));
    EXPECT_TRUE(WaitUntil([&] { return IsDetached(); }));
  }

  std::string Id;
  std::string Token;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
