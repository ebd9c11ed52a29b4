#include <gmock/gmock.h>

#include <stdexcept>

#include "opentelemetry_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using opentelemetry::trace::SpanKind;
using opentelemetry::trace::StatusCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* Root = "0000000000000000";

template <class Form>
class OpenTelemetrySpans : public OpenTelemetryBench {};

TYPED_TEST_SUITE(OpenTelemetrySpans, Forms);

TYPED_TEST(OpenTelemetrySpans, AreOneForTheCallAndOneForEachAttempt) {
  this->Transport->WillRespond(503, {}, "busy");
  TypeParam::Send(this->MakeClient());
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(3));
  const RecordedSpan& call = spans[2];
  EXPECT_EQ(call.Name, "WebPubSubServiceClient.SendToAll");
  EXPECT_EQ(call.Kind, SpanKind::kInternal);
  EXPECT_EQ(call.Parent, Root);
  EXPECT_EQ(call.Status, StatusCode::kUnset);
  EXPECT_THAT(call.Attributes,
              UnorderedElementsAre(Pair("az.namespace", "Microsoft.SignalRService"),
                                   Pair("azure.webpubsub.operation", "SendToAll"),
                                   Pair("azure.webpubsub.hub", "chat")));
  for (const std::size_t attempt : {0U, 1U}) {
    EXPECT_EQ(spans[attempt].Name, "POST");
    EXPECT_EQ(spans[attempt].Kind, SpanKind::kClient);
    EXPECT_EQ(spans[attempt].Parent, call.Id);
    EXPECT_EQ(spans[attempt].Trace, call.Trace);
    EXPECT_EQ(spans[attempt].Description, "");
  }
  const std::string id =
      this->Transport->Requests().at(0).Headers().Get("x-ms-client-request-id").value_or("");
  const std::string url = "https://wps.example/api/hubs/chat/:send?api-version=2024-12-01";
  EXPECT_THAT(
      spans[0].Attributes,
      UnorderedElementsAre(Pair("http.request.method", "POST"),
                           Pair("server.address", "wps.example"), Pair("server.port", "443"),
                           Pair("url.full", url), Pair("az.namespace", "Microsoft.SignalRService"),
                           Pair("az.client_request_id", id),
                           Pair("http.response.status_code", "503"), Pair("error.type", "503")));
  EXPECT_EQ(spans[0].Status, StatusCode::kError);
  EXPECT_THAT(
      spans[1].Attributes,
      UnorderedElementsAre(Pair("http.request.method", "POST"),
                           Pair("server.address", "wps.example"), Pair("server.port", "443"),
                           Pair("url.full", url), Pair("az.namespace", "Microsoft.SignalRService"),
                           Pair("az.client_request_id", id), Pair("http.request.resend_count", "1"),
                           Pair("http.response.status_code", "202")));
  EXPECT_EQ(spans[1].Status, StatusCode::kUnset);
}

TYPED_TEST(OpenTelemetrySpans, SayHowACallFailed) {
  this->Options.Retry.MaxRetries = 0;
  this->Transport->WillRespond(404);
  EXPECT_THROW(TypeParam::Send(this->MakeClient()), RequestFailedException);
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[0].Attributes.at("error.type"), "404");
  EXPECT_EQ(spans[1].Attributes.at("error.type"), "404");
  EXPECT_EQ(spans[1].Status, StatusCode::kError);
  EXPECT_THAT(spans[1].Description, HasSubstr("status 404"));
}

TYPED_TEST(OpenTelemetrySpans, SayWhyThereIsNoResponse) {
  this->Options.Retry.MaxRetries = 0;
  this->Transport->WillFail(TransportError::Timeout, true);
  EXPECT_THROW(TypeParam::Send(this->MakeClient()), TransportException);
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(2));
  for (const RecordedSpan& span : spans) {
    EXPECT_EQ(span.Attributes.at("error.type"), "Timeout");
    EXPECT_EQ(span.Attributes.count("http.response.status_code"), 0U);
    EXPECT_EQ(span.Status, StatusCode::kError);
    EXPECT_THAT(span.Description, HasSubstr("scripted failure"));
  }
}

TYPED_TEST(OpenTelemetrySpans, OfACancelledCallHaveNoAttempt) {
  const Context context = Context::Cancellable();
  context.Cancel();
  EXPECT_THROW(TypeParam::Send(this->MakeClient(), context), OperationCancelledException);
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(1));
  EXPECT_EQ(spans[0].Attributes.at("error.type"), "OperationCancelledException");
}

// That a user doesn't exist is no failure of the request.
TYPED_TEST(OpenTelemetrySpans, DoNotFailWithTheResponseThatMeansNo) {
  this->Transport->WillRespond(404);
  EXPECT_FALSE(TypeParam::Ask(this->MakeClient()));
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[0].Name, "HEAD");
  EXPECT_EQ(spans[0].Attributes.at("http.response.status_code"), "404");
  for (const RecordedSpan& span : spans) {
    EXPECT_EQ(span.Status, StatusCode::kUnset);
    EXPECT_EQ(span.Attributes.count("error.type"), 0U);
  }
}

class RefusingPolicy final : public HttpPolicy {
 public:
  void OnRequest(HttpRequest&, int, const Context&) const override {
    throw std::domain_error("not with me");
  }
};

TYPED_TEST(OpenTelemetrySpans, HaveAnotherErrorForAnotherException) {
  this->Options.PerRetryPolicies = {std::make_shared<RefusingPolicy>()};
  EXPECT_THROW(TypeParam::Send(this->MakeClient()), std::domain_error);
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(1));
  EXPECT_EQ(spans[0].Attributes.at("error.type"), "_OTHER");
  EXPECT_EQ(spans[0].Description, "not with me");
}

// Where there is no memory to begin it, for example.
TEST_F(OpenTelemetryBench, EndsAnAttemptThatTheTransportCouldNotBegin) {
  CallDescription call;
  call.CallId = 1;
  CallProgress progress;
  progress.Status = 503;  // of the attempt before
  progress.FailureType = "Other";
  HttpHeaders headers;
  Observer->CallStarted(call, headers);
  Observer->AttemptStarted(call, 2, headers);
  EXPECT_THAT(Spans.Take(), IsEmpty());
  Observer->CallEnded(call, progress);
  const auto spans = Spans.Take();
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[0].Kind, SpanKind::kClient);
  EXPECT_EQ(spans[0].Status, StatusCode::kError);
  EXPECT_EQ(spans[0].Attributes.count("http.response.status_code"), 0U);
  EXPECT_EQ(spans[0].Attributes.at("error.type"), "_OTHER");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
