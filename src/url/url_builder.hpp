#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// Appends `text` to `out` so that it stands for itself in a path segment or a query value. All but
/// RFC 3986's unreserved characters become %XX with upper-case digits, like .NET's
/// Uri.EscapeDataString.
void AppendPercentEncoded(std::string& out, std::string_view text);

/// The number of characters that AppendPercentEncoded would append.
std::size_t PercentEncodedSize(std::string_view text);

/// Encodes only what a URL can't hold: blanks, controls, quotes and the like, and everything beyond
/// ASCII.
std::string EncodeForbiddenCharacters(std::string_view text);

/// Builds a URL from left to right: first the path, then the query.
class UrlBuilder {
 public:
  /// @param base an absolute URL, without a slash at its end.
  explicit UrlBuilder(std::string_view base);

  /// Adds text as it is: `/:send`, `/groups/`.
  UrlBuilder& Literal(std::string_view text);
  /// Adds a name, encoded.
  UrlBuilder& Name(std::string_view name);

  /// Adds a parameter as it is: `name=value`.
  UrlBuilder& LiteralQuery(std::string_view parameter);
  UrlBuilder& Query(std::string_view name, std::string_view value);
  /// Adds nothing if the value is empty.
  UrlBuilder& OptionalQuery(std::string_view name, std::string_view value);
  /// One parameter for each value.
  template <class Values>
  UrlBuilder& RepeatedQuery(std::string_view name, const Values& values) {
    for (const auto& value : values) Query(name, value);
    return *this;
  }

  [[nodiscard]] std::string Take() { return std::move(url_); }

 private:
  std::string url_;
  char separator_ = '?';
};

}  // namespace Azure::Messaging::WebPubSub::Detail
