#include <gmock/gmock.h>

#include <future>
#include <map>
#include <opentelemetry/trace/tracer.h>
#include <opentelemetry/trace/tracer_provider.h>
#include <set>
#include <stdexcept>
#include <thread>

#include "opentelemetry_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using opentelemetry::trace::Scope;
using ::testing::IsEmpty;
using ::testing::SizeIs;

template <class Form>
class OpenTelemetryCallState : public OpenTelemetryBench {};

TYPED_TEST_SUITE(OpenTelemetryCallState, Forms);

TYPED_TEST(OpenTelemetryCallState, LastsAsLongAsTheCall) {
  const auto client = this->MakeClient();
  std::promise<void> started;
  std::promise<void> end;
  this->Transport->Will([&](const HttpRequest&, const Context&) {
    started.set_value();
    end.get_future().wait();
    return HttpResponse(202);
  });
  std::thread caller([&] { TypeParam::Send(client); });
  started.get_future().wait();
  EXPECT_EQ(this->Observer->CallsUnderWay(), 1U);
  end.set_value();
  caller.join();
  client.WaitUntilIdle();
  EXPECT_EQ(this->Observer->CallsUnderWay(), 0U);
}

TYPED_TEST(OpenTelemetryCallState, IsGoneAfterAFailure) {
  this->Options.Retry.MaxRetries = 1;
  this->Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(503); });
  EXPECT_THROW(TypeParam::Send(this->MakeClient()), RequestFailedException);
  EXPECT_EQ(this->Observer->CallsUnderWay(), 0U);
}

TYPED_TEST(OpenTelemetryCallState, IsThatOfEachCallOnManyThreads) {
  constexpr int Threads = 8;
  constexpr int CallsOfEach = 25;
  const auto client = this->MakeClient();
  std::set<std::string> parents;
  std::vector<opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span>> outer;
  for (int i = 0; i < Threads; ++i) {
    outer.push_back(this->StartSpan("outer"));
    parents.insert(IdOf(outer.back()));
  }
  std::vector<std::thread> threads;
  for (int i = 0; i < Threads; ++i) {
    threads.emplace_back([&client, span = outer[static_cast<std::size_t>(i)]]() mutable {
      const Scope scope(span);
      for (int call = 0; call < CallsOfEach; ++call) TypeParam::Send(client);
    });
  }
  for (std::thread& thread : threads) thread.join();
  client.WaitUntilIdle();

  EXPECT_EQ(this->Observer->CallsUnderWay(), 0U);
  const auto spans = this->Spans.Take();
  ASSERT_THAT(spans, SizeIs(2 * Threads * CallsOfEach));
  std::map<std::string, int> children;
  std::map<std::string, std::string> traceOfCall;
  for (const RecordedSpan& span : spans) {
    if (span.Name == "POST") continue;
    ++children[span.Parent];
    traceOfCall[span.Id] = span.Trace;
  }
  EXPECT_THAT(children, SizeIs(Threads));
  for (const auto& [parent, count] : children) {
    EXPECT_EQ(parents.count(parent), 1U);
    EXPECT_EQ(count, CallsOfEach);
  }
  for (const RecordedSpan& span : spans) {
    EXPECT_TRUE(span.Name != "POST" || traceOfCall[span.Parent] == span.Trace);
  }
}

#if OPENTELEMETRY_ABI_VERSION_NO == 1
/// As the SDK where there is no memory for a span.
class TracerWithoutMemory final : public opentelemetry::trace::Tracer {
 public:
  opentelemetry::nostd::shared_ptr<opentelemetry::trace::Span> StartSpan(
      opentelemetry::nostd::string_view /*name*/,
      const opentelemetry::common::KeyValueIterable& /*attributes*/,
      const opentelemetry::trace::SpanContextKeyValueIterable& /*links*/,
      const opentelemetry::trace::StartSpanOptions& /*options*/) noexcept override {
    return {};
  }
  void ForceFlushWithMicroseconds(std::uint64_t /*timeout*/) noexcept override {}
  void CloseWithMicroseconds(std::uint64_t /*timeout*/) noexcept override {}
};

class ProviderWithoutMemory final : public opentelemetry::trace::TracerProvider {
 public:
  opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer> GetTracer(
      opentelemetry::nostd::string_view /*name*/, opentelemetry::nostd::string_view /*version*/,
      opentelemetry::nostd::string_view /*schema*/) noexcept override {
    return opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer>(new TracerWithoutMemory);
  }
};

TYPED_TEST(OpenTelemetryCallState, IsNotKeptWithoutMemoryForASpan) {
  const OpenTelemetryObserver::TracerProvider provider(new ProviderWithoutMemory);
  const auto observer = std::make_shared<OpenTelemetryObserver>(provider, this->Metrics.Provider);
  this->Options.Observer = observer;
  TypeParam::Send(this->MakeClient());
  EXPECT_EQ(observer->CallsUnderWay(), 0U);
}
#endif

TEST(OpenTelemetryObserver, RefusesANullProvider) {
  const OpenTelemetryObserver::TracerProvider noTracers;
  const OpenTelemetryObserver::MeterProvider noMeters;
  EXPECT_THROW(OpenTelemetryObserver{noTracers}, std::invalid_argument);
  EXPECT_THROW(OpenTelemetryObserver(opentelemetry::trace::Provider::GetTracerProvider(), noMeters),
               std::invalid_argument);
}

TEST_F(OpenTelemetryBench, IgnoresACallThatItDoesNotKnow) {
  CallDescription call;
  call.CallId = 7;
  HttpHeaders headers;
  Observer->AttemptStarted(call, 1, headers);
  Observer->AttemptEnded(call, {});
  Observer->CallEnded(call, {});
  EXPECT_EQ(headers.Size(), 0U);
  EXPECT_THAT(Spans.Take(), IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
