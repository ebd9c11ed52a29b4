// Which connections are ended because no request uses them.

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "curl/open_sockets.hpp"
#include "runtime/socket.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::ScriptedConnection;
using Testing::ScriptedServer;

/// Connections that carried their last request at times of the test's choice.
class IdleSockets : public testing::Test {
 protected:
  using Clock = std::chrono::steady_clock;

  // Opens a connection. @return its local port.
  int Open() {
    curl_sockaddr address{};
    address.family = AF_INET;
    address.socktype = SOCK_STREAM;
    const int handle = sockets_.Open(address);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons(static_cast<std::uint16_t>(server_.Port()));
    EXPECT_EQ(connect(handle, reinterpret_cast<sockaddr*>(&server), sizeof server), 0);
    handles_.push_back(handle);
    return LocalPortOf(handle);
  }
  int OpenAndUse(Clock::time_point when) {
    const int port = Open();
    sockets_.SetTime(when);
    sockets_.OnConnected(port);
    return port;
  }
  // The ports of those that are ended since.
  [[nodiscard]] std::set<int> Ended() const {
    std::set<int> ports;
    for (const int handle : handles_) {
      if (IsClosedByPeer(handle)) ports.insert(LocalPortOf(handle));
    }
    return ports;
  }
  ~IdleSockets() override {
    for (const int handle : handles_) close(handle);
  }

  const Clock::time_point now_ = Clock::now();
  ScriptedServer server_{[](ScriptedConnection& connection, int) { connection.WaitForClient(); }};
  OpenSockets sockets_;
  std::vector<int> handles_;
};

constexpr std::chrono::seconds Idle{10};

TEST_F(IdleSockets, AreEndedAfterAWhile) {
  const int old = OpenAndUse(now_ - Idle);
  OpenAndUse(now_ - Idle + std::chrono::milliseconds(1));
  sockets_.SetTime(now_);
  EXPECT_EQ(sockets_.EndIdle(Idle, 0, {}), 1U);
  EXPECT_EQ(Ended(), std::set<int>{old});
}

TEST_F(IdleSockets, AreLeftUpToANumber) {
  for (int i = 0; i < 5; ++i) OpenAndUse(now_ - 2 * Idle);
  sockets_.SetTime(now_);
  EXPECT_EQ(sockets_.EndIdle(Idle, 5, {}), 0U);
  EXPECT_EQ(sockets_.EndIdle(Idle, 3, {}), 2U);
  EXPECT_EQ(Ended().size(), 2U);
}

TEST_F(IdleSockets, AreNotThoseThatCarryARequestOrNoneYet) {
  const int inUse = OpenAndUse(now_ - 2 * Idle);
  Open();
  sockets_.SetTime(now_);
  EXPECT_EQ(sockets_.EndIdle(Idle, 0, {inUse}), 0U);
  EXPECT_EQ(Ended(), std::set<int>());
}

TEST_F(IdleSockets, AreNotThoseThatWereUsedAgain) {
  const int again = OpenAndUse(now_ - 2 * Idle);
  sockets_.SetTime(now_ - Idle / 2);
  EXPECT_FALSE(sockets_.HasUnusableAt(again, false));
  sockets_.SetTime(now_);
  EXPECT_EQ(sockets_.EndIdle(Idle, 0, {}), 0U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
