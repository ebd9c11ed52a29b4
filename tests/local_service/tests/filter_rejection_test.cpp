#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "filter_test_support.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

struct ErrorRow {
  const char* Name;
  const char* Filter;
  const char* Part;
  const char* Detail;
};

void PrintTo(const ErrorRow& row, std::ostream* out) { *out << row.Filter; }

class FilterRejection : public testing::TestWithParam<ErrorRow> {};

TEST_P(FilterRejection, ExplainsTheError) {
  const ErrorRow& row = GetParam();
  EXPECT_EQ(ParseErrorOf(row.Filter), MessageOf(row.Part, row.Detail));
}

constexpr ErrorRow RecordedErrors[] = {
    {"TextLessThanNumber", "userId lt 1", "userId lt 1", "Type 'string', expect 'int'."},
    {"NotOfLength", "not length(userId) gt 5", "not length(userId)", "Type 'null', expect 'bool'."},
    {"TextAlone", "userId", "userId", "Type 'string', expect 'bool'."},
    {"NumberAlone", "1", "1", "Type 'int', expect 'bool'."},
    {"NullAlone", "null", "null", "Type 'null', expect 'bool'."},
    {"NothingAfterOperator", "userId eq", "userId eq",
     "Expression expected at position 9 in 'userId eq'."},
    {"EqualsSign", "userId = 'a'", "userId = 'a'", "Syntax error at position 8 in 'userId = 'a''."},
    {"Ampersand", "userId eq 'a' && true", "userId eq 'a' && true",
     "Syntax error: character '&' is not valid at position 14 in 'userId eq 'a' && true'."},
    {"OpenParenthesis", "(userId eq 'a'", "(userId eq 'a'",
     "')' or operator expected at position 14 in '(userId eq 'a''."},
    {"OpenText", "userId eq 'a", "userId eq 'a",
     "There is an unterminated string literal at position 12 in 'userId eq 'a'."},
    {"UnknownName", "foo eq 1", "foo eq 1", "Token 'foo' is not supported."},
    {"UpperCaseTrue", "TRUE", "TRUE", "Token 'TRUE' is not supported."},
    {"UnknownFunction", "nofunc(userId)", "nofunc(userId)",
     "Token 'nofunc(userId)' is not supported."},
    {"FunctionInOtherCase", "Length(userId) eq 1", "Length(userId)",
     "Token 'Length(userId)' is not supported."},
    {"TooManyArguments", "length(userId,1) eq 1", "length(userId,1)",
     "Invalid token 'length(userId,1)'."},
    {"TooFewArguments", "contains(userId) eq true", "contains(userId)",
     "Invalid token 'contains(userId)'."},
    {"SubstringWithoutStart", "substring(userId) eq 'a'", "substring(userId)",
     "Invalid token 'substring(userId)'."},
    {"LengthOfNumber", "length(1) eq 1", "length(1)", "Invalid token 'length(1)'."},
    {"YearIsNoFunction", "year(userId) eq 1", "year(userId)",
     "Token 'year(userId)' is not supported."},
    {"Fraction", "1 eq 1.5", "1 eq 1.5", "Token '1.5' is not supported."},
    {"FractionOfZero", "length(userId) eq 5.0", "length(userId) eq 5",
     "Token '5' is not supported."},
    {"NumberOver32Bits", "length(groups) eq 9999999999", "length(groups) eq 9999999999",
     "Token '9999999999' is not supported."},
    {"LongSuffix", "1L eq 1", "1 eq 1", "Token '1' is not supported."},
    {"Addition", "userId add 'a' eq 'b'", "userId add 'a' eq 'b'",
     "Token 'BinaryOperator' is not supported."},
    {"Has", "userId has 'a'", "userId has 'a'", "Token 'BinaryOperator' is not supported."},
    {"Any", "groups/any(g: g eq 'x')", "groups/any(g: g eq 'x')", "Token 'Any' is not supported."},
    {"OperatorInOtherCase", "userId EQ 'a'", "userId EQ 'a'",
     "Syntax error at position 9 in 'userId EQ 'a''."},
    {"AndWithNumber", "true and 1", "True and 1", "Type 'int', expect 'bool'."},
    {"OrWithNumber", "false or 1", "False or 1", "Type 'int', expect 'bool'."},
    {"DoubleQuotes", "userId eq \"alice\"", "userId eq \"alice\"",
     "Syntax error: character '\"' is not valid at position 10 in 'userId eq \"alice\"'."},
    {"NothingAfterAnd", "userId eq 'alice' and", "userId eq 'alice' and",
     "Expression expected at position 21 in 'userId eq 'alice' and'."},
};
INSTANTIATE_TEST_SUITE_P(Recorded, FilterRejection, testing::ValuesIn(RecordedErrors),
                         NameOf<ErrorRow>);

