#include <gtest/gtest.h>

#include <ostream>
#include <set>
#include <string>

#include "filter_test_support.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

// Filters that match.

struct MatchRow {
  const char* Name;
  const char* Filter;
  bool Json;
  bool Raw;
  bool Anonymous;
};

void PrintTo(const MatchRow& row, std::ostream* out) { *out << row.Filter; }

class FilterMatch : public testing::TestWithParam<MatchRow> {};

TEST_P(FilterMatch, SelectsTheRightConnections) {
  const MatchRow& row = GetParam();
  EXPECT_EQ(Matches(row.Filter, JsonClient()), row.Json);
  EXPECT_EQ(Matches(row.Filter, RawClient()), row.Raw);
  EXPECT_EQ(Matches(row.Filter, Anonymous()), row.Anonymous);
}

constexpr MatchRow RecordedMatches[] = {
    {"UserEquals", "userId eq 'ju'", true, false, false},
    {"UserDiffers", "userId ne 'ju'", false, true, true},
    {"InGroups", "'g' in groups", true, true, true},
    {"NotInGroups", "not ('g' in groups)", false, false, false},
    {"InNoSuchGroup", "'zz' in groups", false, false, false},
    {"ConnectionEquals", "connectionId eq 'c1'", true, false, false},
    {"UserInList", "userId in ('ju','x')", true, false, false},
    {"EndsWith", "endswith(userId,'u')", true, true, false},
    {"LengthOfUser", "length(userId) gt 1", true, true, false},
    {"LengthOfGroups", "length(groups) eq 1", true, true, true},
    {"UserIsNull", "userId eq null", false, false, true},
    {"IndexOf", "indexof(userId,'u') eq 1", true, true, false},
    {"ToLower", "tolower(userId) eq 'ju'", true, false, false},
    {"Concat", "concat(userId,'x') eq 'jux'", true, false, false},
    {"Trim", "trim(' ju ') eq userId", true, false, false},
    {"UserInGroups", "userId in groups", false, false, false},
    {"True", "true", true, true, true},
    {"False", "false", false, false, false},
    {"SelectionBeforeChanges", "'x' in groups and not ('y' in groups)", false, false, false},
    {"OrDecidedByLeft", "true or 1", true, true, true},
    {"AndDecidedByLeft", "false and 1", false, false, false},
    {"NotOfMissingLength", "not (length(userId) gt 1)", false, false, true},
    {"LengthLess", "length(userId) lt 3", true, true, false},
    {"UserEqualsGroups", "userId eq groups", false, false, false},
    {"GroupsEqualGroups", "groups eq groups", false, false, false},
    {"NullEqualsNull", "null eq null", true, true, true},
    {"InGroupsAndHasUser", "'g' in groups and userId ne null", true, true, false},
    {"TrueEqualsTrue", "true eq true", true, true, true},
    {"NegativeNumber", "-1 lt 1", true, true, true},
    {"LengthOfLiteral", "length('abc') eq 3", true, true, true},
    {"GroupsEqualNumber", "groups eq 1", false, false, false},
    {"NumberEqualsText", "1 eq '1'", false, false, false},
    {"EmptyList", "userId in ()", false, false, false},
    {"ContainsNothing", "contains(userId,'')", true, true, false},
    {"SubstringFromFarOff", "substring(userId,99) eq null", true, true, true},
    {"SubstringFromBefore", "substring(userId,-1) eq null", true, true, true},
    {"SubstringOfTwo", "substring(userId,0,2) eq 'ju'", true, false, false},
};
INSTANTIATE_TEST_SUITE_P(Recorded, FilterMatch, testing::ValuesIn(RecordedMatches),
                         NameOf<MatchRow>);

