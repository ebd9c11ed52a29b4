#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// A value as it stands in a filter expression. Made by ClientConnectionFilter::Create from its
/// arguments; what has no constructor here has no form in a filter and doesn't compile. Create
/// refuses one that was moved from with std::invalid_argument.
class AZURE_MESSAGING_WEBPUBSUB_API ClientConnectionFilterLiteral {
  template <class T>
  static constexpr bool IsInteger =
      std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
#ifdef __cpp_char8_t
      !std::is_same_v<T, char8_t> &&
#endif
      !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char16_t> && !std::is_same_v<T, char32_t>;
  template <class T, bool Wanted>
  using If = std::enable_if_t<Wanted, T>;

 public:
  // Implicit: a call of Create(format, 1, "a") converts each argument.
  // NOLINTBEGIN(google-explicit-constructor)

  /// `null`
  ClientConnectionFilterLiteral(std::nullptr_t) : text_("null") {}
  /// `true` or `false`; only from a bool, never from a pointer or a number.
  template <class T, class = If<void, std::is_same_v<T, bool>>>
  ClientConnectionFilterLiteral(T value) : text_(value ? "true" : "false") {}
  /// A decimal number, from every integer type (`signed char` and `unsigned char` are numbers too).
  template <class T, If<int, IsInteger<T>> = 0>
  ClientConnectionFilterLiteral(T value) : text_(std::to_string(value)) {}
  /// `'text'`, with every `'` doubled and nothing else changed.
  template <class T, If<char, std::is_same_v<T, char>> = '\0'>  // nothing that converts to a char
  ClientConnectionFilterLiteral(T character)
      : ClientConnectionFilterLiteral(std::string_view(&character, 1)) {}
  /// `'text'` likewise.
  /// @throws std::invalid_argument if it is a null pointer.
  ClientConnectionFilterLiteral(const char* text);
  /// `'text'` likewise.
  ClientConnectionFilterLiteral(std::string_view text);
  /// `'text'` likewise; from nothing that only converts to a std::string, as a JSON value does.
  template <class T, If<std::string*, std::is_same_v<T, std::string>> = nullptr>
  ClientConnectionFilterLiteral(const T& text)
      : ClientConnectionFilterLiteral(std::string_view(text)) {}

  // NOLINTEND(google-explicit-constructor)

  /// The value, as it stands in an expression.
  [[nodiscard]] const std::string& Text() const noexcept { return *text_; }

 private:
  Detail::EmptiedByMove<std::string> text_;
};

/// An OData expression that selects connections by `userId`, `connectionId` and `groups`; see
/// https://aka.ms/awps/filter-syntax. Mirrors .NET's `ClientConnectionFilter`.
///
/// A value. A string converts to a filter as it is; Create puts values into an expression safely.
/// A filter that was moved from is blank, and every call refuses it: empty, it would select
/// everybody.
class AZURE_MESSAGING_WEBPUBSUB_API ClientConnectionFilter {
 public:
  /// No filter.
  ClientConnectionFilter() = default;
  ~ClientConnectionFilter() = default;
  /// The same filter.
  ClientConnectionFilter(const ClientConnectionFilter&) = default;
  /// The same filter.
  ClientConnectionFilter& operator=(const ClientConnectionFilter&) = default;
  /// Leaves `other` blank.
  ClientConnectionFilter(ClientConnectionFilter&& other) noexcept
      : expression_(std::exchange(other.expression_, " ")),
        allConnections_(std::exchange(other.allConnections_, false)) {}
  /// Leaves `other` blank.
  ClientConnectionFilter& operator=(ClientConnectionFilter&& other) noexcept {
    if (this != &other) {
      expression_ = std::exchange(other.expression_, " ");
      allConnections_ = std::exchange(other.allConnections_, false);
    }
    return *this;
  }

  // Implicit: an expression is a string in the service's API.
  // NOLINTBEGIN(google-explicit-constructor)

  /// @param expression sent as it is. Empty means no filter.
  ClientConnectionFilter(std::string expression) : expression_(std::move(expression)) {}
  /// @overload
  ClientConnectionFilter(std::string_view expression) : expression_(expression) {}
  /// @overload
  /// @throws std::invalid_argument if it is a null pointer.
  ClientConnectionFilter(const char* expression);
  ClientConnectionFilter(std::nullptr_t) = delete;

  // NOLINTEND(google-explicit-constructor)

  /// Puts values into an expression, quoted as the service needs them:
  ///
  ///     auto filter = ClientConnectionFilter::Create("userId ne {} and {} in groups", nullptr,
  ///     "it's");
  ///     // userId ne null and 'it''s' in groups
  ///
  /// @param format the expression with `{}` in the place of each value, in order; `{{` and `}}`
  ///   stand for braces.
  /// @param values `nullptr`, bool, any integer type, char, text. Anything else doesn't compile.
  /// @throws std::invalid_argument if values and places differ in number, or for a stray brace.
  template <class... Values>
  static ClientConnectionFilter Create(std::string_view format, const Values&... values) {
    return Format(format, {ClientConnectionFilterLiteral(values)...});
  }

  /// Every connection of the hub: the only way to say so in AddConnectionsToGroups and
  /// RemoveConnectionsFromGroups, which refuse an empty filter.
  static ClientConnectionFilter AllConnections();

  /// The expression; empty for none and for AllConnections().
  [[nodiscard]] const std::string& Expression() const noexcept { return expression_; }
  /// Whether this is AllConnections().
  [[nodiscard]] bool IsAllConnections() const noexcept { return allConnections_; }

 private:
  static ClientConnectionFilter Format(std::string_view format,
                                       std::initializer_list<ClientConnectionFilterLiteral> values);

  std::string expression_;
  bool allConnections_ = false;
};

}  // namespace Azure::Messaging::WebPubSub
