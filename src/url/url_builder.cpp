#include "url/url_builder.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Objects rather than functions, so that calls of them are inlined.
constexpr auto IsUnreserved = [](char c) {
  return IsAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
};

constexpr auto IsUrlCharacter = [](char c) {
  return IsUnreserved(c) ||
         std::string_view("!$&'()*+,;=:@/?#[]%").find(c) != std::string_view::npos;
};

template <class Kept>
void AppendEncoded(std::string& out, std::string_view text, Kept isKept) {
  static constexpr char Digits[] = "0123456789ABCDEF";
  while (true) {
    const auto kept = std::find_if_not(text.begin(), text.end(), isKept);
    out.append(text.begin(), kept);
    if (kept == text.end()) return;
    const auto byte = static_cast<unsigned char>(*kept);
    out += '%';
    out += Digits[byte >> 4];
    out += Digits[byte & 0xf];
    text.remove_prefix(static_cast<std::size_t>(kept - text.begin()) + 1);
  }
}

}  // namespace

void AppendPercentEncoded(std::string& out, std::string_view text) {
  AppendEncoded(out, text, IsUnreserved);
}

std::size_t PercentEncodedSize(std::string_view text) {
  const auto kept = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsUnreserved));
  return kept + 3 * (text.size() - kept);
}

std::string EncodeForbiddenCharacters(std::string_view text) {
  std::string encoded;
  AppendEncoded(encoded, text, IsUrlCharacter);
  return encoded;
}

UrlBuilder::UrlBuilder(std::string_view base) {
  constexpr std::size_t UsualRest = 64;  // one allocation for most URLs
  url_.reserve(base.size() + UsualRest);
  url_.append(base);
}

UrlBuilder& UrlBuilder::Literal(std::string_view text) {
  url_ += text;
  return *this;
}

UrlBuilder& UrlBuilder::Name(std::string_view name) {
  AppendPercentEncoded(url_, name);
  return *this;
}

UrlBuilder& UrlBuilder::LiteralQuery(std::string_view parameter) {
  url_ += separator_;
  separator_ = '&';
  url_ += parameter;
  return *this;
}

UrlBuilder& UrlBuilder::Query(std::string_view name, std::string_view value) {
  LiteralQuery(name);
  url_ += '=';
  AppendPercentEncoded(url_, value);
  return *this;
}

UrlBuilder& UrlBuilder::OptionalQuery(std::string_view name, std::string_view value) {
  return value.empty() ? *this : Query(name, value);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
