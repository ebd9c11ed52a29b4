#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "json/request_bodies.hpp"
#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(MemberPage, HoldsMembersAndTheNextLink) {
  const auto page = ReadMemberPage(
      R"({"value":[{"connectionId":"a","userId":"ann"},{"connectionId":"b","userId":null},)"
      R"({"connectionId":"c"},{"connectionId":"","userId":"","more":1}],)"
      R"("nextLink":"https://a/b?c","more":{}})");
  ASSERT_TRUE(page);
  ASSERT_THAT(page->Members, SizeIs(4));
  EXPECT_EQ(page->Members[0].ConnectionId, "a");
  EXPECT_EQ(page->Members[0].UserId, "ann");
  EXPECT_EQ(page->Members[1].ConnectionId, "b");
  EXPECT_EQ(page->Members[1].UserId, std::nullopt);
  EXPECT_EQ(page->Members[2].UserId, std::nullopt);
  EXPECT_EQ(page->Members[3].UserId, "");
  EXPECT_EQ(page->NextLink, "https://a/b?c");
}

TEST(MemberPage, IsTheLastWithoutANextLink) {
  for (const std::string body :
       {R"({"value":[]})", R"({"value":[],"nextLink":null})", R"({"value":[],"nextLink":""})"}) {
    const auto page = ReadMemberPage(body);
    ASSERT_TRUE(page) << body;
    EXPECT_THAT(page->Members, IsEmpty());
    EXPECT_EQ(page->NextLink, "");
  }
}

TEST(MemberPage, RefusesAnyOtherBody) {
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string("[]"), std::string("null"),
        std::string(R"({"value":null})"), std::string(R"({"value":{}})"),
        std::string(R"({"value":[)"), std::string(R"({"value":["a"]})"),
        std::string(R"({"value":[null]})"), std::string(R"({"value":[{}]})"),
        std::string(R"({"value":[{"userId":"u"}]})"),
        std::string(R"({"value":[{"connectionId":null}]})"),
        std::string(R"({"value":[{"connectionId":1}]})"),
        std::string(R"({"value":[{"connectionId":"a","userId":1}]})"),
        std::string(R"({"value":[],"nextLink":1})"), std::string(R"({"value":[]} x)"),
        std::string("<html></html>"), std::string(100'000, '[')}) {
    EXPECT_FALSE(ReadMemberPage(body)) << body.substr(0, 100);
  }
}

// A deeper body would need too much memory to parse. Brackets inside strings don't count as
// nesting.
TEST(MemberPage, IsParsedUpTo64Levels) {
  const auto pageWith = [](std::size_t levels, const std::string& value) {
    return R"({"value":[],"more":)" + std::string(levels - 1, '[') + value +
           std::string(levels - 1, ']') + '}';
  };
  EXPECT_TRUE(ReadMemberPage(pageWith(64, "0")));
  EXPECT_FALSE(ReadMemberPage(pageWith(65, "0")));
  EXPECT_TRUE(ReadMemberPage(pageWith(63, R"({},[],{},"[[[{{{\"[[[\\",[])")));
  EXPECT_FALSE(ReadMemberPage(pageWith(64, R"("\\",[])")));
}

TEST(TokenResponse, HoldsTheToken) {
  EXPECT_EQ(ReadClientToken(R"({"token":"x.y.z"})"), "x.y.z");
  EXPECT_EQ(ReadClientToken(R"({"more":1,"token":"x"})"), "x");
}

TEST(TokenResponse, IsParsedUpTo64Levels) {
  const auto tokenBeside = [](std::size_t levels) {
    return ReadClientToken(R"({"token":"x","more":)" + std::string(levels - 1, '[') +
                           std::string(levels - 1, ']') + '}');
  };
  EXPECT_EQ(tokenBeside(64), "x");
  EXPECT_EQ(tokenBeside(65), std::nullopt);
}

TEST(TokenResponse, RefusesAnyOtherBody) {
  for (const std::string& body : {std::string(), std::string("{}"), std::string("x.y.z"),
                                  std::string(R"("x.y.z")"), std::string(R"({"token":""})"),
                                  std::string(R"({"token":null})"), std::string(R"({"token":1})"),
                                  std::string(R"({"Token":"x"})"), std::string(R"(["token","x"])"),
                                  std::string(R"({"token":"x")"), std::string(100'000, '[')}) {
    EXPECT_EQ(ReadClientToken(body), std::nullopt) << body.substr(0, 100);
  }
}

TEST(GroupChange, NamesTheGroupsAndTheFilter) {
  EXPECT_EQ(WriteGroupChange({"a", "\"\xc3\xa4\""}, "userId eq 'x'"),
            "{\"filter\":\"userId eq 'x'\",\"groups\":[\"a\",\"\\\"\xc3\xa4\\\"\"]}");
  EXPECT_EQ(WriteGroupChange({"a"}, ClientConnectionFilter::AllConnections()),
            R"({"filter":null,"groups":["a"]})");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