constexpr MatchRow GrammarMatches[] = {
    {"NamesWithoutCase", "USERID eq 'ju' and ConnectionID eq 'c1' and 'g' in GROUPS", true, false,
     false},
    {"Protocol", "protocol eq 'json.webpubsub.azure.v1'", true, false, false},
    {"ProtocolOfRawClient", "protocol eq null", false, true, true},
    {"AndBindsTighterThanOr", "true or false and false", true, true, true},
    {"ParenthesesBindTightest", "(true or false) and false", false, false, false},
    {"ComparisonBindsTighterThanAnd", "userId eq 'ju' and true", true, false, false},
    {"NotBindsTighterThanComparison", "not false eq true", true, true, true},
    {"InBindsTighterThanNot", "not 'g' in groups", false, false, false},
    {"NotTwice", "not not ('g' in groups)", true, true, true},
    {"NotBeforeParenthesis", "not('g' in groups)", false, false, false},
    {"ComparisonsFromLeft", "1 eq 1 eq true", true, true, true},
    {"AnyBlanks", "\t userId\neq   'ju'\r\n", true, false, false},
    {"NoBlanks", "(userId)eq'ju'and(true)", true, false, false},
    {"QuoteInText", "'it''s' eq concat('it','''s')", true, true, true},
    {"EmptyText", "length('') eq 0", true, true, true},
    {"TextsCompareWithCase", "userId eq 'JU'", false, false, false},
    {"GroupsCompareWithCase", "'G' in groups", false, false, false},
    {"GreaterOrEqual", "2 ge 2 and not (1 ge 2)", true, true, true},
    {"LessOrEqual", "2 le 2 and not (3 le 2)", true, true, true},
    {"GreaterAndLess", "2 gt 1 and 1 lt 2 and not (2 gt 2) and not (2 lt 2)", true, true, true},
    {"SmallestInteger", "-2147483648 lt 2147483647", true, true, true},
    {"NullIsInNoOrder", "null lt 1 or 1 ge null or null le null", false, false, false},
    {"LongChain", "userId eq 'a' or userId eq 'b' or userId eq 'ju'", true, false, false},
    {"NullInList", "userId in (null)", false, false, true},
    {"ExpressionInList", "userId in (concat('j','u'), protocol)", true, false, true},
    {"MixedList", "length(userId) in ('2', 2, true)", true, true, false},
    {"NumberInGroups", "1 in groups", false, false, false},
};
INSTANTIATE_TEST_SUITE_P(Grammar, FilterMatch, testing::ValuesIn(GrammarMatches), NameOf<MatchRow>);

constexpr MatchRow FunctionMatches[] = {
    {"StartsWith", "startswith(userId,'j')", true, false, false},
    {"StartsWithWhole", "startswith(userId,'ju')", true, false, false},
    {"StartsWithMore", "startswith(userId,'jux')", false, false, false},
    {"StartsWithCase", "startswith(userId,'J')", false, false, false},
    {"EndsWithMore", "endswith(userId,'xju')", false, false, false},
    {"Contains", "contains(userId,'j')", true, false, false},
    {"ContainsNull", "contains(userId,null)", false, false, false},
    {"IndexOfMissing", "indexof(userId,'x') eq -1", true, true, true},
    {"IndexOfEmpty", "indexof(userId,'') eq 0", true, true, false},
    {"ToUpper", "toupper(userId) eq 'JU'", true, false, false},
    {"TrimOfBlanks", "trim(' \t ') eq ''", true, true, true},
    {"NullStaysNull", "tolower(null) eq null and toupper(null) eq null and trim(null) eq null",
     true, true, true},
    {"LengthOfNull", "length(userId) eq null", false, false, true},
    {"SubstringToEnd", "substring(userId,1) eq 'u'", true, true, false},
    {"SubstringAtEnd", "substring('ab',2) eq ''", true, true, true},
    {"SubstringTooLong", "substring('ab',1,2) eq null", true, true, true},
    {"SubstringOfNegativeLength", "substring('ab',1,-1) eq null", true, true, true},
    {"SubstringOfHugeLength", "substring('ab',2147483647,2147483647) eq null", true, true, true},
    {"ConcatWithNull", "concat(userId,'x') eq 'x'", false, false, true},
    {"ConcatWithNullBehind", "concat('x',userId) eq 'x'", false, false, true},
    {"ConcatOfNulls", "concat(userId,null) eq null", false, false, true},
    {"Nested", "length(concat(toupper(userId),'!')) eq 3", true, true, false},
};
INSTANTIATE_TEST_SUITE_P(Functions, FilterMatch, testing::ValuesIn(FunctionMatches),
                         NameOf<MatchRow>);

TEST(FilterRecorded, DistinguishesAliceFromAnonymous) {
  const std::set<std::string> groups = {"m"};
  const FilterSubject alice = {"alice", "c1", &groups, std::nullopt};
  const FilterSubject anonymous = {std::nullopt, "c2", &groups, std::nullopt};
  const std::string isShort = "not (length(userId) gt 3)";
  EXPECT_FALSE(Matches(isShort, alice));
  EXPECT_TRUE(Matches(isShort, anonymous));
  const std::string isNamed = "'m' in groups and userId ne null";
  EXPECT_TRUE(Matches(isNamed, alice));
  EXPECT_FALSE(Matches(isNamed, anonymous));
}

// Texts are measured in UTF-16 code units.

struct UserRow {
  const char* Name;
  const char* User;
  const char* Filter;
  bool Matches;
};

void PrintTo(const UserRow& row, std::ostream* out) { *out << row.Filter << " of " << row.User; }

class FilterUnicode : public testing::TestWithParam<UserRow> {};

TEST_P(FilterUnicode, CountsCodeUnits) {
  const UserRow& row = GetParam();
  FilterSubject subject;
  subject.UserId = row.User;
  EXPECT_EQ(Matches(row.Filter, subject), row.Matches);
}

// Recorded with the users "a", zero-width joiner, "b", and "Straße": startswith compares by the
// rules of a culture, which ignore the joiner.
constexpr UserRow RecordedUsers[] = {
    {"JoinerStartsWith", "a\u200Db", "startswith(userId,'ab')", true},
    {"JoinerIndexOf", "a\u200Db", "indexof(userId,'b') eq 2", true},
    {"JoinerEquals", "a\u200Db", "userId eq 'ab'", false},
    {"JoinerContainsNothing", "a\u200Db", "contains(userId,'')", true},
    {"JoinerStartsWithOther", "a\u200Db", "startswith(userId,'strasse')", false},
    {"JoinerLength", "a\u200Db", "length(userId) eq 6", false},
    {"JoinerSubstringFromFarOff", "a\u200Db", "substring(userId,99) eq null", true},
    {"JoinerSubstringFromBefore", "a\u200Db", "substring(userId,-1) eq null", true},
    {"JoinerSubstring", "a\u200Db", "substring(userId,0,2) eq 'St'", false},
    {"StrasseStartsWith", "Stra\u00dfe", "startswith(userId,'ab')", false},
    {"StrasseIndexOf", "Stra\u00dfe", "indexof(userId,'b') eq 2", false},
    {"StrasseEquals", "Stra\u00dfe", "userId eq 'ab'", false},
    {"StrasseContainsNothing", "Stra\u00dfe", "contains(userId,'')", true},
    {"StrasseStartsWithLower", "Stra\u00dfe", "startswith(userId,'strasse')", false},
    {"StrasseStartsWithDoubleS", "Stra\u00dfe", "startswith(userId,'Strasse')", false},
    {"StrasseUpper", "Stra\u00dfe", "toupper(userId) eq 'STRASSE'", false},
    {"StrasseLength", "Stra\u00dfe", "length(userId) eq 6", true},
    {"StrasseSubstringFromFarOff", "Stra\u00dfe", "substring(userId,99) eq null", true},
    {"StrasseSubstringFromBefore", "Stra\u00dfe", "substring(userId,-1) eq null", true},
    {"StrasseSubstring", "Stra\u00dfe", "substring(userId,0,2) eq 'St'", true},
};
INSTANTIATE_TEST_SUITE_P(Recorded, FilterUnicode, testing::ValuesIn(RecordedUsers),
                         NameOf<UserRow>);

constexpr UserRow OtherUsers[] = {
    {"SurrogatesAreTwo", "\U0001F600!", "length(userId) eq 3", true},
    {"IndexAfterSurrogates", "\U0001F600!", "indexof(userId,'!') eq 2", true},
    {"SubstringAfterSurrogates", "\U0001F600!", "substring(userId,2) eq '!'", true},
    {"HalfOfAPair", "\U0001F600!", "startswith(userId,substring(userId,0,1))", true},
    {"HalfOfAPairIsNoGroup", "\U0001F600!", "substring(userId,0,1) in groups", false},
    {"Equality", "\u65e5\u672c", "userId eq '\u65e5\u672c'", true},
    {"Upper", "\u00e9\u03b1\u0436", "toupper(userId) eq '\u00c9\u0391\u0416'", true},
    {"Lower", "\u00c9\u0391\u0416", "tolower(userId) eq '\u00e9\u03b1\u0436'", true},
    {"MultiplicationSign", "\u00d7\u00f7", "tolower(toupper(userId)) eq '\u00d7\u00f7'", true},
    {"TrimUnicodeBlanks", "\u00a0a\u3000", "trim(userId) eq 'a'", true},
    {"BrokenUtf8", "\xff", "userId eq '\uFFFD'", true},
};
INSTANTIATE_TEST_SUITE_P(Others, FilterUnicode, testing::ValuesIn(OtherUsers), NameOf<UserRow>);

TEST(FilterValue, AnEmptyFilterMatchesEverything) {
  EXPECT_TRUE(Filter().Matches(JsonClient()));
  EXPECT_TRUE(Matches("", JsonClient()));
}

TEST(FilterValue, CopiesOutliveTheOriginalAndItsText) {
  Filter copy;
  {
    const std::string text = "userId in ('ju') and length(groups) eq 1";
    const Filter original = Filter::Parse(text);
    copy = original;
  }
  EXPECT_TRUE(copy.Matches(JsonClient()));
  EXPECT_FALSE(copy.Matches(RawClient()));
}

TEST(FilterValue, NoGroupsAreAnEmptyCollection) {
  EXPECT_TRUE(Matches("length(groups) eq 0", Bare()));
  EXPECT_FALSE(Matches("'g' in groups", Bare()));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
