#include "curl/response_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

using Fields = std::vector<HttpHeaders::Field>;

Fields FieldsOf(const HttpResponse& response) {
  return {response.Headers().begin(), response.Headers().end()};
}

struct Bench {
  // False if a line was refused.
  bool Add(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      if (!Builder.AddHeaderLine(line + "\r\n")) return false;
    }
    return true;
  }
  Fields HeadersOf(const std::vector<std::string>& fields) {
    Builder.Reset();
    Add({"HTTP/1.1 202 Accepted"});
    Add(fields);
    Add({""});
    return FieldsOf(Builder.Take());
  }

  ResponseBuilder Builder{1000, 10};
};

TEST(ResponseBuilder, ReadsTheStatusLine) {
  Bench bench;
  for (const auto& [line, reason] :
       {std::pair("HTTP/1.1 404 Not Found", "Not Found"), std::pair("HTTP/1.1 404", ""),
        std::pair("HTTP/2 404 ", ""), std::pair("HTTP/1.0  404  Gone  away ", "Gone  away")}) {
    bench.Builder.Reset();
    EXPECT_EQ(bench.Builder.Status(), 0);
    ASSERT_TRUE(bench.Add({line}));
    EXPECT_EQ(bench.Builder.Status(), 404);
    const HttpResponse response = bench.Builder.Take();
    EXPECT_EQ(response.Status(), 404);
    EXPECT_EQ(response.ReasonPhrase(), reason);
  }
}

TEST(ResponseBuilder, JoinsFoldedLinesWithBlanks) {
  Bench bench;
  EXPECT_THAT(bench.HeadersOf({"a: 1", " 2", "\t 3 ", "b:", "  4", "c: 5", " ", " \t6"}),
              ElementsAre(Pair("a", "1 2 3"), Pair("b", "4"), Pair("c", "5 6")));
}

TEST(ResponseBuilder, LeavesOutFieldsThatHttpDoesNotAllow) {
  Bench bench;
  EXPECT_THAT(bench.HeadersOf({"bad name: 1", " 2", "no colon", " 3", ": 4", "a: b\x01", " 5",
                               "c: 6", " \x7f", " 7", "d: 8"}),
              ElementsAre(Pair("d", "8")));
  EXPECT_THAT(bench.HeadersOf({" 1", "a: 2"}), ElementsAre(Pair("a", "2")));
}

TEST(ResponseBuilder, TakesAStatusLineAmongTheFieldsForAField) {
  Bench bench;
  EXPECT_THAT(bench.HeadersOf({"a: 1", "HTTP/1.1 503: no"}), ElementsAre(Pair("a", "1")));
}

TEST(ResponseBuilder, MergesNoTrailer) {
  Bench bench;
  ASSERT_TRUE(
      bench.Add({"HTTP/1.1 202 Accepted", "a: 1", "", "b: 2", "HTTP/1.1 500 No", "", " c"}));
  EXPECT_TRUE(bench.Builder.HasWholeHeaders());
  const HttpResponse response = bench.Builder.Take();
  EXPECT_EQ(response.Status(), 202);
  EXPECT_THAT(FieldsOf(response), ElementsAre(Pair("a", "1")));
}

TEST(ResponseBuilder, ForgetsInterimResponses) {
  Bench bench;
  ASSERT_TRUE(bench.Add({"HTTP/1.1 103 Early", "a: 1", "Content-Length : 1", ""}));
  EXPECT_FALSE(bench.Builder.HasWholeHeaders());
  EXPECT_EQ(bench.Builder.Status(), 0);
  ASSERT_TRUE(bench.Add({"HTTP/1.1 202 Accepted", " 2", "b: 3", ""}));
  EXPECT_TRUE(bench.Builder.HasWholeHeaders());
  EXPECT_THAT(FieldsOf(bench.Builder.Take()), ElementsAre(Pair("b", "3")));
}

TEST(ResponseBuilder, RefusesASwitchOfProtocols) {
  Bench bench;
  EXPECT_FALSE(bench.Add({"HTTP/1.1 101 Switching Protocols", "Upgrade: h2c", ""}));
  EXPECT_EQ(bench.Builder.WhyRefused(), ResponseBuilder::Refusal::UnwantedUpgrade);
  EXPECT_EQ(bench.Builder.Status(), 0);
}

