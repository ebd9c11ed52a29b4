// Responses that can't be understood end the attempt at once, under their own name.

#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

struct Malformed {
  std::string Name;
  std::string Response;
};
void PrintTo(const Malformed& row, std::ostream* out) { *out << row.Name; }

std::string Chunked(const std::string& chunks) {
  return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

const std::vector<Malformed>& AllMalformed() {
  static const std::vector<Malformed> rows = {
      {"ChunkSizeIsNoNumber", Chunked("xyz\r\nhi\r\n0\r\n\r\n")},
      {"ChunkSizeIsMissing", Chunked("\r\nhi\r\n0\r\n\r\n")},
      {"ChunkSizeIsNegative", Chunked("-2\r\nhi\r\n0\r\n\r\n")},
      {"ChunkSizeIsTooLong", Chunked("11111111111111111111111111\r\nhi\r\n0\r\n\r\n")},
      {"ChunkIsLongerThanItsSize", Chunked("2\r\nhello\r\n0\r\n\r\n")},
      {"SecondChunkIsBad", Chunked("2\r\nhi\r\n*\r\nhi\r\n0\r\n\r\n")},
      {"BodyIsNotChunked", Chunked("<html></html>\r\n")},
      {"Unwanted101", "HTTP/1.1 101 Switching Protocols\r\n\r\n"},
      {"Unwanted101ToWebSocket",
       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
       "Connection: Upgrade\r\n\r\n"},
      {"Unwanted101ToHttp2",
       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n"
       "Connection: Upgrade\r\n\r\n"},
      {"Unwanted101WithALength", "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 0\r\n\r\n"},
      {"Unwanted101AfterA100",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n"},
      {"Unwanted101BeforeAResponse",
       "HTTP/1.1 101 Switching Protocols\r\n\r\n"
       "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"},
  };
  return rows;
}

class MalformedResponse : public testing::TestWithParam<std::tuple<Malformed, Form, std::string>> {
};

TEST_P(MalformedResponse, EndsTheAttemptAtOnce) {
  const auto& [row, form, scheme] = GetParam();
  const auto site = ServerThatResponds(row.Response, scheme);
  FaultBench bench;
  bench.Options.Transport.AttemptTimeout = FaultBench::Soon;
  site->Configure(bench.Options.Transport);
  const auto client = bench.Client(site->Url(), false);
  const auto begin = std::chrono::steady_clock::now();
  const Outcome outcome =
      OutcomeOf([&, form = form] { OperationKindNamed("AddToGroup").Call(form, client); });
  EXPECT_EQ(outcome, (Outcome{"Transport MalformedResponse", true, 1 + FaultBench::MaxRetries}));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, FaultBench::Soon / 2);
}

INSTANTIATE_TEST_SUITE_P(Table, MalformedResponse,
                         testing::Combine(testing::ValuesIn(AllMalformed()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
