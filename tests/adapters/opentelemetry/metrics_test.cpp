#include <gmock/gmock.h>

#include <chrono>
#include <map>
#include <opentelemetry/trace/noop.h>
#include <string>

#include "opentelemetry_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* Attempts = "http.client.request.duration";
constexpr const char* Calls = "azure.webpubsub.client.operation.duration";
constexpr const char* Retries = "azure.webpubsub.client.operation.retries";

auto PointWith(const TextAttributes& attributes, std::uint64_t count) {
  return AllOf(Field(&RecordedPoint::Attributes, attributes), Field(&RecordedPoint::Count, count));
}

TextAttributes WithRequest(TextAttributes attributes) {
  attributes.insert(
      {{"http.request.method", "POST"}, {"server.address", "wps.example"}, {"server.port", "443"}});
  return attributes;
}

TextAttributes WithOperation(TextAttributes attributes) {
  attributes.insert({{"azure.webpubsub.operation", "SendToAll"}, {"azure.webpubsub.hub", "chat"}});
  return attributes;
}

template <class Form>
class OpenTelemetryMetrics : public OpenTelemetryBench {};

TYPED_TEST_SUITE(OpenTelemetryMetrics, Forms);

TYPED_TEST(OpenTelemetryMetrics, CountAttemptsCallsAndRetries) {
  const auto client = this->MakeClient();
  this->Transport->WillRespond(503);
  this->Transport->WillFail(TransportError::Connect, false);
  TypeParam::Send(client);
  TypeParam::Send(client);
  this->Transport->WillRespond(404);
  EXPECT_THROW(TypeParam::Send(client), RequestFailedException);

  auto metrics = this->Metrics.Read();
  EXPECT_THAT(
      metrics[Attempts].Points,
      UnorderedElementsAre(
          PointWith(WithRequest({{"http.response.status_code", "202"}}), 2),
          PointWith(WithRequest({{"http.response.status_code", "503"}, {"error.type", "503"}}), 1),
          PointWith(WithRequest({{"http.response.status_code", "404"}, {"error.type", "404"}}), 1),
          PointWith(WithRequest({{"error.type", "Connect"}}), 1)));
  EXPECT_THAT(
      metrics[Calls].Points,
      UnorderedElementsAre(
          PointWith(WithOperation({{"http.response.status_code", "202"}}), 2),
          PointWith(WithOperation({{"http.response.status_code", "404"}, {"error.type", "404"}}),
                    1)));
  EXPECT_THAT(metrics[Retries].Points,
              UnorderedElementsAre(AllOf(Field(&RecordedPoint::Attributes, WithOperation({})),
                                         Field(&RecordedPoint::Sum, 2))));
  for (const auto& point : metrics[Attempts].Points) EXPECT_THAT(point.Sum, Gt(0));
}

TYPED_TEST(OpenTelemetryMetrics, HaveNoIdOfAUser) {
  TypeParam::SendToUsers(this->MakeClient(), {"ann.secret", "bob.secret"}, {});
  const auto metrics = this->Metrics.Read();
  EXPECT_EQ(metrics.size(), 2U);
  for (const auto& [name, metric] : metrics) {
    for (const RecordedPoint& point : metric.Points) {
      for (const auto& [attribute, value] : point.Attributes) {
        EXPECT_THAT(value, Not(HasSubstr("secret"))) << name << ", " << attribute;
      }
    }
  }
}

TYPED_TEST(OpenTelemetryMetrics, DoNotNeedTraces) {
  const OpenTelemetryObserver::TracerProvider none(new opentelemetry::trace::NoopTracerProvider);
  this->Options.Observer = std::make_shared<OpenTelemetryObserver>(none, this->Metrics.Provider);
  this->Transport->WillRespond(503);
  TypeParam::Send(this->MakeClient());
  EXPECT_EQ(this->Metrics.Read().size(), 3U);
}

TEST_F(OpenTelemetryBench, MeasuresInSeconds) {
  CallDescription call;
  call.CallId = 1;
  CallProgress progress;
  progress.Attempts = 3;
  progress.Succeeded = true;
  progress.Elapsed = std::chrono::milliseconds(250);
  HttpHeaders headers;
  Observer->CallStarted(call, headers);
  Observer->AttemptStarted(call, 3, headers);
  Observer->AttemptEnded(call, progress);
  progress.Elapsed = std::chrono::milliseconds(1500);
  Observer->CallEnded(call, progress);
  auto metrics = Metrics.Read();
  EXPECT_EQ(metrics[Attempts].Unit, "s");
  EXPECT_EQ(metrics[Attempts].Points.at(0).Sum, 0.25);
  EXPECT_EQ(metrics[Calls].Unit, "s");
  EXPECT_EQ(metrics[Calls].Points.at(0).Sum, 1.5);
  EXPECT_EQ(metrics[Retries].Unit, "{retry}");
  EXPECT_EQ(metrics[Retries].Points.at(0).Sum, 2);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
