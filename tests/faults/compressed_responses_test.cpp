// Bodies that a service or a gateway has compressed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compressed.hpp"
#include "fault_bench.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::IsEmpty;

struct Compressed {
  std::string Name;
  /// The value of `Content-Encoding`; empty: there is none.
  std::string Encoding;
  std::string Body;
  /// What the response's body is; nothing if it can't be decoded.
  std::string Decoded;
};
void PrintTo(const Compressed& row, std::ostream* out) { *out << row.Name; }

const std::string& Text() {
  static const std::string text = R"({"code":"Busy","message":"come back later"})";
  return text;
}

const std::vector<Compressed>& AllCompressed() {
  const std::string gzip = Gzip(Text());
  std::string broken = gzip;
  broken[15] = 'x';
  static const std::vector<Compressed> rows = {
      {"Gzip", "gzip", gzip, Text()},
      {"GzipInCapitals", "GZIP", gzip, Text()},
      {"XGzip", "x-gzip", gzip, Text()},
      {"Deflate", "deflate", Deflate(Text()), Text()},
      {"DeflateThenGzip", "deflate, gzip", Gzip(Deflate(Text())), Text()},
      {"GzipTwice", "gzip, gzip", Gzip(gzip), Text()},
      {"UnknownEncoding", "magic", "what is this", ""},
      {"UnknownEncodingOverGzip", "gzip, magic", "what is this", ""},
      {"BrokenGzip", "gzip", broken, ""},
      {"NoGzip", "gzip", Text(), ""},
      {"NoDeflate", "deflate", Text(), ""},
      {"BytesAfterGzip", "gzip", gzip + "and more", ""},
      {"WrongChecksum", "gzip", gzip.substr(0, gzip.size() - 8) + std::string(8, 'x'), ""},
  };
  return rows;
}

std::string Chunks(const std::string& body) {
  std::ostringstream chunks;
  for (std::size_t at = 0; at < body.size(); at += 10) {
    const std::string piece = body.substr(at, 10);
    chunks << std::hex << piece.size() << "\r\n" << piece << "\r\n";
  }
  chunks << "0\r\n\r\n";
  return chunks.str();
}

std::string ResponseWith(int status, const Compressed& row, bool chunked) {
  const std::string head = "HTTP/1.1 " + std::to_string(status) +
                           " Reason\r\nContent-Encoding: " + row.Encoding + "\r\n";
  if (chunked) return head + "Transfer-Encoding: chunked\r\n\r\n" + Chunks(row.Body);
  return head + "Content-Length: " + std::to_string(row.Body.size()) + "\r\n\r\n" + row.Body;
}

Response Send(Form form, const WebPubSubServiceClient& client) {
  return form == Form::Blocking ? client.SendToAll("hi") : client.SendToAllAsync("hi").Get();
}

using Parameter = std::tuple<Compressed, Form, std::string>;

class CompressedResponse : public testing::TestWithParam<Parameter> {
 protected:
  const Compressed& Row() const { return std::get<0>(GetParam()); }

  void Expect(const Response& response) {
    EXPECT_EQ(response.Body(), Row().Decoded);
    const bool decoded = !Row().Decoded.empty();
    EXPECT_EQ(response.Headers().Contains("Content-Encoding"), !decoded);
    EXPECT_FALSE(decoded && response.Headers().Contains("Content-Length"));
  }

  FaultBench Bench;
};

TEST_P(CompressedResponse, IsDecodedOrKeepsItsStatus) {
  const auto& [row, form, scheme] = GetParam();
  for (const bool chunked : {false, true}) {
    SCOPED_TRACE(chunked ? "chunked" : "with a length");
    const auto site = ServerThatResponds(ResponseWith(202, row, chunked), scheme);
    site->Configure(Bench.Options.Transport);
    const auto client = Bench.Client(site->Url(), false);
    for (int i = 1; i <= 2; ++i) {
      Expect(Send(form, client));
      EXPECT_EQ(site->Requests(), i);
    }
  }
}

