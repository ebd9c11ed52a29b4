#include <azure/messaging/webpubsub/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <type_traits>

#include "support/drivers.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

template <class Exception>
constexpr bool CopiesWithoutLossOrThrow() {
  return std::is_base_of_v<WebPubSubException, Exception> &&
         std::is_nothrow_copy_constructible_v<Exception> &&
         std::is_nothrow_copy_assignable_v<Exception>;
}
static_assert(std::is_base_of_v<std::runtime_error, WebPubSubException>);
static_assert(CopiesWithoutLossOrThrow<WebPubSubException>());
static_assert(CopiesWithoutLossOrThrow<RequestFailedException>());
static_assert(CopiesWithoutLossOrThrow<TransportException>());
static_assert(CopiesWithoutLossOrThrow<InvalidResponseException>());
static_assert(CopiesWithoutLossOrThrow<AuthenticationException>());
static_assert(CopiesWithoutLossOrThrow<OperationCancelledException>());

// The failure of a send with the client request id "my-id" that receives `response`.
RequestFailedException FailureOf(const HttpResponse& response) {
  CallBench bench;
  bench.Options.Retry.MaxRetries = 0;
  bench.Transport->WillRespond(response);
  SendOptions options;
  options.Filter = "userId eq 'secret'";
  return Thrown<RequestFailedException>([&] {
    bench.Client().SendToGroup("my room", "hi", options, Context().WithClientRequestId("my-id"));
  });
}

constexpr const char* Subject = "POST /api/hubs/chat/groups/my%20room/:send: ";

struct ResponseRow {
  std::string Name;
  HttpHeaders Headers;
  std::string Body;
  std::string ErrorCode;
  /// The part of the message between the subject and the id.
  std::string What;
};

void PrintTo(const ResponseRow& row, std::ostream* out) { *out << row.Name; }

ResponseRow Json(std::string name, std::string body, std::string code, std::string what) {
  return {std::move(name),
          {{"Content-Type", "application/json; charset=utf-8"}},
          std::move(body),
          std::move(code),
          std::move(what)};
}

class FailedRequest : public ::testing::TestWithParam<ResponseRow> {};

TEST_P(FailedRequest, SaysWhatTheResponseSays) {
  const ResponseRow& row = GetParam();
  HttpResponse response(400, row.Headers, row.Body);
  response.SetReasonPhrase("Bad Request");
  const auto failed = FailureOf(response);
  EXPECT_EQ(failed.Status(), 400);
  EXPECT_EQ(failed.ErrorCode(), row.ErrorCode);
  EXPECT_EQ(std::string(failed.what()), Subject + row.What + " [client request id my-id]");
  EXPECT_EQ(failed.RawResponse().Body(), row.Body);
  EXPECT_EQ(failed.RawResponse().ReasonPhrase(), "Bad Request");
  EXPECT_EQ(failed.RawResponse().ClientRequestId(), "my-id");
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, FailedRequest,
    ::testing::Values(
        Json("Flat", R"({"code":"InvalidRequest","message":"No.","target":"filter"})",
             "InvalidRequest", "status 400 Bad Request, InvalidRequest: No."),
        Json("Wrapped", R"({"error":{"code":"Busy","message":"No."}})", "Busy",
             "status 400 Bad Request, Busy: No."),
        Json("InnerError", R"({"error":{"message":"No.","innererror":{"code":"Deep"}}})", "Deep",
             "status 400 Bad Request, Deep: No."),
        ResponseRow{"Problem",
                    {{"Content-Type", "application/problem+json"}},
                    R"({"title":"Bad","detail":"Too long."})",
                    "",
                    "status 400 Bad Request: Too long."},
        ResponseRow{"CodeInHeaderAlone",
                    {{"x-ms-error-code", "Header"}},
                    "",
                    "Header",
                    "status 400 Bad Request, Header"},
        ResponseRow{"HeaderBeforeBody",
                    {{"X-MS-Error-Code", "Header"}, {"Content-Type", "application/json"}},
                    R"({"code":"Body","message":"No."})",
                    "Header",
                    "status 400 Bad Request, Header: No."},
        ResponseRow{"EmptyHeader",
                    {{"x-ms-error-code", ""}},
                    R"({"code":"Body","message":"No."})",
                    "Body",
                    "status 400 Bad Request, Body: No."},
        ResponseRow{"Text",
                    {{"Content-Type", "text/plain; charset=utf-8"}},
                    "Invalid hub name.",
                    "",
                    "status 400 Bad Request: Invalid hub name."},
        ResponseRow{"TextInUpperCase",
                    {{"Content-Type", "TEXT/PLAIN"}},
                    "No.",
                    "",
                    "status 400 Bad Request: No."},
        ResponseRow{"Html",
                    {{"Content-Type", "text/html"}},
                    "<html><h1>Bad gateway</h1></html>",
                    "",
                    "status 400 Bad Request"},
        ResponseRow{"Empty", {}, "", "", "status 400 Bad Request"},
        ResponseRow{"BytesOfNoKnownType", {}, "\x01\x02\xff", "", "status 400 Bad Request"},
        Json("EmptyJson", "", "", "status 400 Bad Request"),
        Json("CutJson", R"({"code":"Inval)", "", "status 400 Bad Request"),
        Json("OtherTypes", R"({"code":1,"message":[2]})", "", "status 400 Bad Request"),
        Json("Array", R"(["code"])", "", "status 400 Bad Request")),
    [](const auto& test) { return test.param.Name; });

