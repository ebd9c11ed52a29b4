// Measures the parts of a send one by one, and a whole send over a transport that does nothing.

#include <benchmark/benchmark.h>

#include "auth/jwt.hpp"
#include "client/sends.hpp"
#include "json/response_bodies.hpp"
#include "nowhere.hpp"
#include "pipeline/environment.hpp"
#include "pipeline/policies/client_request_id.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

// The library's internals.
using namespace Detail;

HubAddress Address() {
  return {ParseEndpoint("http://127.0.0.1:8080", "endpoint"), Hub, ServiceVersion::V2024_12_01};
}

void BuildRequest(benchmark::State& state) {
  const HubAddress address = Address();
  const RequestContent content(Message);
  const SendOptions options;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Operations::SendToAll(address, content, options));
  }
}
BENCHMARK(BuildRequest);

void Sign(benchmark::State& state) {
  const HmacSha256 key(Benchmarks::AccessKey);
  const auto now = std::chrono::system_clock::now();
  for (auto _ : state) {
    std::string token;
    AppendRequestToken(token, "http://127.0.0.1:8080/api/hubs/chat/:send", now, key);
    benchmark::DoNotOptimize(token);
  }
}
BENCHMARK(Sign);

void Hmac(benchmark::State& state) {
  const HmacSha256 key(Benchmarks::AccessKey);
  const std::string message(260, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(key.Sign(message));
}
BENCHMARK(Hmac);

void MakeRequestId(benchmark::State& state) {
  const ClientRequestIdPolicy policy(Environment::Real().Random);
  HttpRequest request(HttpMethod::Post, "http://127.0.0.1:8080/");
  for (auto _ : state) policy.OnRequest(request, 1, {});
}
BENCHMARK(MakeRequestId);

void ReadResponse(benchmark::State& state) {
  const HttpHeaders headers{{"Content-Length", "0"}, {"Date", "Tue, 24 Nov 2026 10:00:00 GMT"}};
  for (auto _ : state) {
    CallResult result{Response(HttpResponse(202, headers), "id"), 1};
    benchmark::DoNotOptimize(Readers::Raw(std::move(result)));
  }
}
BENCHMARK(ReadResponse);

void ReadError(benchmark::State& state) {
  const std::string body = R"({"code":"Unauthorized","message":"The token has expired."})";
  for (auto _ : state) benchmark::DoNotOptimize(ReadErrorBody(body));
}
BENCHMARK(ReadError);

void WholeSend(benchmark::State& state) {
  const auto client = ClientToNowhere();
  for (auto _ : state) benchmark::DoNotOptimize(client.SendToAll(Message));
}
BENCHMARK(WholeSend);
BENCHMARK(WholeSend)->Name("WholeSendOnFourThreads")->Threads(4);

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

BENCHMARK_MAIN();
