#include "local_service/filter_lexer.hpp"

#include <algorithm>
#include <string>

#include "local_service/filter_language_error.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool IsBlankCharacter(char c) { return IsOneOf(c, " \t\r\n\v\f"); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}
bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }
bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }
bool ContinuesDate(char c) { return IsLetterOrDigit(c) || IsOneOf(c, "-:.+"); }

// The parser accepts few of these; the others are syntax errors rather than invalid characters.
bool IsSymbol(char c) { return IsOneOf(c, "(),-=/?.*:"); }

}  // namespace

Lexer::Lexer(std::string_view filter) : filter_(filter) { Advance(); }

Token Lexer::Take() {
  const Token taken = current_;
  takenEnd_ = taken.End();
  Advance();
  return taken;
}

void Lexer::Fail(std::string_view problem, std::size_t offset) const {
  // Positions count UTF-16 code units, as in .NET.
  const std::size_t position = ToUtf16(filter_.substr(0, offset)).size();
  throw Error(std::string(problem) + " at position " + std::to_string(position) + " in '" +
              std::string(filter_) + "'.");
}

void Lexer::Advance() { current_ = Read(EndOfRun(current_.End(), IsBlankCharacter)); }

Token Lexer::Read(std::size_t begin) const {
  const auto token = [&](TokenKind kind, std::size_t end) {
    return Token{kind, Slice(begin, end), begin};
  };
  if (begin == filter_.size()) return token(TokenKind::End, begin);
  const char first = At(begin);
  if (first == '\'') return token(TokenKind::QuotedText, EndOfText(begin));
  if (IsDigit(first) || (first == '-' && IsDigit(At(begin + 1)))) {
    return token(TokenKind::Number, EndOfNumber(begin));
  }
  if (IsLetter(first)) return token(TokenKind::Identifier, EndOfRun(begin, IsLetterOrDigit));
  if (IsSymbol(first)) return token(TokenKind::Symbol, begin + 1);
  const std::string_view invalid = Slice(begin, EndOfRun(begin + 1, ContinuesCharacter));
  Fail("Syntax error: character '" + std::string(invalid) + "' is not valid", begin);
}

std::size_t Lexer::EndOfText(std::size_t begin) const {
  std::size_t end = begin;
  do {
    end = filter_.find('\'', end + 1);
    if (end == std::string_view::npos) {
      Fail("There is an unterminated string literal", filter_.size());
    }
    ++end;
  } while (At(end) == '\'');
  return end;
}

std::size_t Lexer::EndOfNumber(std::size_t begin) const {
  std::size_t end = EndOfRun(begin + 1, IsDigit);
  if (At(end) == '-' && IsDigit(At(end + 1))) return EndOfRun(end, ContinuesDate);
  if (At(end) == '.' && IsDigit(At(end + 1))) end = EndOfRun(end + 1, IsDigit);
  if (IsOneOf(At(end), "eE")) {
    const std::size_t exponent = end + (IsOneOf(At(end + 1), "+-") ? 2 : 1);
    if (IsDigit(At(exponent))) end = EndOfRun(exponent, IsDigit);
  }
  return IsOneOf(At(end), "LlMmDdFf") ? end + 1 : end;
}

std::size_t Lexer::EndOfRun(std::size_t begin, bool (*belongs)(char)) const {
  const auto rest = filter_.substr(begin);
  const auto end = std::find_if_not(rest.begin(), rest.end(), belongs);
  return begin + static_cast<std::size_t>(end - rest.begin());
}

char Lexer::At(std::size_t offset) const {
  return offset < filter_.size() ? filter_[offset] : '\0';
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