TEST(FailedRequest, WorksWithoutAReasonPhrase) {
  const auto failed = FailureOf(HttpResponse(413));
  EXPECT_EQ(std::string(failed.what()),
            std::string(Subject) + "status 413 [client request id my-id]");
}

TEST(FailedRequest, ShowsNeitherOriginNorQuery) {
  EXPECT_THAT(FailureOf(HttpResponse(400)).what(),
              AllOf(Not(HasSubstr("name.example")), Not(HasSubstr("?")), Not(HasSubstr("secret"))));
}

/// Sends every call to another URL, which has no path.
struct ElsewherePolicy final : HttpPolicy {
  void OnRequest(HttpRequest& request, int, const Context&) const override {
    request.SetUrl("https://elsewhere.example?a=b/c");
  }
};

TEST(FailedRequest, WorksWithoutAPath) {
  CallBench bench;
  bench.Options.PerCallPolicies = {std::make_shared<ElsewherePolicy>()};
  bench.Transport->WillRespond(400);
  const auto failed = Thrown<RequestFailedException>([&] { AsyncDriver::Send(bench.Client()); });
  EXPECT_THAT(failed.what(), StartsWith("POST : status 400"));
}

TEST(FailedRequest, SurvivesDeepNesting) {
  std::string body;
  for (int i = 0; i < 100'000; ++i) body += R"({"inner":)";
  EXPECT_EQ(FailureOf(HttpResponse(400, {}, body)).Status(), 400);
}

TEST(FailedRequest, ReadsTheCodeOfAResponseToHead) {
  CallBench bench;
  bench.Transport->WillRespond(403, {{"x-ms-error-code", "Forbidden.Reason"}});
  const auto failed =
      Thrown<RequestFailedException>([&] { (void)bench.Client().UserExists("ann"); });
  EXPECT_EQ(failed.ErrorCode(), "Forbidden.Reason");
  EXPECT_THAT(failed.what(), StartsWith("HEAD /api/hubs/chat/users/ann: status 403, Forbidden."));
}

// A message shows text from the response on one line, and limits its length.
TEST(FailedRequest, WritesAnyTextAsOneShortLine) {
  const std::string lines = "first\r\nsecond\tthird\x1b[31m\x7f";
  // A euro sign has three bytes, so most limits would cut one in the middle.
  std::string euros;
  for (int i = 0; i < 1000; ++i) euros += "\xe2\x82\xac";
  for (const std::string& text :
       {lines, euros, "a" + euros, "aa" + euros, std::string(9999, 'x')}) {
    HttpResponse response(400, {{"Content-Type", "text/plain"}, {"x-ms-error-code", euros}}, text);
    response.SetReasonPhrase(euros);
    const std::string what = FailureOf(response).what();
    EXPECT_THAT(what, SizeIs(Lt(2000U)));
    std::size_t continuing = 0;
    std::size_t beginning = 0;
    for (const char c : what) {
      const auto byte = static_cast<unsigned char>(c);
      EXPECT_TRUE(byte >= 0x20 && byte != 0x7f) << int{byte};
      continuing += (byte & 0xc0) == 0x80 ? 1U : 0U;
      beginning += (byte & 0xc0) == 0xc0 ? 1U : 0U;
    }
    EXPECT_EQ(continuing, 2 * beginning) << "a character was cut";
  }
  const HttpResponse response(400, {{"Content-Type", "text/plain"}}, lines);
  EXPECT_THAT(FailureOf(response).what(), HasSubstr(": first  second third [31m  ["));
}

TEST(FailedRequest, IsCopiedWithoutLoss) {
  std::optional<RequestFailedException> copy;
  {
    CallBench bench;
    bench.Transport->WillRespond(500);
    bench.Transport->WillRespond(
        404, {{"x-ms-request-id", "theirs"}, {"x", "y"}},
        R"({"code":"NotFound","message":"A message that is too long to be kept in place."})");
    const auto failed = Thrown<RequestFailedException>(
        [&] { bench.Client().SendToAll("hi", {}, Context().WithClientRequestId("ours")); });
    copy = failed;
  }
  EXPECT_EQ(copy->Status(), 404);
  EXPECT_EQ(copy->ErrorCode(), "NotFound");
  EXPECT_EQ(copy->Attempts(), 2);
  EXPECT_TRUE(copy->MayHaveBeenAccepted());
  EXPECT_EQ(copy->RawResponse().ServiceRequestId(), "theirs");
  EXPECT_EQ(copy->RawResponse().ClientRequestId(), "ours");
  EXPECT_EQ(copy->RawResponse().Headers().Get("x"), "y");
  EXPECT_THAT(copy->what(), HasSubstr("too long to be kept in place."));
}

TEST(FailedTransport, SaysWhatFailedAndIsCopiedWithoutLoss) {
  CallBench bench;
  bench.Options.Retry.MaxRetries = 0;
  bench.Transport->Will([](const HttpRequest&, const Context&) -> HttpResponse {
    throw TransportException(TransportError::Tls, "the certificate\nis too old", false);
  });
  std::optional<TransportException> copy;
  copy = Thrown<TransportException>([&] { bench.Client().SendToUser("ann", "hi"); });
  EXPECT_STREQ(copy->what(), "POST /api/hubs/chat/users/ann/:send: the certificate is too old");
  EXPECT_EQ(copy->Cause(), TransportError::Tls);
  EXPECT_EQ(copy->Attempts(), 1);
  EXPECT_FALSE(copy->MayHaveBeenAccepted());
}

template <class Base>
std::string CaughtAs(int status) {
  CallBench bench;
  bench.Transport->WillRespond(status);
  try {
    bench.Client().SendToAll("hi");
  } catch (const Base& failure) {
    return failure.what();
  }
  return {};
}

TEST(FailedRequest, IsCaughtAsAnyOfItsBases) {
  EXPECT_THAT(CaughtAs<WebPubSubException>(400), Not(IsEmpty()));
  EXPECT_EQ(CaughtAs<std::runtime_error>(400).substr(0, 4), "POST");
  EXPECT_EQ(CaughtAs<std::exception>(400).substr(0, 4), "POST");
}

TEST(TransportErrors, HaveTheirNames) {
  EXPECT_EQ(ToString(TransportError::NameResolution), "NameResolution");
  EXPECT_EQ(ToString(TransportError::Connect), "Connect");
  EXPECT_EQ(ToString(TransportError::Tls), "Tls");
  EXPECT_EQ(ToString(TransportError::Proxy), "Proxy");
  EXPECT_EQ(ToString(TransportError::ConnectionLost), "ConnectionLost");
  EXPECT_EQ(ToString(TransportError::Timeout), "Timeout");
  EXPECT_EQ(ToString(TransportError::MalformedResponse), "MalformedResponse");
  EXPECT_EQ(ToString(TransportError::ResponseTooLarge), "ResponseTooLarge");
  EXPECT_EQ(ToString(TransportError::Resources), "Resources");
  EXPECT_EQ(ToString(TransportError::Cancelled), "Cancelled");
  EXPECT_EQ(ToString(TransportError::Other), "Other");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
