// How many descriptors there are for sockets, and what becomes of them, by the calls of POSIX.

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "curl/open_sockets.hpp"
#include "curl/transport_options.hpp"
#include "support/few_descriptors.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

class OpenDescriptor : public testing::Test {
 protected:
  OpenDescriptor() {
    curl_sockaddr address{};
    address.family = AF_INET;
    address.socktype = SOCK_STREAM;
    handle_ = sockets_.Open(address);
  }

  OpenSockets sockets_;
  int handle_ = -1;
};

TEST_F(OpenDescriptor, IsNotInheritedByChildProcesses) {
  EXPECT_NE(fcntl(handle_, F_GETFD) & FD_CLOEXEC, 0);
  close(handle_);
}

// As libcurl 7.88 closes one when a transfer is removed while it connects.
TEST_F(OpenDescriptor, IsLeftAloneIfItIsNowOfAnotherSocket) {
  using std::chrono::steady_clock;
  std::array<int, 2> others{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, others.data()), 0);
  ASSERT_EQ(dup2(others[0], handle_), handle_);  // closes the socket, and takes its handle
  ASSERT_EQ(write(others[1], "xy", 2), 2);
  EXPECT_FALSE(sockets_.HasUnusable(steady_clock::time_point(), false));
  sockets_.EndUnusable(false);
  EXPECT_TRUE(sockets_.IsEmpty());
  char byte = 0;
  EXPECT_EQ(read(handle_, &byte, 1), 1);
  EXPECT_EQ(byte, 'x');
  EXPECT_EQ(write(handle_, "z", 1), 1);
  for (const int each : {handle_, others[0], others[1]}) close(each);
}

using DescriptorsAndConnections = std::pair<rlim_t, std::size_t>;
class DefaultMaxConnectionsOf : public testing::TestWithParam<DescriptorsAndConnections> {};

TEST_P(DefaultMaxConnectionsOf, AProcessIsAtMostAQuarterOfItsDescriptors) {
  const auto [descriptors, connections] = GetParam();
  const Testing::SoftLimit limit(descriptors);
  TransportOptions options;
  EXPECT_EQ(MaxConnectionsOf(options), connections);
  options.MaxConnections = 700;
  EXPECT_EQ(MaxConnectionsOf(options), 700U);
}

INSTANTIATE_TEST_SUITE_P(Table, DefaultMaxConnectionsOf,
                         testing::ValuesIn(std::vector<DescriptorsAndConnections>{
                             {3, 1}, {256, 64}, {1024, 256}, {2048, 512}, {4096, 512}}),
                         [](const auto& row) { return std::to_string(row.param.first); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