constexpr ErrorRow OtherErrors[] = {
    {"Blank", " ", " ", "Expression expected at position 1 in ' '."},
    {"NumberOnTheLeft", "1 or true", "1 or True", "Type 'int', expect 'bool'."},
    {"GroupsAlone", "groups", "groups", "Type 'collection', expect 'bool'."},
    {"BoolInOrder", "true lt 1", "True lt 1", "Type 'bool', expect 'int'."},
    {"TextOnTheRight", "1 lt 'a'", "1 lt 'a'", "Type 'string', expect 'int'."},
    {"NotOfText", "not userId", "not userId", "Type 'string', expect 'bool'."},
    {"BothOperandsAreEvaluated", "true or userId lt 1", "userId lt 1",
     "Type 'string', expect 'int'."},
    {"ThirdOperand", "true and true and 1", "(True and True) and 1", "Type 'int', expect 'bool'."},
    {"SecondOfThree", "true and 1 and true", "True and 1", "Type 'int', expect 'bool'."},
    {"UnknownNameUnderNot", "true and not foo", "True and (not foo)",
     "Token 'foo' is not supported."},
    {"UnknownNameInCall", "length(foo) eq 1", "length(foo)", "Token 'foo' is not supported."},
    {"UnknownNameInList", "userId in ('a', foo)", "userId in ('a', foo)",
     "Token 'foo' is not supported."},
    {"UnknownNameInParentheses", "(foo)", "(foo)", "Token 'foo' is not supported."},
    {"InText", "userId in 'a'", "userId in 'a'", "Type 'string', expect 'collection'."},
    {"InNumber", "not (userId eq 'a' in 1)", "'a' in 1", "Type 'int', expect 'collection'."},
    {"InTwice", "'a' in groups in groups", "'a' in groups in groups",
     "Syntax error at position 16 in ''a' in groups in groups'."},
    {"LowerOfNumber", "tolower(1) eq 'a'", "tolower(1)", "Type 'int', expect 'string'."},
    {"LowerOfGroups", "tolower(groups) eq 'a'", "tolower(groups)",
     "Type 'collection', expect 'string'."},
    {"ConcatWithNumber", "concat(userId,1) eq 'a'", "concat(userId,1)",
     "Type 'int', expect 'string'."},
    {"SubstringFromText", "substring(userId,'a') eq 'a'", "substring(userId,'a')",
     "Type 'string', expect 'int'."},
    {"SubstringIsText", "substring(connectionId,0,2) lt 1", "substring(connectionId,0,2) lt 1",
     "Type 'string', expect 'int'."},
    {"NoArguments", "length() eq 1", "length()", "Invalid token 'length()'."},
    {"BlankBeforeArguments", "length (userId) eq 1", "length (userId) eq 1",
     "Syntax error at position 8 in 'length (userId) eq 1'."},
    {"OpenCall", "length(userId", "length(userId",
     "')' or ',' expected at position 13 in 'length(userId'."},
    {"OpenList", "userId in ('a'", "userId in ('a'",
     "')' or ',' expected at position 14 in 'userId in ('a''."},
    {"CommaAtTheEnd", "userId in ('a',)", "userId in ('a',)",
     "Expression expected at position 15 in 'userId in ('a',)'."},
    {"EmptyParentheses", "()", "()", "Expression expected at position 1 in '()'."},
    {"CloseParenthesis", "true)", "true)", "Syntax error at position 5 in 'true)'."},
    {"TwoExpressions", "true false", "true false", "Syntax error at position 10 in 'true false'."},
    {"Date", "userId eq 2020-01-31", "userId eq 2020-01-31",
     "Token '2020-01-31' is not supported."},
    {"Exponent", "1 eq 1e10", "1 eq 1e10", "Token '1e10' is not supported."},
    {"ExponentOfFraction", "1 eq 1.5e-10", "1 eq 1.5e-10", "Token '1.5e-10' is not supported."},
    {"Negation", "-userId eq 'a'", "-userId eq 'a'", "Token 'UnaryOperator' is not supported."},
    {"All", "groups/all(g: true)", "groups/all(g: true)", "Token 'All' is not supported."},
    {"Path", "userId/name eq 'a'", "userId/name eq 'a'", "Token 'name' is not supported."},
    {"SlashAtTheEnd", "userId/", "userId/", "Syntax error at position 7 in 'userId/'."},
    {"QuotesInMessage", "'it''s' lt 1", "'it's' lt 1", "Type 'string', expect 'int'."},
    {"PositionInCodeUnits", "'\u00e9\U0001F600' = 1", "'\u00e9\U0001F600' = 1",
     "Syntax error at position 7 in ''\u00e9\U0001F600' = 1'."},
    {"InvalidCharacterIsShownWhole", "true \U0001F600", "true \U0001F600",
     "Syntax error: character '\U0001F600' is not valid at position 5 in 'true \U0001F600'."},
};
INSTANTIATE_TEST_SUITE_P(Others, FilterRejection, testing::ValuesIn(OtherErrors), NameOf<ErrorRow>);

TEST(FilterData, FailsOnlyForConnectionsWithData) {
  const std::string filter = "length(userId) gt 'a'";
  EXPECT_FALSE(Matches(filter, Anonymous()));
  EXPECT_EQ(DataErrorOf(filter, JsonClient()), MessageOf(filter, "Type 'string', expect 'int'."));
}

