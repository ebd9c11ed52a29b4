#include <azure/messaging/webpubsub/http.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

std::vector<HttpHeaders::Field> FieldsOf(const HttpHeaders& headers) {
  return {headers.begin(), headers.end()};
}

TEST(HttpHeaders, AreFoundInAnyCase) {
  const HttpHeaders headers = {{"Content-Type", "text/plain"}, {"ETag", "1"}};
  EXPECT_EQ(headers.Get("content-TYPE"), "text/plain");
  EXPECT_TRUE(headers.Contains("etag"));
  EXPECT_EQ(*headers.Find("ETAG"), "1");
  EXPECT_EQ(headers.Find("ETa"), nullptr);
  EXPECT_EQ(headers.Get("ETagg"), std::nullopt);
  EXPECT_FALSE(headers.Contains(""));
}

TEST(HttpHeaders, KeepTheirOrderAndTheirSpelling) {
  HttpHeaders headers;
  headers.Append("b", "1");
  headers.Set("A", "2");
  headers.Append("B", "3");
  headers.Set("c", "4");
  EXPECT_EQ(headers.Size(), 4U);
  EXPECT_THAT(FieldsOf(headers),
              ElementsAre(Pair("b", "1"), Pair("A", "2"), Pair("B", "3"), Pair("c", "4")));
  EXPECT_EQ(headers.Get("b"), "1");
}

TEST(HttpHeaders, AreReplacedWhereTheFirstOfTheirNameWas) {
  HttpHeaders headers = {{"a", "1"}, {"X", "2"}, {"b", "3"}, {"x", "4"}, {"x", "5"}};
  headers.Set("x", "6");
  EXPECT_THAT(FieldsOf(headers), ElementsAre(Pair("a", "1"), Pair("X", "6"), Pair("b", "3")));
}

TEST(HttpHeaders, AreRemovedByName) {
  HttpHeaders headers = {{"x", "1"}, {"a", "2"}, {"X", "3"}};
  headers.Remove("X");
  headers.Remove("none");
  EXPECT_THAT(FieldsOf(headers), ElementsAre(Pair("a", "2")));
}

TEST(HttpHeaders, AcceptEveryValueWithoutControlCharacters) {
  HttpHeaders headers;
  for (const std::string& value : {std::string(), std::string("a\tb"), std::string(" a "),
                                   std::string("\xc3\xa4\xff"), std::string("a:b,c;\"d\"")}) {
    headers.Set("x", value);
    EXPECT_EQ(headers.Get("x"), value);
  }
}

TEST(HttpHeaders, RefuseWhatCouldSplitAMessage) {
  struct Row {
    std::string Name;
    std::string Value;
    std::string Parameter;
  };
  for (const Row& row :
       {Row{"x", "1\r\nEvil: 1", "value"}, Row{"x", "1\n", "value"}, Row{"x", "\r1", "value"},
        Row{"x", std::string("1\0", 2), "value"}, Row{"x", "1\x7f", "value"},
        Row{"x", "\x1b[0m", "value"}, Row{"", "1", "name"}, Row{"x\r\nEvil", "1", "name"},
        Row{"x:", "1", "name"}, Row{"x y", "1", "name"}, Row{" x", "1", "name"},
        Row{"x\xc3\xa4", "1", "name"}, Row{std::string("x\0", 2), "1", "name"},
        Row{"(x)", "1", "name"}}) {
    SCOPED_TRACE(row.Name + ": " + row.Value);
    HttpHeaders headers = {{"a", "1"}, {"x", "old"}};
    const auto refused = [&](auto action) {
      const std::string says = Testing::Thrown<std::invalid_argument>(action).what();
      EXPECT_THAT(says, HasSubstr(row.Parameter + ": must"));
      // The message must not show a value, which may be a secret.
      EXPECT_THAT(says, Not(HasSubstr("Evil: 1")));
    };
    refused([&] { headers.Set(row.Name, row.Value); });
    refused([&] { headers.Append(row.Name, row.Value); });
    refused([&] { (void)HttpHeaders{HttpHeaders::Field(row.Name, row.Value)}; });
    EXPECT_THAT(FieldsOf(headers), ElementsAre(Pair("a", "1"), Pair("x", "old")));
  }
}

TEST(HttpRequest, SharesItsBodyWithItsCopies) {
  HttpRequest request(HttpMethod::Post, "https://a/");
  EXPECT_FALSE(request.HasBody());
  EXPECT_EQ(request.Body(), "");
  request.SetBody(std::make_shared<const std::string>());
  EXPECT_TRUE(request.HasBody());
  request.SetBody(std::make_shared<const std::string>("body"));
  const HttpRequest copy = request;
  EXPECT_EQ(copy.Body().data(), request.Body().data());
  request.SetBody(nullptr);
  EXPECT_FALSE(request.HasBody());
  EXPECT_EQ(copy.Body(), "body");
}

TEST(HttpMethod, HasItsNameInTheRequestLine) {
  EXPECT_EQ(ToString(HttpMethod::Get), "GET");
  EXPECT_EQ(ToString(HttpMethod::Head), "HEAD");
  EXPECT_EQ(ToString(HttpMethod::Put), "PUT");
  EXPECT_EQ(ToString(HttpMethod::Post), "POST");
  EXPECT_EQ(ToString(HttpMethod::Delete), "DELETE");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub
