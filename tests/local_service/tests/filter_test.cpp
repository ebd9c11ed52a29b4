#include "local_service/filter.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

struct NamedFilter {
  const char* Name;
  std::string Text;
};

std::string MessageOf(const std::string& part, const std::string& detail) {
  return "Invalid syntax for '" + part + "': " + detail + " (Parameter 'filter')";
}

std::string Repeat(const std::string& text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

bool Matches(const std::string& filter, const FilterSubject& subject) {
  return Filter::Parse(filter).Matches(subject);
}

std::string ParseErrorOf(const std::string& filter) {
  try {
    Filter::Parse(filter);
  } catch (const FilterError& error) {
    return error.what();
  }
  return "no error";
}

std::string DataErrorOf(const std::string& filter, const FilterSubject& subject) {
  const Filter parsed = Filter::Parse(filter);
  try {
    return parsed.Matches(subject) ? "a match" : "no match";
  } catch (const FilterDataError& error) {
    return error.what();
  }
}

template <class Row>
std::string NameOf(const testing::TestParamInfo<Row>& info) {
  return info.param.Name;
}

// The connections of the recordings.

const std::set<std::string>& GroupG() {
  static const std::set<std::string> groups = {"g"};
  return groups;
}

FilterSubject JsonClient() { return {"ju", "c1", &GroupG(), "json.webpubsub.azure.v1"}; }
FilterSubject RawClient() { return {"ru", "c2", &GroupG(), std::nullopt}; }
FilterSubject Anonymous() { return {std::nullopt, "c3", &GroupG(), std::nullopt}; }
FilterSubject Bare() { return {}; }

// What matches.

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

TEST(FilterRecorded, TellsAliceFromAnonymous) {
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

// Texts count UTF-16 code units.

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

// Recorded with the users "a", zero-width joiner, "b", and "Straße": prefixes go by the rules of a
// culture, which skip the joiner.
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

// What is refused.

struct ErrorRow {
  const char* Name;
  const char* Filter;
  const char* Part;
  const char* Detail;
};

void PrintTo(const ErrorRow& row, std::ostream* out) { *out << row.Filter; }

class FilterRefusal : public testing::TestWithParam<ErrorRow> {};

TEST_P(FilterRefusal, SaysWhatIsWrong) {
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
INSTANTIATE_TEST_SUITE_P(Recorded, FilterRefusal, testing::ValuesIn(RecordedErrors),
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
INSTANTIATE_TEST_SUITE_P(Others, FilterRefusal, testing::ValuesIn(OtherErrors), NameOf<ErrorRow>);

TEST(FilterData, FailsOnlyWhereThereIsData) {
  const std::string filter = "length(userId) gt 'a'";
  EXPECT_FALSE(Matches(filter, Anonymous()));
  EXPECT_EQ(DataErrorOf(filter, JsonClient()), MessageOf(filter, "Type 'string', expect 'int'."));
}

TEST(FilterData, FailsInACall) {
  EXPECT_EQ(DataErrorOf("contains(userId,1)", JsonClient()),
            MessageOf("contains(userId,1)", "Type 'int', expect 'string'."));
}

TEST(FilterData, FailsWhereTheTypeCheckWasCutShort) {
  EXPECT_EQ(DataErrorOf("userId eq null or 1", JsonClient()),
            MessageOf("(userId eq null) or 1", "Type 'int', expect 'bool'."));
}

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

// What hostile clients send.

TEST(FilterLimits, NestsAHundredDeep) {
  EXPECT_TRUE(Matches(Repeat("(", 100) + "true" + Repeat(")", 100), Bare()));
  EXPECT_TRUE(Matches(Repeat("not ", 100) + "true", Bare()));
  EXPECT_TRUE(Matches(Repeat("trim(", 100) + "'a'" + Repeat(")", 100) + " eq 'a'", Bare()));
}

TEST(FilterLimits, RefusesToNestDeeper) {
  const std::string filter = Repeat("(", 110) + "true" + Repeat(")", 110);
  EXPECT_EQ(ParseErrorOf(filter),
            MessageOf(filter, "Syntax error at position 102 in '" + filter + "'."));
}

class FilterNesting : public testing::TestWithParam<NamedFilter> {};

void PrintTo(const NamedFilter& row, std::ostream* out) { *out << row.Name; }

TEST_P(FilterNesting, IsRefusedWithoutHarm) {
  EXPECT_THROW(Filter::Parse(GetParam().Text), FilterError);
}

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

TEST(FilterLimits, TakesLongFilters) {
  EXPECT_TRUE(Matches(Repeat("true and ", 100000) + "true", Bare()));
  EXPECT_TRUE(Matches(Repeat("1 eq ", 100000) + "1 eq false", Bare()));
  EXPECT_TRUE(Matches("1 in (" + Repeat("2,", 100000) + "1)", Bare()));
  EXPECT_TRUE(Matches("length('" + Repeat("a", 1000000) + "') eq 1000000", Bare()));
}

// Any soup of tokens is parsed or refused, and what is parsed yields a response or a data error.

std::string MakeSoup(std::mt19937& random) {
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
  std::string soup;
  const auto size = 1 + random() % 12;
  for (std::size_t i = 0; i < size; ++i) {
    soup += words[random() % words.size()];
    if (random() % 4 != 0) soup += ' ';
  }
  return soup;
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

TEST(FilterFuzz, HandlesAnySoupOfTokens) {
  std::mt19937 random(20241201);  // NOLINT(cert-msc51-cpp): the same soups in every run
  int parsed = 0;
  for (int i = 0; i < 50000; ++i) {
    const std::string soup = MakeSoup(random);
    SCOPED_TRACE(soup);
    EXPECT_NO_THROW(parsed += IsParsed(soup) ? 1 : 0);
  }
  EXPECT_GT(parsed, 100);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService
