#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Detail::IsUtf8;
using Detail::Utf16Length;
using Detail::ValidUtf8Length;

// RFC 3629, written down once more, sequence by sequence.
std::size_t SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  if (byte(0) < 0x80) return 1;
  unsigned point = 0;
  if ((byte(0) & 0xe0) == 0xc0 && follows(1)) {
    point = (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f);
    return point >= 0x80 ? 2 : 0;
  }
  if ((byte(0) & 0xf0) == 0xe0 && follows(1) && follows(2)) {
    point = (byte(0) & 0xf) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
    return point >= 0x800 && (point < 0xd800 || point > 0xdfff) ? 3 : 0;
  }
  if ((byte(0) & 0xf8) == 0xf0 && follows(1) && follows(2) && follows(3)) {
    point = (byte(0) & 7) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
    return point >= 0x10000 && point <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

std::size_t ExpectedLength(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = SequenceLength(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

// Every sequence of two bytes, and every one of four bytes of which the last two are one of a few,
// is judged as the RFC says.
TEST(Utf8, IsWhatTheRfcSays) {
  const std::string last[] = {"", "\x80", "\xbf\x80", "\x80\xbf", "\x7f\x80", "\xc0", "aa", "\xff"};
  std::string text(2, '\0');
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      text[0] = static_cast<char>(first);
      text[1] = static_cast<char>(second);
      for (const std::string& end : last) {
        ASSERT_EQ(ValidUtf8Length(text + end), ExpectedLength(text + end))
            << std::hex << first << ' ' << second << ' ' << end.size();
      }
    }
  }
}

struct Utf8Row {
  std::string Name;
  std::string Text;
  /// Where it isn't UTF-8.
  std::size_t Offset;
};

void PrintTo(const Utf8Row& row, std::ostream* out) { *out << row.Name; }

class NotUtf8 : public ::testing::TestWithParam<Utf8Row> {};

// The offset is right at each position in a block, behind text of each length of a sequence.
TEST_P(NotUtf8, IsFoundWhereverItIs) {
  for (const std::string piece : {"a", "ü", "日", "😀"}) {
    std::string before;
    while (before.size() < 300) {
      EXPECT_EQ(ValidUtf8Length(before + GetParam().Text), before.size() + GetParam().Offset);
      EXPECT_EQ(ValidUtf8Length(before + GetParam().Text + std::string(100, 'a')),
                before.size() + GetParam().Offset);
      EXPECT_FALSE(IsUtf8(before + GetParam().Text));
      EXPECT_TRUE(IsUtf8(before));
      before += piece;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, NotUtf8,
    ::testing::Values(
        Utf8Row{"Ff", "\xff", 0}, Utf8Row{"Fe", "a\xfe", 1}, Utf8Row{"NoLead", "ab\x80", 2},
        Utf8Row{"Latin1",
                "gr\xfc\xdf"
                "e",
                2},
        Utf8Row{"CutOffAfterTwo", "\xe6\x97", 0}, Utf8Row{"CutOffAfterThree", "\xf0\x9f\x98", 0},
        Utf8Row{"CutOffAfterOne", "a\xc3", 1}, Utf8Row{"OverlongSlash", "\xc0\xaf", 0},
        Utf8Row{"OverlongOfThree", "\xe0\x9f\xbf", 0},
        Utf8Row{"OverlongOfFour", "\xf0\x8f\xbf\xbf", 0}, Utf8Row{"OverlongNul", "x\xc0\x80", 1},
        Utf8Row{"HighSurrogate", "\xed\xa0\x80", 0}, Utf8Row{"LowSurrogate", "\xed\xbf\xbf", 0},
        Utf8Row{"PairOfSurrogates", "\xed\xa0\xbd\xed\xb8\x80", 0},
        Utf8Row{"BeyondUnicode", "\xf4\x90\x80\x80", 0},
        Utf8Row{"FiveBytes", "\xf8\x88\x80\x80\x80", 0}, Utf8Row{"TwoLeads", "\xc3\xc3\xbc", 0},
        Utf8Row{"Utf16", std::string("\xff\xfe\x61\0", 4), 0}),
    [](const auto& test) { return test.param.Name; });

TEST(Utf8, HasALengthInUtf16) {
  EXPECT_EQ(Utf16Length(""), 0U);
  EXPECT_EQ(Utf16Length("aü日😀"), 5U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
