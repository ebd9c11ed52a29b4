// Hostile clients: invalid bytes on a WebSocket, and forged tokens. The service disconnects or
// rejects these clients, and continues to serve the others.

#include <gtest/gtest.h>

#include <cstdint>
#include <ostream>
#include <set>
#include <string>

#include "http_connection.hpp"
#include "service_bench.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

// A mask of zeros leaves the payload unchanged.
constexpr const char* NoMask = "\0\0\0\0";

std::string Mask() { return {NoMask, 4}; }

std::string Frame(unsigned firstByte, const std::string& payload) {
  std::string frame(1, static_cast<char>(firstByte));
  frame += static_cast<char>(0x80 | payload.size());
  return frame + Mask() + payload;
}

// The header of a frame that announces this many bytes.
std::string Announcing(unsigned firstByte, std::uint64_t size) {
  std::string frame = {static_cast<char>(firstByte), static_cast<char>(0x80 | 127)};
  for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift & 0xff);
  return frame + Mask();
}

struct HostileRow {
  std::string Name;
  std::string Bytes;
  std::set<int> Codes = {1002};
};

void PrintTo(const HostileRow& row, std::ostream* out) { *out << row.Name; }

class HostileFrame : public ServiceTest, public testing::WithParamInterface<HostileRow> {
 protected:
  HttpConnection Upgraded() {
    const std::string url = Client.ClientUrl();
    HttpConnection connection(Service.Port());
    connection.Send("GET " + url.substr(url.find("/client/")) +
                    " HTTP/1.1\r\nHost: " + Client.Host() +
                    "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    "Sec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    "Sec-WebSocket-Protocol: json.webpubsub.azure.v1\r\n\r\n");
    EXPECT_EQ(connection.Receive()->Status, 101);
    SkipFrame(connection);  // "connected"
    return connection;
  }

  // Reads a short frame of the service, whose payload follows a header of two or four bytes.
  static std::string SkipFrame(HttpConnection& connection) {
    const auto head = connection.Read(2);
    if (!head) return {};
    auto size = static_cast<std::size_t>(static_cast<unsigned char>((*head)[1]));
    if (size == 126) {
      const auto length = connection.Read(2);
      size = static_cast<std::size_t>(static_cast<unsigned char>((*length)[0]) << 8 |
                                      static_cast<unsigned char>((*length)[1]));
    }
    return *head + connection.Read(size).value_or("");
  }

  // Skips frames up to the close frame, and returns its code; 0 if there is none.
  static int CloseCode(HttpConnection& connection) {
    while (true) {
      const std::string frame = SkipFrame(connection);
      if (frame.empty()) return 0;
      if ((static_cast<unsigned char>(frame[0]) & 0xf) != 8) continue;
      if (frame.size() < 4) return 1005;
      return static_cast<unsigned char>(frame[2]) << 8 | static_cast<unsigned char>(frame[3]);
    }
  }
};

TEST_P(HostileFrame, ClosesOnlyItsOwnConnection) {
  auto other = ConnectJson();
  (void)Next(other);
  HttpConnection hostile = Upgraded();
  hostile.Send(GetParam().Bytes);
  const int code = CloseCode(hostile);
  EXPECT_EQ(GetParam().Codes.count(code), 1U) << code;
  EXPECT_EQ(Client.SendText("/:send", "hi"), 202);
  EXPECT_EQ(Member(Next(other), "data"), "hi");
}

