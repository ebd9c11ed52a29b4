// How much memory reading a large page takes. Replaces operator new, so it is a program of its own.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <ostream>
#include <string>

#include "json/response_bodies.hpp"

namespace {

std::size_t liveBytes = 0;
std::size_t peakBytes = 0;

// The size stands before each piece.
constexpr std::size_t Header = alignof(std::max_align_t);

}  // namespace

void* operator new(std::size_t size) {
  auto* const piece = static_cast<char*>(std::malloc(size + Header));
  if (piece == nullptr) throw std::bad_alloc();
  *reinterpret_cast<std::size_t*>(piece) = size;
  liveBytes += size;
  peakBytes = std::max(peakBytes, liveBytes);
  return piece + Header;
}

void operator delete(void* pointer) noexcept {
  if (pointer == nullptr) return;
  char* const piece = static_cast<char*>(pointer) - Header;
  liveBytes -= *reinterpret_cast<std::size_t*>(piece);
  std::free(piece);
}

void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t Size = std::size_t{8} * 1024 * 1024;

struct PageRow {
  std::string Name;
  std::string Begin;
  std::string Piece;  // is repeated
  std::string End;
  bool IsPage;
};

void PrintTo(const PageRow& row, std::ostream* out) { *out << row.Name; }

class PageMemory : public ::testing::TestWithParam<PageRow> {};

TEST_P(PageMemory, IsAtMostThreeTimesThePage) {
  std::string body = GetParam().Begin;
  body.reserve(Size);
  while (body.size() + GetParam().Piece.size() + GetParam().End.size() <= Size) {
    body += GetParam().Piece;
  }
  body += GetParam().End;
  const std::size_t before = liveBytes;
  peakBytes = before;
  const auto page = ReadMemberPage(body);
  EXPECT_EQ(page.has_value(), GetParam().IsPage);
  EXPECT_LE(body.size() + (peakBytes - before), 3 * body.size())
      << "as much as " << static_cast<double>(peakBytes - before) / static_cast<double>(body.size())
      << " times the page, and the page";
}

const std::string Value = R"({"value":[)";
const std::string Id = R"({"connectionId":"AbCdEfGhIjKlMnOpQrStUv0123456789_-AbCdEfGhI)";
const std::string Last = Id + R"("}])";

INSTANTIATE_TEST_SUITE_P(
    All, PageMemory,
    ::testing::Values(
        PageRow{"Users", Value, Id + R"(","userId":"user-1234567"},)", Last + "}", true},
        PageRow{"LongUsers", Value, Id + R"(","userId":")" + std::string(64, 'u') + R"("},)",
                Last + "}", true},
        PageRow{"Anonymous", Value, Id + R"(","userId":null},)", Last + "}", true},
        PageRow{"NoUserIds", Value, Id + R"("},)", Last + "}", true},
        PageRow{"Escapes", Value, Id + R"(","userId":"\u00fc\ud83d\ude00\"\\\n"},)", Last + "}",
                true},
        PageRow{"Indented", Value, "\n    " + Id + "\",\n      \"userId\": \"ann\"\n    },",
                Last + "}", true},
        PageRow{"MoreMembers", R"({"more":[)", R"({},[1,2],)", R"(0],"value":[]})", true},
        PageRow{"Nested", R"({"more":[)", R"([[[[[[[[[[[[]]]]]]]]]]]],)", R"(0],"value":[]})",
                true},
        PageRow{"Blanks", R"({"value":[)", "                ", "]}", true},
        PageRow{"NotAMember", Value, "1,", "1]}", false},
        PageRow{"EmptyMembers", Value, "{},", "{}]}", false},
        PageRow{"CutOff", Value, Id + R"(","userId":"user-1234567"},)", "", false},
        PageRow{"OneString", R"({"value":[{"connectionId":")", "aaaaaaaa", R"("}]})", false},
        PageRow{"HalfAString", R"({"value":[{"connectionId":")", "aaaaaaaa", "", false},
        PageRow{"OneKey", R"({")", "aaaaaaaa", R"(":1,"value":[]})", false},
        PageRow{"OneNumber", R"({"value":[],"nextLink":)", "11111111", "}", false},
        PageRow{"Letters", "", "aaaaaaaa", "", false}),
    [](const auto& test) { return test.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
