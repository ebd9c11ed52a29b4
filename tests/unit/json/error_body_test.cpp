#include <gtest/gtest.h>

#include <ostream>

#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

struct BodyRow {
  std::string Name;
  std::string Body;
  std::string Code;
  std::string Message;
};

void PrintTo(const BodyRow& row, std::ostream* out) { *out << row.Name; }

class ErrorBodies : public ::testing::TestWithParam<BodyRow> {};

TEST_P(ErrorBodies, AreParsed) {
  const ErrorBody body = ReadErrorBody(GetParam().Body);
  EXPECT_EQ(body.Code, GetParam().Code);
  EXPECT_EQ(body.Message, GetParam().Message);
}

INSTANTIATE_TEST_SUITE_P(
    Known, ErrorBodies,
    ::testing::Values(
        BodyRow{"Flat", R"({"code":"NotFound","message":"No such user.","target":null})",
                "NotFound", "No such user."},
        BodyRow{"FlatOfTheService",
                R"({"code":"InvalidRequest","message":"Bad.","target":"x","details":[],)"
                R"("inner":{"code":"Inner","inner":null}})",
                "InvalidRequest", "Bad."},
        BodyRow{"Wrapped", R"({"error":{"code":"Busy","message":"Come back."}})", "Busy",
                "Come back."},
        BodyRow{"WrappedBeforeFlat", R"({"code":"Outer","error":{"code":"Busy","message":"m"}})",
                "Busy", "m"},
        BodyRow{"Inner", R"({"message":"m","inner":{"code":"A","inner":{"code":"B"}}})", "B", "m"},
        BodyRow{"InnerError", R"({"error":{"message":"m","innererror":{"code":"A"}}})", "A", "m"},
        BodyRow{"InnerWithoutCode", R"({"code":"","inner":{"code":"A","inner":{"x":1}}})", "A", ""},
        BodyRow{"Problem",
                R"({"type":"about:blank","title":"Too big","detail":"10 bytes too many",)"
                R"("status":413})",
                "", "10 bytes too many"},
        BodyRow{"ProblemTitleOnly", R"({"title":"Too big"})", "", "Too big"},
        BodyRow{"MessageBeforeDetail", R"({"message":"m","detail":"d","title":"t"})", "", "m"},
        BodyRow{"OAuth", R"({"error":"invalid_token","message":"m"})", "", "m"},
        BodyRow{"Escapes", R"({"code":"A","message":"\u00e4\n\"x\""})", "A", "\xc3\xa4\n\"x\""},
        BodyRow{"ByteOrderMark", "\xef\xbb\xbf{\"code\":\"A\"}", "A", ""}),
    [](const auto& test) { return test.param.Name; });

INSTANTIATE_TEST_SUITE_P(
    Unknown, ErrorBodies,
    ::testing::Values(
        BodyRow{"Empty", "", "", ""}, BodyRow{"Blank", " \r\n", "", ""},
        BodyRow{"Text", "no", "", ""}, BodyRow{"Html", "<html>no</html>", "", ""},
        BodyRow{"Cut", R"({"code":"NotFound","mess)", "", ""},
        BodyRow{"Twice", R"({"code":"A"}{"code":"B"})", "", ""}, BodyRow{"Null", "null", "", ""},
        BodyRow{"Number", "404", "", ""}, BodyRow{"String", R"("code")", "", ""},
        BodyRow{"Array", R"([{"code":"A"}])", "", ""}, BodyRow{"EmptyObject", "{}", "", ""},
        BodyRow{"OtherTypes", R"({"code":404,"message":["m"],"inner":"x"})", "", ""},
        BodyRow{"OtherTypesInside",
                R"({"error":{"code":null,"message":{},"innererror":[{"code":"A"}]}})", "", ""},
        BodyRow{"NotUtf8", "{\"code\":\"\xff\"}", "", ""}),
    [](const auto& test) { return test.param.Name; });

std::string Repeat(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(ErrorBodies, MayBeNestedDeeply) {
  constexpr int Levels = 100'000;
  EXPECT_EQ(ReadErrorBody(Repeat("[", Levels)).Code, "");
  EXPECT_EQ(ReadErrorBody(Repeat("[", Levels) + Repeat("]", Levels)).Code, "");
  const std::string error = R"({"error":{"innererror":)";
  EXPECT_EQ(ReadErrorBody(Repeat(error, Levels) + "1" + Repeat("}}", Levels)).Code, "");
}

TEST(ErrorBodies, AreParsedUpTo64Levels) {
  const auto codeAt = [](int level) {
    return ReadErrorBody(Repeat(R"({"inner":)", level - 1) + R"({"code":"Deep"})" +
                         Repeat("}", level - 1))
        .Code;
  };
  EXPECT_EQ(codeAt(64), "Deep");
  EXPECT_EQ(codeAt(65), "");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
