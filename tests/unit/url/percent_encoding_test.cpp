#include <gtest/gtest.h>

#include <cstdio>

#include "url/url_builder.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// RFC 3986, sections 2.2 and 2.3.
constexpr std::string_view Unreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
constexpr std::string_view Reserved = ":/?#[]@!$&'()*+,;=";

std::string Escape(int byte) {
  char text[4];
  std::snprintf(text, sizeof text, "%%%02X", static_cast<unsigned>(byte));
  return text;
}

TEST(PercentEncoding, KeepsOnlyUnreservedCharacters) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    std::string encoded = "before/";
    AppendPercentEncoded(encoded, text);
    const bool kept = Unreserved.find(text) != std::string_view::npos;
    EXPECT_EQ(encoded, "before/" + (kept ? text : Escape(byte))) << byte;
  }
}

TEST(PercentEncoding, OfForbiddenCharactersKeepsWhatAUrlMayContain) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    const bool kept = Unreserved.find(text) != std::string_view::npos ||
                      Reserved.find(text) != std::string_view::npos || byte == '%';
    EXPECT_EQ(EncodeForbiddenCharacters(text), kept ? text : Escape(byte)) << byte;
  }
}

TEST(PercentEncoding, EncodesTexts) {
  std::string encoded;
  AppendPercentEncoded(encoded, "userId eq 'a+b' / \xc3\xa4\xe2\x82\xac 100%");
  EXPECT_EQ(encoded, "userId%20eq%20%27a%2Bb%27%20%2F%20%C3%A4%E2%82%AC%20100%25");
  AppendPercentEncoded(encoded, "");
  EXPECT_EQ(EncodeForbiddenCharacters("/a b/%20/\"\xc3\xa4\""), "/a%20b/%20/%22%C3%A4%22");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