INSTANTIATE_TEST_SUITE_P(
    Table, HostileFrame,
    testing::Values(
        HostileRow{"WithoutMask", std::string("\x81\x02{}", 4)},
        HostileRow{"ReservedBit", Frame(0xc1, "{}")}, HostileRow{"ReservedBits", Frame(0xf1, "{}")},
        HostileRow{"ReservedOpcode", Frame(0x83, "x")},
        HostileRow{"ReservedControlOpcode", Frame(0x8b, "x")},
        HostileRow{"ContinuationWithoutAStart", Frame(0x80, "x")},
        HostileRow{"NewMessageInsideAnother", Frame(0x01, "{") + Frame(0x81, "}")},
        HostileRow{"FragmentedPing", Frame(0x09, "x")},
        HostileRow{"LongPing", Announcing(0x89, 126) + std::string(126, 'x')},
        HostileRow{"LengthInTooManyBytes", Announcing(0x81, 2) + "{}"},
        // The service must not allocate memory for the announced size.
        HostileRow{"HugeFrame",
                   Announcing(0x82, std::uint64_t{1} << 62) + std::string(1100 * 1024, 'x'),
                   {1009}},
        HostileRow{"LengthBeyondItsBits",
                   Announcing(0x82, UINT64_MAX) + std::string(1100 * 1024, 'x'),
                   {1002, 1009}},
        HostileRow{"ManyFragments",
                   [] {
                     std::string pieces = Frame(0x02, std::string(100, 'x'));
                     for (int i = 0; i < 11000; ++i) pieces += Frame(0x00, std::string(100, 'x'));
                     return pieces;
                   }(),
                   {1009}},
        HostileRow{"TextThatIsNotUtf8", Frame(0x81, "\"\xff\""), {1007}},
        HostileRow{"CloseOfOneByte", Frame(0x88, "x")},
        HostileRow{"CloseWithAReservedCode", Frame(0x88, std::string("\x03\xe7", 2))},
        HostileRow{"CloseWithAReasonThatIsNotUtf8", Frame(0x88, "\x03\xe8\xff"), {1002, 1007}}),
    [](const auto& row) { return row.param.Name; });

// Key confusion: a token must choose neither the algorithm nor the key of its verification.

struct ForgedRow {
  std::string Name;
  std::string Header;
  std::string SigningKey;
};

void PrintTo(const ForgedRow& row, std::ostream* out) { *out << row.Name; }

class ForgedToken : public testing::TestWithParam<ForgedRow> {};

TEST_P(ForgedToken, IsRejected) {
  constexpr const char* Target = "/api/hubs/chat/:send";
  ServiceBench service;
  TokenParts parts;
  parts.Header = GetParam().Header;
  parts.Payload = GoodPayload(Target);
  parts.SigningKey = GetParam().SigningKey;
  RestRequest request;
  request.Method = "POST";
  request.Target = Target;
  request.Host = Host;
  request.Headers = {{"authorization", "Bearer " + MakeToken(parts)},
                     {"content-type", "text/plain"}};
  EXPECT_EQ(service.Handle(request).Status, 401);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ForgedToken,
    testing::Values(
        // Signed with HMAC and the right key, but with a header that claims another algorithm.
        ForgedRow{"Rs256", R"({"alg":"RS256"})", Key},
        ForgedRow{"Es256", R"({"alg":"ES256"})", Key},
        ForgedRow{"Hs384", R"({"alg":"HS384"})", Key},
        ForgedRow{"NoneInAnotherCase", R"({"alg":"nOnE"})", Key},
        ForgedRow{"AnotherCase", R"({"alg":"hs256"})", Key},
        ForgedRow{"NoAlgorithm", R"({"typ":"JWT"})", Key},
        ForgedRow{"ManyAlgorithms", R"({"alg":["HS256"]})", Key},
        // Signed with a key that the token itself contains or refers to.
        ForgedRow{"EmbeddedKey", R"({"alg":"HS256","jwk":{"kty":"oct","k":"YXR0YWNr"}})", "attack"},
        ForgedRow{"KeyId", R"({"alg":"HS256","kid":"attack"})", "attack"},
        ForgedRow{"KeyIdWithAPath", R"({"alg":"HS256","kid":"/dev/null"})", ""},
        ForgedRow{"Base64OfTheKey", R"({"alg":"HS256"})", "cHJpbWFyeS1rZXk="}),
    [](const auto& row) { return row.param.Name; });

// Access from other machines

TEST_F(ServiceTest, ListensOnlyOnLoopback) {
  EXPECT_EQ(Service.Endpoint().rfind("http://127.0.0.1:", 0), 0U) << Service.Endpoint();
  // If the service listened on all addresses, this port would be in use on 127.0.0.2 too.
  ServiceOptions neighbour;
  neighbour.Host = "127.0.0.2";
  neighbour.Port = Service.Port();
  EXPECT_NO_THROW(LocalService::Service{neighbour});
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
