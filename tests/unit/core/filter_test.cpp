#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Filter = ClientConnectionFilter;

// A type that a filter has no syntax for doesn't compile.
enum OldEnum { Monday };
enum class NewEnum { Tuesday };
struct Anything {};

template <class T>
constexpr bool IsLiteral = std::is_constructible_v<ClientConnectionFilterLiteral, const T&>;

static_assert(!IsLiteral<float>);
static_assert(!IsLiteral<double>);
static_assert(!IsLiteral<long double>);
static_assert(!IsLiteral<std::chrono::system_clock::time_point>);
static_assert(!IsLiteral<std::chrono::seconds>);
static_assert(!IsLiteral<OldEnum>);
static_assert(!IsLiteral<NewEnum>);
static_assert(!IsLiteral<std::vector<std::string>>);
static_assert(!IsLiteral<Anything>);
static_assert(!IsLiteral<const void*>);
static_assert(!IsLiteral<const int*>);
static_assert(!IsLiteral<wchar_t>);
static_assert(!IsLiteral<char16_t>);
static_assert(!IsLiteral<char32_t>);
#ifdef __cpp_char8_t
static_assert(!IsLiteral<char8_t>);
#endif
static_assert(!IsLiteral<std::wstring>);
static_assert(!IsLiteral<std::filesystem::path>);
static_assert(!IsLiteral<nlohmann::json>);
static_assert(!std::is_constructible_v<Filter, std::nullptr_t>);
static_assert(!std::is_convertible_v<int, Filter>);

// Every type that a filter has a syntax for compiles.
static_assert(IsLiteral<std::nullptr_t>);
static_assert(IsLiteral<bool>);
static_assert(IsLiteral<char>);
static_assert(IsLiteral<std::string>);
static_assert(IsLiteral<std::string_view>);
static_assert(IsLiteral<char[4]>);
static_assert(std::is_convertible_v<const char*, Filter>);
static_assert(std::is_convertible_v<std::string, Filter>);
static_assert(std::is_convertible_v<std::string_view, Filter>);

// A row whose argument .NET refuses at run time, and this library at compile time (see above).
template <class T>
WireCase NeverCompiles(const char* name) {
  static_assert(!IsLiteral<T>);
  return Runs(
      name,
      [](WireCall&) -> WireOutcome {
        throw std::invalid_argument("values: refused by the compiler");
      },
      "values");
}

template <class... Values>
WireCase Row(const char* name, const char* format, const Values&... values) {
  return Runs(name, [filter = Filter::Create(format, values...)](WireCall&) {
    return WireOutcome::OfText(filter.Expression());
  });
}

class WireFilters : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireFilters, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireFilters, ::testing::ValuesIn(WireFilterCases()), WireTestName);

struct LiteralRow {
  std::string Name;
  std::string Expression;
  std::string Expected;
};

void PrintTo(const LiteralRow& row, std::ostream* out) { *out << row.Name; }

template <class T>
LiteralRow Literal(const char* name, T value, std::string expected) {
  return {name, Filter::Create("{}", value).Expression(), std::move(expected)};
}

class FilterLiteral : public ::testing::TestWithParam<LiteralRow> {};

