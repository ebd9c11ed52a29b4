#include <gmock/gmock.h>

#include <opentelemetry/context/runtime_context.h>
#include <opentelemetry/sdk/trace/samplers/always_off_factory.h>
#include <opentelemetry/trace/propagation/http_trace_context.h>
#include <optional>
#include <stdexcept>
#include <thread>

#include "local_service/service.hpp"
#include "opentelemetry_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using opentelemetry::trace::Scope;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<RecordedSpan> Named(const char* name, const std::vector<RecordedSpan>& spans) {
  std::vector<RecordedSpan> found;
  for (const RecordedSpan& span : spans) {
    if (span.Name == name) found.push_back(span);
  }
  return found;
}

std::vector<std::string> TraceParents(const LocalService::Service& service) {
  std::vector<std::string> found;
  for (const auto& request : service.Requests()) {
    for (const auto& [name, value] : request.Headers) {
      if (name == "traceparent") found.push_back(value);
    }
  }
  return found;
}

template <class Form>
class OpenTelemetryPropagation : public OpenTelemetryBench {};

TYPED_TEST_SUITE(OpenTelemetryPropagation, Forms);

TYPED_TEST(OpenTelemetryPropagation, MakesTheCallersSpanTheParent) {
  const auto client = this->MakeClient();
  auto outer = this->StartSpan("outer");
  {
    const Scope scope(outer);
    TypeParam::Send(client);
  }
  TypeParam::Send(client);
  const auto calls = Named("WebPubSubServiceClient.SendToAll", this->Spans.Take());
  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_EQ(calls[0].Parent, IdOf(outer));
  EXPECT_EQ(calls[0].Trace, HexOf(outer->GetContext().trace_id()));
  EXPECT_EQ(calls[1].Parent, "0000000000000000");
}

TYPED_TEST(OpenTelemetryPropagation, MakesTheCallersSpanTheParentOfEachRequestOfAFanOut) {
  const auto client = this->MakeClient();
  FanOutOptions how;
  how.MaxConcurrency = 1;  // so that most requests start on the I/O thread
  auto outer = this->StartSpan("outer");
  {
    const Scope scope(outer);
    TypeParam::SendToUsers(client, {"ann", "bob", "cat"}, how);
  }
  const auto spans = this->Spans.Take();
  EXPECT_THAT(spans, SizeIs(6));
  int children = 0;
  for (const RecordedSpan& span : spans) children += span.Parent == IdOf(outer) ? 1 : 0;
  EXPECT_EQ(children, 3);
}

TYPED_TEST(OpenTelemetryPropagation, ShowsTheServiceTheSpanOfEachAttempt) {
  LocalService::Service service;
  LocalService::Fault busy;
  busy.Status = 503;
  service.AddFault(busy);
  this->Options.TransportAdapter = nullptr;
  const WebPubSubServiceClient client(service.ConnectionString(), "chat", this->Options);
  TypeParam::Send(client);
  const auto spans = Named("POST", this->Spans.Take());
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_THAT(TraceParents(service),
              ElementsAre("00-" + spans[0].Trace + "-" + spans[0].Id + "-01",
                          "00-" + spans[1].Trace + "-" + spans[1].Id + "-01"));
  EXPECT_EQ(spans[0].Attributes.at("server.address"), "127.0.0.1");
  EXPECT_EQ(spans[0].Attributes.at("server.port"), std::to_string(service.Port()));
}

TYPED_TEST(OpenTelemetryPropagation, PassesTheTraceStateOn) {
  HttpHeaders received{{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
                       {"tracestate", "vendor=value"}};
  const Detail::OpenTelemetryHeaders carrier(received);
  auto none = opentelemetry::context::Context();
  const auto context = opentelemetry::trace::propagation::HttpTraceContext().Extract(carrier, none);
  const auto token = opentelemetry::context::RuntimeContext::Attach(context);
  TypeParam::Send(this->MakeClient());
  const auto sent = this->Transport->Requests();
  ASSERT_THAT(sent, SizeIs(1));
  EXPECT_EQ(sent[0].Headers().Get("tracestate"), "vendor=value");
  EXPECT_EQ(sent[0].Headers().Get("traceparent").value_or("").substr(3, 32),
            "0af7651916cd43dd8448eb211c80319c");
}

TYPED_TEST(OpenTelemetryPropagation, HasNoTraceStateWithoutOne) {
  TypeParam::Send(this->MakeClient());
  EXPECT_FALSE(this->Transport->Requests().at(0).Headers().Contains("tracestate"));
}

TYPED_TEST(OpenTelemetryPropagation, SaysThatATraceIsNotSampled) {
  SpanRecorder off(opentelemetry::sdk::trace::AlwaysOffSamplerFactory::Create());
  this->Options.Observer =
      std::make_shared<OpenTelemetryObserver>(off.Provider, this->Metrics.Provider);
  TypeParam::Send(this->MakeClient());
  EXPECT_THAT(this->Transport->Requests().at(0).Headers().Get("traceparent").value_or(""),
              EndsWith("-00"));
  EXPECT_THAT(off.Take(), IsEmpty());
}

TYPED_TEST(OpenTelemetryPropagation, SendsNothingWithoutAProviderOfTheProgram) {
  this->Options.Observer = std::make_shared<OpenTelemetryObserver>();
  TypeParam::Send(this->MakeClient());
  EXPECT_FALSE(this->Transport->Requests().at(0).Headers().Contains("traceparent"));
}

// OpenTelemetry's own functions are noexcept.
TEST(OpenTelemetryHeaders, KeepAnExceptionForLater) {
  HttpHeaders headers;
  Detail::OpenTelemetryHeaders carrier(headers);
  carrier.Set("tracestate", "two\nlines");
  EXPECT_THROW(carrier.RethrowFailure(), std::invalid_argument);
  EXPECT_EQ(headers.Size(), 0U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
