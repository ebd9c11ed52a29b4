#include "runtime/socket.hpp"

#include <gtest/gtest.h>

#include <array>
#include <unistd.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

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

TEST(Socket, HasSomethingToReadOnceBytesArriveOrItIsEndedOrClosed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  ASSERT_EQ(write(ends[1], "a", 1), 1);
  EXPECT_TRUE(HasSomethingToRead(ends[0]));
  char byte = 0;
  ASSERT_EQ(read(ends[0], &byte, 1), 1);
  EXPECT_FALSE(HasSomethingToRead(ends[0]));
  close(ends[1]);
  EXPECT_TRUE(HasSomethingToRead(ends[0]));
  close(ends[0]);
  EXPECT_TRUE(HasSomethingToRead(ends[0]));
}

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
