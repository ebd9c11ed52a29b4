#include "curl/handles.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr long Largest = std::numeric_limits<long>::max();

TEST(ToLong, KeepsWhatALongCanHold) {
  EXPECT_EQ(ToLong(0), 0);
  EXPECT_EQ(ToLong(std::int64_t{-1}), -1);
  EXPECT_EQ(ToLong(std::size_t{64}), 64);
  EXPECT_EQ(ToLong(std::int64_t{Largest}), Largest);
}

// A long has 32 bits on 32-bit systems and on Windows.
TEST(ToLong, IsTheLargestLongForALargerNumber) {
  EXPECT_EQ(ToLong(std::numeric_limits<std::int64_t>::max()), Largest);
  EXPECT_EQ(ToLong(std::numeric_limits<std::uint64_t>::max()), Largest);
  EXPECT_EQ(ToLong(std::uint64_t{Largest} + 1), Largest);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
