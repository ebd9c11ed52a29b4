#include "curl/open_sockets.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <future>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "curl/handles.hpp"
#include "runtime/socket.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::PlainResponse;
using Testing::ScriptedConnection;
using Testing::ScriptedServer;

/// A handle whose connection is kept after its first request.
class OpenSocketsTest : public testing::Test {
 protected:
  OpenSocketsTest() : easy_(MakeEasyHandle()) {
    EXPECT_EQ(sockets_.Serve(easy_.get()), CURLE_OK);
    curl_easy_setopt(easy_.get(), CURLOPT_OPENSOCKETFUNCTION, &Open);
    curl_easy_setopt(easy_.get(), CURLOPT_OPENSOCKETDATA, &sockets_);
    curl_easy_setopt(easy_.get(), CURLOPT_URL, server_.Url().c_str());
    curl_easy_setopt(easy_.get(), CURLOPT_PROXY, "");
    EXPECT_EQ(curl_easy_perform(easy_.get()), CURLE_OK);
    long port = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_LOCAL_PORT, &port);
    localPort_ = static_cast<int>(port);
    curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket_);
  }
  ~OpenSocketsTest() override {
    if (!isWritten_) WriteUnrequested();
  }

  static curl_socket_t Open(void* sockets, curlsocktype, curl_sockaddr* address) {
    return static_cast<OpenSockets*>(sockets)->Open(*address);
  }

  void WriteUnrequested() {
    isWritten_ = true;
    mayWrite_.set_value();
    written_.get_future().wait();
  }

  bool isWritten_ = false;
  std::promise<void> mayWrite_;
  std::promise<void> written_;
  OpenSockets sockets_;
  ScriptedServer server_{[this](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(PlainResponse(200));
    mayWrite_.get_future().wait();
    connection.Write("H");
    written_.set_value();
    connection.WaitForClient();
  }};
  EasyHandle easy_;
  int localPort_ = 0;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
};

TEST_F(OpenSocketsTest, AreQuietWhileNothingArrives) {
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, false));
}

TEST_F(OpenSocketsTest, ReportWhatArrivesOnAnIdleConnection) {
  WriteUnrequested();
  EXPECT_TRUE(sockets_.HasUnusableAt(localPort_, false));
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_ + 1, false));
}

TEST_F(OpenSocketsTest, ReportItOnlyForMarkedConnectionsWhereOthersMayShareThem) {
  WriteUnrequested();
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, true));
  sockets_.MarkExclusive(localPort_);
  EXPECT_TRUE(sockets_.HasUnusableAt(localPort_, true));
}

TEST_F(OpenSocketsTest, ForgetAConnectionThatIsClosed) {
  WriteUnrequested();
  easy_.reset();
  EXPECT_FALSE(sockets_.HasUnusableAt(localPort_, false));
}

TEST_F(OpenSocketsTest, AreNotInheritedByChildProcesses) {
  EXPECT_NE(fcntl(socket_, F_GETFD) & FD_CLOEXEC, 0);
}

// As libcurl 7.88 closes one when a transfer is removed while it connects.
TEST(OpenSocketsOfTransfers, LeaveASocketAloneThatHasTheHandleOfAClosedOne) {
  using std::chrono::steady_clock;
  OpenSockets sockets;
  curl_sockaddr address{};
  address.family = AF_INET;
  address.socktype = SOCK_STREAM;
  const int handle = sockets.Open(address);
  std::array<int, 2> others{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, others.data()), 0);
  ASSERT_EQ(dup2(others[0], handle), handle);  // closes the socket, and takes its handle
  ASSERT_EQ(write(others[1], "xy", 2), 2);
  EXPECT_FALSE(sockets.HasUnusable(steady_clock::time_point(), false));
  sockets.EndUnusable(false);
  EXPECT_TRUE(sockets.IsEmpty());
  char byte = 0;
  EXPECT_EQ(read(handle, &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
  EXPECT_EQ(write(handle, "z", 1), 1);
  for (const int each : {handle, others[0], others[1]}) close(each);
}

TEST(Socket, NeverWaitsForBytes) {
  std::array<int, 2> blocking{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, blocking.data()), 0);
  EXPECT_FALSE(HasSomethingToRead(blocking[0]));
  for (const int each : blocking) close(each);
}

TEST(Socket, HasNoPortBeforeItIsConnected) {
  const SocketHandle socket = OpenSocket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(LocalPortOf(socket), 0);
  EXPECT_EQ(LocalPortOf(-1), 0);
  EXPECT_EQ(CloseSocket(socket), 0);
}

TEST(Socket, HasSomethingToReadOnceItIsBroken) { EXPECT_TRUE(HasSomethingToRead(-1)); }

/// Two connections, of which one is quiet. The first end of each is looked at.
class SocketSetTest : public testing::TestWithParam<SocketEvent> {
 protected:
  SocketSetTest() {
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, quiet_.data()), 0);
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0);
  }
  ~SocketSetTest() override {
    for (const int each : {quiet_[0], quiet_[1], ends_[0], ends_[1]}) close(each);
  }

  [[nodiscard]] bool HasEvent() const {
    SocketSet set;
    set.Add(quiet_[0], GetParam());
    set.Add(ends_[0], GetParam());
    return set.HasAnyEvent();
  }

  std::array<int, 2> quiet_{};
  std::array<int, 2> ends_{};
};

TEST_P(SocketSetTest, IsQuietWhileNothingHappens) { EXPECT_FALSE(HasEvent()); }

TEST_P(SocketSetTest, ReportsTheEnd) {
  EXPECT_EQ(shutdown(ends_[1], SHUT_WR), 0);
  EXPECT_TRUE(HasEvent());
}

TEST_P(SocketSetTest, ReportsASocketThatIsClosed) {
  close(ends_[0]);
  EXPECT_TRUE(HasEvent());
  ends_[0] = dup(quiet_[0]);
}

TEST_P(SocketSetTest, LeavesWhatHasArrived) {
  EXPECT_EQ(write(ends_[1], "x", 1), 1);
  EXPECT_EQ(HasEvent(), GetParam() == SocketEvent::SomethingToRead);
  char byte = 0;
  EXPECT_EQ(read(ends_[0], &byte, 1), 1);
}

INSTANTIATE_TEST_SUITE_P(Table, SocketSetTest,
                         testing::Values(SocketEvent::SomethingToRead, SocketEvent::ClosedByPeer),
                         [](const auto& row) {
                           return row.param == SocketEvent::SomethingToRead ? "SomethingToRead"
                                                                            : "ClosedByPeer";
                         });

TEST(SocketSet, OfNoneHasNoEvent) { EXPECT_FALSE(SocketSet().HasAnyEvent()); }

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
