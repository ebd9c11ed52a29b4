#include "core/base64.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::string Encode(std::string_view bytes) {
  std::string text;
  AppendBase64Url(text, bytes);
  return text;
}

struct Row {
  std::string Bytes;
  std::string Base64;     // with padding
  std::string Base64Url;  // without padding
};

// RFC 4648, section 10, and bytes for which the two alphabets differ.
const std::vector<Row>& Rows() {
  static const std::vector<Row> rows = {{"", "", ""},
                                        {"f", "Zg==", "Zg"},
                                        {"fo", "Zm8=", "Zm8"},
                                        {"foo", "Zm9v", "Zm9v"},
                                        {"foob", "Zm9vYg==", "Zm9vYg"},
                                        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                                        {"\xfb\xff\xbf", "+/+/", "-_-_"},
                                        {std::string("\0\0", 2), "AAA=", "AAA"}};
  return rows;
}

TEST(Base64, IsWrittenForUrlsWithoutPadding) {
  for (const Row& row : Rows()) EXPECT_EQ(Encode(row.Bytes), row.Base64Url);
}

TEST(Base64, IsWrittenWithPadding) {
  for (const Row& row : Rows()) EXPECT_EQ(EncodeBase64(row.Bytes), row.Base64);
}

TEST(Base64, IsReadInBothAlphabetsWithAndWithoutPadding) {
  for (const Row& row : Rows()) {
    EXPECT_EQ(DecodeBase64(row.Base64), row.Bytes);
    EXPECT_EQ(DecodeBase64(row.Base64Url), row.Bytes);
    EXPECT_EQ(DecodeBase64(row.Base64.substr(0, row.Base64.find('='))), row.Bytes);
  }
}

TEST(Base64, IsAppendedToText) {
  std::string text = "a+b/c=";
  AppendBase64Url(text, "\xfb\xff");
  EXPECT_EQ(text, "a+b/c=-_8");
}

TEST(Base64, RoundTripsEveryByte) {
  std::string bytes;
  for (int length = 0; length < 260; ++length) {
    EXPECT_EQ(DecodeBase64(Encode(bytes)), bytes);
    EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)), bytes);
    bytes += static_cast<char>(length);
  }
}

TEST(Base64, RefusesInvalidText) {
  for (const std::string text : {"A", "AAAAA", "Zm9v!", "Zm 9v", "Zm9v\n", "Zg==Zg==", "=Zg",
                                 "Zm9v\xc3\xa4", "{}", "A==="}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
  EXPECT_EQ(DecodeBase64(std::string("Zm\0v", 4)), std::nullopt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