TEST_P(CompressedResponse, OfARefusalIsReadToo) {
  const auto& [row, form, scheme] = GetParam();
  const auto site = ServerThatResponds(ResponseWith(400, row, false), scheme);
  site->Configure(Bench.Options.Transport);
  const auto client = Bench.Client(site->Url(), false);
  try {
    Send(form, client);
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& failed) {
    EXPECT_EQ(failed.Status(), 400);
    EXPECT_EQ(failed.ErrorCode(), row.Decoded.empty() ? "" : "Busy");
    Expect(failed.RawResponse());
  }
}

INSTANTIATE_TEST_SUITE_P(Table, CompressedResponse,
                         testing::Combine(testing::ValuesIn(AllCompressed()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::Values("http", "https")),
                         [](const auto& row) { return NameOf(row.param); });

class CompressedBodies : public testing::TestWithParam<Form> {
 protected:
  FaultBench Bench;
};

TEST_P(CompressedBodies, AreLimitedAfterTheyAreDecoded) {
  const Compressed bomb{"", "gzip", GzipBomb(), ""};
  ASSERT_LT(bomb.Body.size(), 16384U);
  const auto site = ServerThatResponds(ResponseWith(202, bomb, false), "http");
  for (const std::size_t limit : {std::size_t{20000}, (std::size_t{16} << 20) - 1}) {
    Bench.Options.Transport.MaxResponseBodyBytes = limit;
    const auto client = Bench.Client(site->Url(), false);
    EXPECT_EQ(OutcomeOf([&] { Send(GetParam(), client); }), (Outcome{"InvalidResponse", true, 1}));
  }
  Bench.Options.Transport.MaxResponseBodyBytes = std::size_t{16} << 20;
  EXPECT_EQ(Send(GetParam(), Bench.Client(site->Url(), false)).Body(),
            std::string(std::size_t{16} << 20, '\0'));
}

TEST_P(CompressedBodies, ThatAreEmptyLeaveTheHeadersAlone) {
  const auto site = ServerThatResponds(
      "HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", "http");
  const Response response = Send(GetParam(), Bench.Client(site->Url(), false));
  EXPECT_EQ(response.Headers().Get("Content-Encoding"), "gzip");
  EXPECT_EQ(response.Headers().Get("Content-Length"), "0");
}

TEST_P(CompressedBodies, WithoutAnyEncodingLeaveTheHeadersAlone) {
  const auto site = ServerThatResponds(
      "HTTP/1.1 202 Accepted\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\nhi", "http");
  const Response response = Send(GetParam(), Bench.Client(site->Url(), false));
  EXPECT_EQ(response.Body(), "hi");
  EXPECT_EQ(response.Headers().Get("Content-Encoding"), "identity");
  EXPECT_EQ(response.Headers().Get("Content-Length"), "2");
}

TEST_P(CompressedBodies, ThatDecodeToNothingAreDecoded) {
  const auto site =
      ServerThatResponds(ResponseWith(202, {"", "gzip", Gzip(""), ""}, false), "http");
  const Response response = Send(GetParam(), Bench.Client(site->Url(), false));
  EXPECT_THAT(response.Body(), IsEmpty());
  EXPECT_FALSE(response.Headers().Contains("Content-Encoding"));
  EXPECT_FALSE(response.Headers().Contains("Content-Length"));
}

// libcurl refuses the header itself.
TEST_P(CompressedBodies, InTooManyLayersKeepTheirStatus) {
  const std::string layers = "gzip, gzip, gzip, gzip, gzip, gzip, gzip";
  const auto site =
      ServerThatResponds(ResponseWith(202, {"", layers, Gzip("hi"), ""}, false), "http");
  const Response response = Send(GetParam(), Bench.Client(site->Url(), false));
  EXPECT_EQ(response.Status(), 202);
  EXPECT_THAT(response.Body(), IsEmpty());
  EXPECT_EQ(site->Requests(), 1);
}

TEST_P(CompressedBodies, OfPagesAreRead) {
  const std::string page = R"({"value":[{"connectionId":"c1"}]})";
  const auto site =
      ServerThatResponds(ResponseWith(200, {"", "gzip", Gzip(page), ""}, true), "http");
  EXPECT_EQ(OutcomeOf([&] {
              OperationKindNamed("List").Call(GetParam(), Bench.Client(site->Url(), false));
            }),
            Success());
}

INSTANTIATE_TEST_SUITE_P(Forms, CompressedBodies,
                         testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
