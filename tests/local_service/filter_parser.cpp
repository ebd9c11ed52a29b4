#include "local_service/filter_parser.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "local_service/filter_language_error.hpp"
#include "local_service/filter_lexer.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

template <class Order>
Value Compare(const Value& left, const Value& right) {
  const bool hasNull =
      std::holds_alternative<std::nullptr_t>(left) || std::holds_alternative<std::nullptr_t>(right);
  if (hasNull) return false;
  const std::int32_t a = AsInt(left);
  const std::int32_t b = AsInt(right);
  return Order()(a, b);
}

Value Equal(const Value& left, const Value& right) { return AreEqual(left, right); }
Value NotEqual(const Value& left, const Value& right) { return !AreEqual(left, right); }

// Both operands are already evaluated, but the right one's type is checked only if the left one
// doesn't decide the result.
Value And(const Value& left, const Value& right) { return AsBool(left) && AsBool(right); }
Value Or(const Value& left, const Value& right) { return AsBool(left) || AsBool(right); }

using Operators = std::vector<BinaryOperator>;

const Operators Disjunctions = {{"or", Or}};
const Operators Conjunctions = {{"and", And}};
const Operators Comparisons = {{"eq", Equal},
                               {"ne", NotEqual},
                               {"gt", Compare<std::greater<>>},
                               {"ge", Compare<std::greater_equal<>>},
                               {"lt", Compare<std::less<>>},
                               {"le", Compare<std::less_equal<>>}};

constexpr std::string_view UnsupportedOperators[] = {"add", "sub", "mul", "div", "mod", "has"};

bool IsUnsupportedOperator(const Token& token) {
  return std::any_of(std::begin(UnsupportedOperators), std::end(UnsupportedOperators),
                     [&](std::string_view keyword) { return token.Is(keyword); });
}

// The text of a quoted literal, in which two quotes stand for one.
std::string Unquote(std::string_view literal) {
  std::string text;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    text += literal[i];
    if (literal[i] == '\'') ++i;
  }
  return text;
}

// Error messages show a number without its type suffix and without trailing zeros.
std::string PrintNumber(std::string_view source) {
  if (source.find_first_of("LlMmDdFf") == source.size() - 1) source.remove_suffix(1);
  const bool isFraction = source.find('.') != std::string_view::npos &&
                          source.find_first_of("eE") == std::string_view::npos;
  if (isFraction) {
    source = source.substr(0, source.find_last_not_of('0') + 1);
    if (source.back() == '.') source.remove_suffix(1);
  }
  return std::string(source);
}

ExpressionPtr ReadNumber(std::string_view source) {
  std::int32_t number = 0;
  const char* end = source.data() + source.size();
  const auto result = std::from_chars(source.data(), end, number);
  const bool fits = result.ec == std::errc() && result.ptr == end;
  return fits ? MakeLiteral(number, std::to_string(number)) : MakeUnsupported(PrintNumber(source));
}

ExpressionPtr ReadText(std::string_view source) {
  const std::string text = Unquote(source);
  return MakeLiteral(Text(ToUtf16(text)), "'" + text + "'");
}

ExpressionPtr ReadName(std::string_view source) {
  if (source == "null") return MakeLiteral(nullptr, "null");
  if (source == "true") return MakeLiteral(true, "True");
  if (source == "false") return MakeLiteral(false, "False");
  return MakeName(std::string(source));
}

// A recursive-descent parser: one function for each level of precedence, the lowest first.
class Parser {
 public:
  explicit Parser(std::string_view filter) : lexer_(filter) {}

  ExpressionPtr Parse() {
    ExpressionPtr filter = ParseDisjunction();
    if (lexer_.Current().Kind != TokenKind::End) FailSyntax();
    return filter;
  }

 private:
  using Rule = ExpressionPtr (Parser::*)();

  static constexpr int MaxDepth = 100;

  ExpressionPtr ParseDisjunction() { return ParseChain(Disjunctions, &Parser::ParseConjunction); }
  ExpressionPtr ParseConjunction() { return ParseChain(Conjunctions, &Parser::ParseComparison); }
  ExpressionPtr ParseComparison() { return ParseChain(Comparisons, &Parser::ParseTerm); }

  ExpressionPtr ParseChain(const Operators& operators, Rule parseOperand) {
    ExpressionPtr first = (this->*parseOperand)();
    std::vector<Link> links;
    while (const BinaryOperator* found = TakeOperator(operators)) {
      links.push_back({found, (this->*parseOperand)()});
    }
    return MakeChain(std::move(first), std::move(links));
  }

