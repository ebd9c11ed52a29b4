#pragma once

#include <string_view>

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

enum class TokenKind { End, Identifier, QuotedText, Number, Symbol };

struct Token {
  TokenKind Kind = TokenKind::End;
  std::string_view Source;
  std::size_t Begin = 0;

  [[nodiscard]] std::size_t End() const { return Begin + Source.size(); }
  /// Whether the token is this keyword or symbol, compared with case.
  [[nodiscard]] bool Is(std::string_view word) const {
    return (Kind == TokenKind::Identifier || Kind == TokenKind::Symbol) && Source == word;
  }
};

/// The tokens of a filter, one at a time.
class Lexer {
 public:
  explicit Lexer(std::string_view filter);

  [[nodiscard]] const Token& Current() const { return current_; }
  /// Returns the current token and reads the next one. Throws Error if the next one is invalid.
  Token Take();

  /// The part of the filter from an offset to the end of the last token that Take has returned.
  [[nodiscard]] std::string_view TakenSince(std::size_t begin) const {
    return Slice(begin, takenEnd_);
  }
  /// Throws Error with the message `<problem> at position <n> in '<filter>'.`
  [[noreturn]] void Fail(std::string_view problem, std::size_t offset) const;

 private:
  void Advance();
  [[nodiscard]] Token Read(std::size_t begin) const;
  [[nodiscard]] std::size_t EndOfText(std::size_t begin) const;
  [[nodiscard]] std::size_t EndOfNumber(std::size_t begin) const;
  [[nodiscard]] std::size_t EndOfRun(std::size_t begin, bool (*belongs)(char)) const;
  [[nodiscard]] std::string_view Slice(std::size_t begin, std::size_t end) const {
    return filter_.substr(begin, end - begin);
  }
  /// The character at an offset, or NUL at the end.
  [[nodiscard]] char At(std::size_t offset) const;

  std::string_view filter_;
  Token current_;
  std::size_t takenEnd_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
