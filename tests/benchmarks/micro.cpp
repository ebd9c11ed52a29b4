// Measures the parts of a send one by one, and a whole send over a transport that does nothing.

#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "auth/jwt.hpp"
#include "client/sends.hpp"
#include "core/utf8.hpp"
#include "json/response_bodies.hpp"
#include "nowhere.hpp"
#include "pipeline/environment.hpp"
#include "pipeline/policies/client_request_id.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

// The library's internals.
using namespace Detail;

HubAddress Address() {
  const Endpoint endpoint = ParseEndpoint("http://127.0.0.1:8080", "endpoint");
  return {endpoint, Hub, ServiceVersion::V2024_12_01, endpoint, Log()};
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
  const auto key = std::make_shared<const HmacSha256>(Benchmarks::AccessKey);
  const auto now = std::chrono::system_clock::now();
  RequestTokens tokens;
  for (auto _ : state) {
    std::string token;
    tokens.Append(token, "http://127.0.0.1:8080/api/hubs/chat/:send", now, key);
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

// The check of a text that is sent, beside the copy that is made of it anyway. ASCII is promised at
// most twice the time of the copy, and every other text 0.7 GB/s.
std::string MebibyteOf(std::string_view piece) {
  std::string text;
  while (text.size() + piece.size() <= std::size_t{1024} * 1024) text += piece;
  return text;
}

void CopyText(benchmark::State& state) {
  const std::string text = MebibyteOf("plain text ");
  std::string copy(text.size(), '\0');
  for (auto _ : state) {
    std::memcpy(copy.data(), text.data(), text.size());
    benchmark::DoNotOptimize(copy.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(CopyText);

void CheckText(benchmark::State& state, const char* piece) {
  const std::string text = MebibyteOf(piece);
  for (auto _ : state) benchmark::DoNotOptimize(IsUtf8(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(CheckText, Ascii, "plain text ");
BENCHMARK_CAPTURE(CheckText, Cyrillic, "Привет, мир ");
BENCHMARK_CAPTURE(CheckText, Chinese, "日本語");
BENCHMARK_CAPTURE(CheckText, Emoji, "😀");
BENCHMARK_CAPTURE(CheckText, Mixed, "aü日😀x");
BENCHMARK_CAPTURE(CheckText, RarelyAnUmlaut, "plain text, and then one ü ");

void WholeSend(benchmark::State& state) {
  const auto client = ClientToNowhere();
  for (auto _ : state) benchmark::DoNotOptimize(client.SendToAll(Message));
}
BENCHMARK(WholeSend);
BENCHMARK(WholeSend)->Name("WholeSendOnFourThreads")->Threads(4);

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks

BENCHMARK_MAIN();