  const BinaryOperator* TakeOperator(const Operators& operators) {
    const auto found =
        std::find_if(operators.begin(), operators.end(),
                     [&](const BinaryOperator& one) { return lexer_.Current().Is(one.Keyword); });
    if (found == operators.end()) return nullptr;
    lexer_.Take();
    return &*found;
  }

  ExpressionPtr ParseTerm() {
    ExpressionPtr term = ParseUnary();
    if (!IsUnsupportedOperator(lexer_.Current())) return term;
    lexer_.Take();
    ParseUnary();
    throw Unsupported("BinaryOperator");
  }

  ExpressionPtr ParseUnary() {
    const bool isNot = lexer_.Current().Is("not");
    if (!isNot && !lexer_.Current().Is("-")) return ParseMembership();
    lexer_.Take();
    ExpressionPtr operand = ParseNested(&Parser::ParseUnary);
    if (!isNot) throw Unsupported("UnaryOperator");
    return MakeNot(std::move(operand));
  }

  ExpressionPtr ParseMembership() {
    ExpressionPtr operand = ParsePrimary();
    if (!lexer_.Current().Is("in")) return operand;
    lexer_.Take();
    if (!lexer_.Current().Is("(")) return MakeInCollection(std::move(operand), ParsePrimary());
    const std::size_t begin = lexer_.Current().Begin;
    std::vector<ExpressionPtr> items = ParseItems();
    return MakeInList(std::move(operand), std::move(items), std::string(lexer_.TakenSince(begin)));
  }

  ExpressionPtr ParsePrimary() {
    ExpressionPtr primary = ParsePathStart();
    if (lexer_.Current().Is("/")) FailPath();
    return primary;
  }

  ExpressionPtr ParsePathStart() {
    if (lexer_.Current().Is("(")) return ParseParentheses();
    switch (lexer_.Current().Kind) {
      case TokenKind::Identifier:
        return ParseNameOrCall();
      case TokenKind::QuotedText:
        return ReadText(lexer_.Take().Source);
      case TokenKind::Number:
        return ReadNumber(lexer_.Take().Source);
      default:
        lexer_.Fail("Expression expected", lexer_.Current().Begin);
    }
  }

  ExpressionPtr ParseParentheses() {
    lexer_.Take();
    ExpressionPtr inner = ParseNested(&Parser::ParseDisjunction);
    TakeSymbol(")", "')' or operator expected");
    return inner;
  }

  ExpressionPtr ParseNameOrCall() {
    const Token name = lexer_.Take();
    const bool isCall = lexer_.Current().Is("(") && lexer_.Current().Begin == name.End();
    return isCall ? MakeCall(std::string(name.Source), ParseItems()) : ReadName(name.Source);
  }

  // Parses a list in parentheses, separated by commas.
  std::vector<ExpressionPtr> ParseItems() {
    lexer_.Take();
    std::vector<ExpressionPtr> items;
    bool hasMore = !lexer_.Current().Is(")");
    while (hasMore) {
      items.push_back(ParseNested(&Parser::ParseDisjunction));
      hasMore = lexer_.Current().Is(",");
      if (hasMore) lexer_.Take();
    }
    TakeSymbol(")", "')' or ',' expected");
    return items;
  }

  ExpressionPtr ParseNested(Rule rule) {
    if (++depth_ > MaxDepth) FailSyntax();
    ExpressionPtr nested = (this->*rule)();
    --depth_;
    return nested;
  }

  void TakeSymbol(std::string_view symbol, std::string_view problem) {
    if (!lexer_.Current().Is(symbol)) lexer_.Fail(problem, lexer_.Current().Begin);
    lexer_.Take();
  }

  [[noreturn]] void FailSyntax() const { lexer_.Fail("Syntax error", lexer_.Current().End()); }

  // The service parses paths, but supports none.
  [[noreturn]] void FailPath() {
    lexer_.Take();
    if (lexer_.Current().Kind != TokenKind::Identifier) FailSyntax();
    if (lexer_.Current().Is("any")) throw Unsupported("Any");
    if (lexer_.Current().Is("all")) throw Unsupported("All");
    throw Unsupported(std::string(lexer_.Current().Source));
  }

  Lexer lexer_;
  int depth_ = 0;
};

}  // namespace

ExpressionPtr ParseFilter(std::string_view filter) { return Parser(filter).Parse(); }

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