// libcurl would misread the body, or wait for its end for ever.
TEST(ResponseBuilder, StopsBeforeABodyWhoseLengthOrEncodingLibcurlDidNotSee) {
  for (const std::vector<std::string>& fields : {std::vector<std::string>{"Content-Length:", " 5"},
                                                 {"transfer-encoding: gzip,", "\tchunked"},
                                                 {"Content-Encoding:", " gzip"},
                                                 {"Content-Length : 5"},
                                                 {"Transfer-Encoding\t: chunked"},
                                                 {"Transfer-Encoding: magic"},
                                                 {"Transfer-Encoding: chunked, gzip"}}) {
    Bench bench;
    ASSERT_TRUE(bench.Add({"HTTP/1.1 202 Accepted"}) && bench.Add(fields));
    EXPECT_FALSE(bench.Add({""}));
    EXPECT_EQ(bench.Builder.WhyRefused(), ResponseBuilder::Refusal::UnreadableBody);
    EXPECT_EQ(bench.Builder.Status(), 202);
  }
}

TEST(ResponseBuilder, ReadsBodiesInChunks) {
  for (const char* field : {"Transfer-Encoding: chunked", "transfer-encoding:gzip, Chunked"}) {
    Bench bench;
    EXPECT_TRUE(bench.Add({"HTTP/1.1 202 Accepted", field, ""})) << field;
  }
}

TEST(ResponseBuilder, LimitsHeadersFoldsTrailersAndBody) {
  const std::string tooLong(400, 'x');
  for (const std::vector<std::string>& lines :
       {std::vector<std::string>{"a: " + tooLong, "b: " + tooLong, "c: " + tooLong},
        {"a: " + tooLong, " " + tooLong, " " + tooLong},
        {"", "a: " + tooLong, "b: " + tooLong, "c: " + tooLong},
        {"bad name: " + tooLong, " " + tooLong, " " + tooLong}}) {
    Bench bench;
    ASSERT_TRUE(bench.Add({"HTTP/1.1 202 Accepted"}));
    EXPECT_FALSE(bench.Add(lines));
    EXPECT_EQ(bench.Builder.WhyRefused(), ResponseBuilder::Refusal::TooLarge);
  }
  Bench bench;
  EXPECT_TRUE(bench.Builder.AddBody("12345") && bench.Builder.AddBody("67890"));
  EXPECT_FALSE(bench.Builder.AddBody("1"));
  EXPECT_EQ(bench.Builder.WhyRefused(), ResponseBuilder::Refusal::TooLarge);
}

TEST(ResponseBuilder, DropsTheHeadersThatDescribeAnEncodedBody) {
  Bench bench;
  ASSERT_TRUE(bench.Add({"HTTP/1.1 200 OK", "content-encoding: gzip", "Content-Length: 99",
                         "Content-Type: text/plain", ""}));
  ASSERT_TRUE(bench.Builder.AddBody("decoded"));
  EXPECT_TRUE(bench.Builder.HasEncodedBody());
  const HttpResponse response = bench.Builder.TakeDecoded();
  EXPECT_THAT(FieldsOf(response), ElementsAre(Pair("Content-Type", "text/plain")));
  EXPECT_EQ(response.Body(), "decoded");
}

TEST(ResponseBuilder, KeepsTheHeadersOfABodyThatCouldNotBeDecoded) {
  Bench bench;
  ASSERT_TRUE(bench.Add({"HTTP/1.1 200 OK", "Content-Encoding: magic", ""}));
  ASSERT_TRUE(bench.Builder.AddBody("half"));
  const HttpResponse response = bench.Builder.TakeWithoutBody();
  EXPECT_THAT(FieldsOf(response), ElementsAre(Pair("Content-Encoding", "magic")));
  EXPECT_THAT(response.Body(), IsEmpty());
}

TEST(ResponseBuilder, KnowsNoEncodingWithoutOne) {
  for (const std::vector<std::string>& fields :
       {std::vector<std::string>{}, {"Content-Encoding: Identity"}, {"Content-Length: 5"}}) {
    Bench bench;
    ASSERT_TRUE(bench.Add({"HTTP/1.1 200 OK"}) && bench.Add(fields) && bench.Add({""}));
    EXPECT_FALSE(bench.Builder.HasEncodedBody());
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