TEST(FilterData, FailsInACall) {
  EXPECT_EQ(DataErrorOf("contains(userId,1)", JsonClient()),
            MessageOf("contains(userId,1)", "Type 'int', expect 'string'."));
}

TEST(FilterData, FailsWhereTheTypeCheckStoppedEarly) {
  EXPECT_EQ(DataErrorOf("userId eq null or 1", JsonClient()),
            MessageOf("(userId eq null) or 1", "Type 'int', expect 'bool'."));
}

struct NamedFilter {
  const char* Name;
  std::string Text;
};

// Filters of hostile clients.

TEST(FilterLimits, AllowAHundredLevelsOfNesting) {
  EXPECT_TRUE(Matches(Repeat("(", 100) + "true" + Repeat(")", 100), Bare()));
  EXPECT_TRUE(Matches(Repeat("not ", 100) + "true", Bare()));
  EXPECT_TRUE(Matches(Repeat("trim(", 100) + "'a'" + Repeat(")", 100) + " eq 'a'", Bare()));
}

TEST(FilterLimits, RejectDeeperNesting) {
  const std::string filter = Repeat("(", 110) + "true" + Repeat(")", 110);
  EXPECT_EQ(ParseErrorOf(filter),
            MessageOf(filter, "Syntax error at position 102 in '" + filter + "'."));
}

class FilterNesting : public testing::TestWithParam<NamedFilter> {};

void PrintTo(const NamedFilter& row, std::ostream* out) { *out << row.Name; }

TEST_P(FilterNesting, IsRejected) { EXPECT_THROW(Filter::Parse(GetParam().Text), FilterError); }

INSTANTIATE_TEST_SUITE_P(
    Hostile, FilterNesting,
    testing::Values(NamedFilter{"Parentheses", Repeat("(", 1000000)},
                    NamedFilter{"Nots", Repeat("not ", 250000)},
                    NamedFilter{"Signs", Repeat("- ", 500000)},
                    NamedFilter{"Calls", Repeat("trim(", 200000)},
                    NamedFilter{"Lists", Repeat("1 in (", 160000)},
                    NamedFilter{"Quotes", Repeat("'", 999999)},
                    NamedFilter{"Memberships", "1" + Repeat(" in groups", 100000)},
                    NamedFilter{"Slashes", "a" + Repeat("/a", 500000)},
                    NamedFilter{"LateTypeError", Repeat("true and ", 100000) + "1"},
                    NamedFilter{"BrokenUtf8", "\xff\xc0 eq '\xff'"},
                    NamedFilter{"NulCharacter", std::string("true\0", 5)}),
    NameOf<NamedFilter>);

TEST(FilterLimits, AllowLongFilters) {
  EXPECT_TRUE(Matches(Repeat("true and ", 100000) + "true", Bare()));
  EXPECT_TRUE(Matches(Repeat("1 eq ", 100000) + "1 eq false", Bare()));
  EXPECT_TRUE(Matches("1 in (" + Repeat("2,", 100000) + "1)", Bare()));
  EXPECT_TRUE(Matches("length('" + Repeat("a", 1000000) + "') eq 1000000", Bare()));
}

// Any sequence of tokens is either parsed or rejected. A parsed filter evaluates to a result or a
// data error.

std::string MakeRandomFilter(std::mt19937& random) {
  static const std::vector<std::string> words = {
      "userId",     "connectionId",
      "groups",     "protocol",
      "foo",        "null",
      "true",       "false",
      "1",          "-1",
      "1.5",        "99999999999",
      "2020-01-01", "'a'",
      "''",         "'it''s'",
      "'",          "(",
      ")",          ",",
      "eq",         "ne",
      "gt",         "le",
      "and",        "or",
      "not",        "in",
      "add",        "-",
      "/",          "=",
      "length(",    "substring(",
      "concat(",    "contains(",
      "trim(",      "any(",
      "&",          "\xff",
      "\u00e9",     "('a','b')",
      "1.",         "1e",
      "$",          "\"",
      "\n",         ":",
  };
  std::string filter;
  const auto size = 1 + random() % 12;
  for (std::size_t i = 0; i < size; ++i) {
    filter += words[random() % words.size()];
    if (random() % 4 != 0) filter += ' ';
  }
  return filter;
}

bool IsParsed(const std::string& text) {
  Filter filter;
  try {
    filter = Filter::Parse(text);
  } catch (const FilterError&) {
    return false;
  }
  for (const FilterSubject& subject : {JsonClient(), RawClient(), Anonymous(), Bare()}) {
    try {
      static_cast<void>(filter.Matches(subject));
    } catch (const FilterDataError&) {
      continue;
    }
  }
  return true;
}

TEST(FilterFuzz, HandlesAnySequenceOfTokens) {
  std::mt19937 random(20241201);  // NOLINT(cert-msc51-cpp): the same filters in every run
  int parsed = 0;
  for (int i = 0; i < 50000; ++i) {
    const std::string filter = MakeRandomFilter(random);
    SCOPED_TRACE(filter);
    EXPECT_NO_THROW(parsed += IsParsed(filter) ? 1 : 0);
  }
  EXPECT_GT(parsed, 100);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
