// Reading a page of a list of members, beside the JSON library's parser alone, which only finds the
// events in the same bytes.

#include <nlohmann/json.hpp>

#include <benchmark/benchmark.h>
#include <cstdint>
#include <string>

#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub::Benchmarks {
namespace {

using nlohmann::json;

class IgnoreEvents final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_object() override { return true; }
  bool end_array() override { return true; }
  bool key(string_t&) override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }
};

std::string PageOf(std::int64_t members) {
  std::string page = R"({"value":[)";
  for (std::int64_t i = 0; i < members; ++i) {
    const std::string number = std::to_string(100'000 + i);
    page += R"({"connectionId":"5Y4Q0lBiwIDqEhUTUD0Ftw)" + number + R"(","userId":"user)" + number +
            R"("},)";
  }
  page.back() = ']';
  return page + R"(,"nextLink":"https://name.webpubsub.azure.com/api/hubs/chat/groups/room"})";
}

void Processed(benchmark::State& state, const std::string& page) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(page.size()));
}

void ReadPage(benchmark::State& state) {
  const std::string page = PageOf(state.range());
  for (auto _ : state) benchmark::DoNotOptimize(Detail::ReadMemberPage(page));
  Processed(state, page);
}
BENCHMARK(ReadPage)->Arg(200)->Arg(20'000);

void FindEvents(benchmark::State& state) {
  const std::string page = PageOf(state.range());
  for (auto _ : state) {
    IgnoreEvents events;
    benchmark::DoNotOptimize(json::sax_parse(page, &events));
  }
  Processed(state, page);
}
BENCHMARK(FindEvents)->Arg(200)->Arg(20'000);

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Benchmarks