TEST_P(FilterLiteral, IsWrittenInTheServicesSyntax) {
  EXPECT_EQ(GetParam().Expression, GetParam().Expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, FilterLiteral,
    ::testing::Values(
        Literal("Null", nullptr, "null"), Literal("True", true, "true"),
        Literal("False", false, "false"), Literal("SignedChar", static_cast<signed char>(-2), "-2"),
        Literal("UnsignedChar", static_cast<unsigned char>(65), "65"),
        Literal("Short", static_cast<short>(-3), "-3"),
        Literal("UnsignedShort", static_cast<unsigned short>(3), "3"), Literal("Int", 0, "0"),
        Literal("NegativeInt", -4, "-4"), Literal("Unsigned", 4U, "4"), Literal("Long", -5L, "-5"),
        Literal("UnsignedLong", 5UL, "5"), Literal("LongLong", -6LL, "-6"),
        Literal("UnsignedLongLong", 6ULL, "6"),
        Literal("SmallestInt64", std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"),
        Literal("LargestUint64", std::numeric_limits<std::uint64_t>::max(), "18446744073709551615"),
        Literal("Char", 'x', "'x'"), Literal("Quote", '\'', "''''"),
        Literal("DoubleQuote", '"', "'\"'"), Literal("LiteralIsNoBool", "bar", "'bar'"),
        Literal("TextWithQuotes", std::string("b'a'r"), "'b''a''r'"),
        Literal("View", std::string_view("it's"), "'it''s'"), Literal("Empty", "", "''"),
        Literal("LinesAndBackslashes", "a\nb\\c", "'a\nb\\c'"),
        Literal("Unicode", "日本😀", "'日本😀'"), Literal("BracesInValue", "{}", "'{}'"),
        Literal("NulInside", std::string("a\0b", 3), std::string("'a\0b'", 5))),
    [](const auto& test) { return test.param.Name; });

TEST(ClientConnectionFilter, FillsPlaceholdersInOrder) {
  EXPECT_EQ(Filter::Create("userId ne {} and {} in groups", nullptr, "vip").Expression(),
            "userId ne null and 'vip' in groups");
  EXPECT_EQ(Filter::Create("{} {} {} {} {}", 1, "a", true, 'c', nullptr).Expression(),
            "1 'a' true 'c' null");
  EXPECT_EQ(Filter::Create("{}{}", "a", "b").Expression(), "'a''b'");
}

TEST(ClientConnectionFilter, KeepsTheRestUnchanged) {
  EXPECT_EQ(Filter::Create("{} in groups and not({} in groups)", "GroupA", "GroupB").Expression(),
            "'GroupA' in groups and not('GroupB' in groups)");
  EXPECT_EQ(Filter::Create("a '{{}}' \\ \n %20 {{{}}}", 1).Expression(), "a '{}' \\ \n %20 {1}");
  EXPECT_EQ(Filter::Create("").Expression(), "");
}

struct BadFormat {
  std::string Name;
  std::string Format;
};

void PrintTo(const BadFormat& row, std::ostream* out) { *out << row.Name; }

class FilterFormat : public ::testing::TestWithParam<BadFormat> {};

TEST_P(FilterFormat, IsRefused) {
  ExpectRefused("format", [] { Filter::Create(GetParam().Format, 1); });
}

INSTANTIATE_TEST_SUITE_P(
    All, FilterFormat,
    ::testing::Values(BadFormat{"NoPlaceholder", "a"}, BadFormat{"TwoPlaceholders", "{} {}"},
                      BadFormat{"OpenBrace", "{} {"}, BadFormat{"CloseBrace", "{} }"},
                      BadFormat{"IndexInPlaceholder", "{0}"}, BadFormat{"NameInPlaceholder", "{x}"},
                      BadFormat{"BlankInPlaceholder", "{ }"}, BadFormat{"EscapedOnly", "{{}}"}),
    [](const auto& test) { return test.param.Name; });

TEST(ClientConnectionFilter, IsMadeFromText) {
  const Filter none;
  EXPECT_EQ(none.Expression(), "");
  EXPECT_FALSE(none.IsAllConnections());
  const Filter fromLiteral = "userId eq 'a'";
  const Filter fromText = std::string("userId eq 'a'");
  const Filter fromView = std::string_view("userId eq 'a'");
  EXPECT_EQ(fromLiteral.Expression(), "userId eq 'a'");
  EXPECT_EQ(fromText.Expression(), "userId eq 'a'");
  EXPECT_EQ(fromView.Expression(), "userId eq 'a'");
  EXPECT_FALSE(fromText.IsAllConnections());
}

TEST(ClientConnectionFilter, AllConnectionsHasNoExpression) {
  EXPECT_TRUE(Filter::AllConnections().IsAllConnections());
  EXPECT_EQ(Filter::AllConnections().Expression(), "");
}

TEST(ClientConnectionFilter, RefusesNullPointersToText) {
  const char* null = nullptr;
  ExpectRefused("expression", [=] { Filter{null}; });
  ExpectRefused("values", [=] { Filter::Create("{}", null); });
}

// A string that was moved from is empty, and an empty filter selects everybody.
TEST(Filter, ThatWasMovedFromIsBlank) {
  for (const std::string& expression :
       {std::string("userId eq 'a'"), std::string(100, 'x'), std::string()}) {
    ClientConnectionFilter source(expression);
    ClientConnectionFilter moved(std::move(source));
    EXPECT_EQ(moved.Expression(), expression);
    EXPECT_EQ(source.Expression(), " ");  // NOLINT(bugprone-use-after-move)
    source = std::move(moved);
    EXPECT_EQ(source.Expression(), expression);
    EXPECT_EQ(moved.Expression(), " ");  // NOLINT(bugprone-use-after-move)
    auto& same = source;
    source = std::move(same);
    EXPECT_EQ(source.Expression(), expression);
  }
  ClientConnectionFilter all = ClientConnectionFilter::AllConnections();
  EXPECT_TRUE(ClientConnectionFilter(std::move(all)).IsAllConnections());
  EXPECT_FALSE(all.IsAllConnections());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(all.Expression(), " ");
}

}  // namespace

std::vector<WireCase> WireFilterCases() {
  return {
      Row("$\"Foo eq {null}\"", "Foo eq {}", nullptr),
      Row("numbers", "{} {} {} {} {} {} {} {} {}", static_cast<std::int8_t>(-2),
          static_cast<std::uint8_t>(2), static_cast<std::int16_t>(-3),
          static_cast<std::uint16_t>(3), -4, 4U, -5LL, std::numeric_limits<std::uint64_t>::max(),
          std::numeric_limits<std::int64_t>::min()),
      Row("string", "userId eq {}", "bar's"),
      Row("dquote", "userId eq {}", "\"x\""),
      Row("char", "userId eq {}", '\''),
      Row("StringBuilder", "userId eq {}", std::string("a'b")),
      Row("unicode", "userId eq {}", "日本😀"),
      Row("empty string", "userId eq {}", ""),
      NeverCompiles<double>("double"),
      NeverCompiles<long double>("decimal"),
      NeverCompiles<float>("float"),
      NeverCompiles<std::chrono::system_clock::time_point>("DateTime"),
      NeverCompiles<std::chrono::steady_clock::time_point>("DateTimeOffset"),
      NeverCompiles<std::chrono::seconds>("TimeSpan"),
      NeverCompiles<NewEnum>("enum"),
      NeverCompiles<std::vector<std::string>>("string[]"),
      NeverCompiles<Anything>("object"),
      Row("braces literal", "{{x}} eq {}", 1),
      Row("no args", "userId ne null"),
      Row("repeated", "{} {}", 1, 1),
      DotNetOnly("culture custom negative sign", "cultures"),
  };
}

}  // namespace Azure::Messaging::WebPubSub::Testing
