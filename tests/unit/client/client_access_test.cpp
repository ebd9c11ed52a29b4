#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "support/jwt_verifier.hpp"
#include "support/test_client.hpp"
#include "support/wire_data.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Protocol = WebPubSubClientProtocol;

template <class Duration>
ClientAccessOptions ExpiresAfter(Duration lifetime) {
  ClientAccessOptions options;
  options.ExpiresAfter = lifetime;
  return options;
}

ClientAccessOptions ExpiresAt(FakeEnvironment::SystemTime time) {
  ClientAccessOptions options;
  options.ExpiresAt = time;
  return options;
}

std::string WithoutToken(const std::string& url) { return url.substr(0, url.find('?')); }

class ClientAccess : public ::testing::Test, protected ClientBench {
 protected:
  ClientAccess() {
    Transport->Otherwise([](const HttpRequest&, const Context&) {
      return HttpResponse(200, {}, R"({"token":"the.service's.token"})");
    });
  }

  std::string Payload(const ClientAccessOptions& options = {}) {
    return VerifiedPayload(AccessTokenOf(MakeClient().GetClientAccessUri(options)), TestKey);
  }

  // The query of the request for a token.
  std::string Query(const ClientAccessOptions& options) {
    (void)MakeTokenClient().GetClientAccessUri(options);
    const std::string url = Urls().back();
    return url.substr(url.find('?'));
  }
};

constexpr const char* Audience = R"({"aud":"https://wps.example/client/hubs/chat"})";

TEST_F(ClientAccess, IsSignedLocallyWithAKey) {
  const std::string url = MakeClient().GetClientAccessUri();
  EXPECT_EQ(WithoutToken(url), "wss://wps.example/client/hubs/chat");
  ExpectClaims(Payload(), Audience, Environment.SystemNow(), 3600);
  EXPECT_TRUE(Urls().empty());
}

TEST_F(ClientAccess, IsRequestedFromTheServiceWithATokenCredential) {
  EXPECT_EQ(MakeTokenClient().GetClientAccessUri(),
            "wss://wps.example/client/hubs/chat?access_token=the.service's.token");
  EXPECT_EQ(Urls(), std::vector<std::string>{
                        "https://wps.example/api/hubs/chat/:generateToken"
                        "?minutesToExpire=60&api-version=2024-12-01&clientType=default"});
  const HttpRequest request = Transport->Requests().at(0);
  EXPECT_EQ(request.Headers().Get("Authorization"), std::string("Bearer ") + TestToken);
  EXPECT_EQ(request.Headers().Get("Accept"), "application/json, text/json");
  EXPECT_FALSE(request.HasBody());
}

TEST_F(ClientAccess, HoldsTheClientsUserRolesAndGroups) {
  ClientAccessOptions options = ExpiresAfter(seconds(300));
  options.UserId = "ann \"ü\"\n";
  options.Roles = {"webpubsub.sendToGroup"};
  options.Groups = {"room", "a b"};
  ExpectClaims(Payload(options),
               R"({"sub":"ann \"ü\"\n","role":["webpubsub.sendToGroup"],)"
               R"("webpubsub.group":["room","a b"],)"
               R"("aud":"https://wps.example/client/hubs/chat"})",
               Environment.SystemNow(), 300);
  EXPECT_EQ(Query(options),
            "?userId=ann%20%22%C3%BC%22%0A&role=webpubsub.sendToGroup&minutesToExpire=5"
            "&api-version=2024-12-01&group=room&group=a%20b&clientType=default");
}

TEST_F(ClientAccess, KeepsTheOrderOfDotNetsClaims) {
  ClientAccessOptions options;
  options.UserId = "u";
  options.Roles = {"r"};
  options.Groups = {"g"};
  const std::string payload = Payload(options);
  std::size_t last = 0;
  for (const char* claim : {"sub", "role", "webpubsub.group", "nbf", "exp", "iat", "aud"}) {
    const std::size_t at = payload.find('"' + std::string(claim) + '"');
    ASSERT_NE(at, std::string::npos) << claim;
    EXPECT_GE(at, last) << claim;
    last = at;
  }
}

// ---- Expiry

TEST_F(ClientAccess, LastsAnHourByDefault) {
  ExpectClaims(Payload(), Audience, Environment.SystemNow(), 3600);
  ExpectClaims(Payload(ExpiresAfter(seconds(0))), Audience, Environment.SystemNow(), 3600);
  ExpectClaims(Payload(ExpiresAfter(seconds(1))), Audience, Environment.SystemNow(), 1);
  ExpectClaims(Payload(ExpiresAfter(std::chrono::milliseconds(1001))), Audience,
               Environment.SystemNow(), 2);
  ExpectClaims(Payload(ExpiresAfter(std::chrono::hours(24 * 365))), Audience,
               Environment.SystemNow(), 365 * 86400);
}

TEST_F(ClientAccess, ExpiresAtATimePoint) {
  const auto now = Environment.SystemNow();
  ExpectClaims(Payload(ExpiresAt(now + seconds(90))), Audience, now, 90);
}

TEST_F(ClientAccess, LastsWholeSecondsAtAnyTime) {
  Environment.Advance(milliseconds(999));
  const auto now = Environment.SystemNow();
  ExpectClaims(Payload(ExpiresAfter(seconds(300))), Audience, now, 300);
  ExpectClaims(Payload(), Audience, now, 3600);
}

TEST_F(ClientAccess, RefusesInvalidLifetimes) {
  const auto now = Environment.SystemNow();
  ClientAccessOptions both = ExpiresAfter(seconds(60));
  both.ExpiresAt = now + seconds(60);
  const std::pair<std::string, ClientAccessOptions> rows[] = {
      {"options.ExpiresAfter", ExpiresAfter(seconds(-1))},
      {"options.ExpiresAfter", ExpiresAfter(seconds::min())},
      {"options.ExpiresAfter", ExpiresAfter(std::chrono::hours::max())},
      {"options.ExpiresAfter", ExpiresAfter(std::chrono::hours::min())},
      {"options.ExpiresAfter", ExpiresAfter(std::chrono::nanoseconds(-1'000'000'001))},
      {"options.ExpiresAfter", ExpiresAfter(std::chrono::duration<double>(1e300))},
      {"options.ExpiresAfter", ExpiresAfter(seconds::max())},
      {"options.ExpiresAt", ExpiresAt(now)},
      {"options.ExpiresAt", ExpiresAt(now - milliseconds(1))},
      {"options.ExpiresAt", ExpiresAt(FakeEnvironment::SystemTime())},
      {"options.ExpiresAt", ExpiresAt(FakeEnvironment::SystemTime::min())},
      {"options.ExpiresAt", both}};
  for (const auto& [parameter, options] : rows) {
    ExpectRefused(parameter, [&, &o = options] { (void)MakeClient().GetClientAccessUri(o); });
    ExpectRefused(parameter, [&, &o = options] { (void)MakeTokenClient().GetClientAccessUri(o); });
  }
  EXPECT_TRUE(Urls().empty());
}

TEST_F(ClientAccess, RequestsWholeMinutesRoundedUp) {
  const std::pair<int, int> rows[] = {{0, 60},    {1, 1},     {59, 1},      {60, 1},  {61, 2},
                                      {119, 2},   {120, 2},   {121, 3},     {330, 6}, {3599, 60},
                                      {3600, 60}, {3601, 61}, {86400, 1440}};
  for (const auto& [lifetime, expected] : rows) {
    EXPECT_NE(Query(ExpiresAfter(seconds(lifetime)))
                  .find("minutesToExpire=" + std::to_string(expected) + "&"),
              std::string::npos)
        << lifetime << " s: " << Urls().back();
  }
}

TEST_F(ClientAccess, RoundsTheMinutesUpToATimePoint) {
  Environment.Advance(milliseconds(1));
  const auto now = Environment.SystemNow();
  const std::pair<milliseconds, int> rows[] = {
      {milliseconds(1), 1}, {milliseconds(60'000), 1}, {milliseconds(60'001), 2}, {minutes(5), 5}};
  for (const auto& [lifetime, expected] : rows) {
    EXPECT_NE(
        Query(ExpiresAt(now + lifetime)).find("minutesToExpire=" + std::to_string(expected) + "&"),
        std::string::npos)
        << lifetime.count() << " ms: " << Urls().back();
  }
}

// ---- Protocols

struct ProtocolRow {
  std::string Name;
  Protocol Value;
  std::string Path;
  std::string ClientType;
};

void PrintTo(const ProtocolRow& row, std::ostream* out) { *out << row.Name; }

class AccessProtocol : public ClientAccess, public ::testing::WithParamInterface<ProtocolRow> {};

TEST_P(AccessProtocol, HasItsPathItsAudienceAndItsClientType) {
  ClientAccessOptions options;
  options.Protocol = GetParam().Value;
  EXPECT_EQ(WithoutToken(MakeClient().GetClientAccessUri(options)),
            "wss://wps.example" + GetParam().Path);
  ExpectClaims(Payload(options), R"({"aud":"https://wps.example)" + GetParam().Path + "\"}",
               Environment.SystemNow(), 3600);
  EXPECT_EQ(WithoutToken(MakeTokenClient().GetClientAccessUri(options)),
            "wss://wps.example" + GetParam().Path);
  EXPECT_NE(Urls().back().find("&clientType=" + GetParam().ClientType), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, AccessProtocol,
    ::testing::Values(ProtocolRow{"Default", Protocol::Default, "/client/hubs/chat", "default"},
                      ProtocolRow{"Mqtt", Protocol::Mqtt, "/clients/mqtt/hubs/chat", "mqtt"},
                      ProtocolRow{"SocketIO", Protocol::SocketIO, "/clients/socketio/hubs/chat",
                                  "socketio"}),
    [](const auto& test) { return test.param.Name; });

// ---- Invalid options

TEST_F(ClientAccess, RefusesWhatATokenCannotHold) {
  const auto refused = [this](const std::string& parameter, const ClientAccessOptions& options) {
    ExpectRefused(parameter, [&] { (void)MakeClient().GetClientAccessUri(options); });
    ExpectRefused(parameter, [&] { (void)MakeTokenClient().GetClientAccessUri(options); });
  };
  ClientAccessOptions options;
  options.Protocol = static_cast<Protocol>(9);
  refused("options.Protocol", options);
  for (const char* group : {"", " ", "\xff"}) {
    options = {};
    options.Groups = {"room", group};
    refused("options.Groups", options);
  }
  options = {};
  options.Groups = {std::string(1025, 'g')};
  refused("options.Groups", options);
  for (const char* role : {"", "\xff"}) {
    options = {};
    options.Roles = {role};
    refused("options.Roles", options);
  }
  options = {};
  options.UserId = "gr\xfc\xdf";
  refused("options.UserId", options);
  EXPECT_TRUE(Urls().empty());
}

struct ResponseRow {
  std::string Name;
  std::string Body;
};

void PrintTo(const ResponseRow& row, std::ostream* out) { *out << row.Name; }

class NoToken : public ::testing::TestWithParam<ResponseRow>, protected ClientBench {};

TEST_P(NoToken, IsAnError) {
  Transport->WillRespond(200, {{"Content-Type", "application/json"}}, GetParam().Body);
  EXPECT_THROW((void)MakeTokenClient().GetClientAccessUri(), InvalidResponseException);
}

INSTANTIATE_TEST_SUITE_P(
    All, NoToken,
    ::testing::Values(ResponseRow{"Empty", ""}, ResponseRow{"Object", "{}"},
                      ResponseRow{"NullToken", R"({"token":null})"},
                      ResponseRow{"EmptyToken", R"({"token":""})"},
                      ResponseRow{"NumberToken", R"({"token":1})"},
                      ResponseRow{"OtherCase", R"({"Token":"t"})"}, ResponseRow{"Text", "t"},
                      ResponseRow{"JsonText", R"("t")"}, ResponseRow{"Array", R"([{"token":"t"}])"},
                      ResponseRow{"CutShort", R"({"token":"t)"}, ResponseRow{"Html", "<html>"}),
    [](const auto& test) { return test.param.Name; });

TEST_F(ClientAccess, AcceptsATokenResponseWithMoreMembers) {
  Transport->WillRespond(200, {}, R"({"token":"t","more":{"token":"x"}})");
  EXPECT_EQ(AccessTokenOf(MakeTokenClient().GetClientAccessUri()), "t");
}

// ---- Endpoints

TEST_F(ClientAccess, NeverUsesTheReverseProxy) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://proxy.example/awps";
  EXPECT_EQ(WithoutToken(MakeClient(options).GetClientAccessUri()),
            "wss://wps.example/client/hubs/chat");
  EXPECT_EQ(WithoutToken(MakeTokenClient(options).GetClientAccessUri()),
            "wss://wps.example/client/hubs/chat");
  EXPECT_EQ(Urls().at(0).rfind("https://proxy.example/awps/api/hubs/chat/:generateToken?", 0), 0U);
}

struct PlaceRow {
  std::string Name;
  std::string Endpoint;
  /// The URL of the service in requests and audiences.
  std::string Service;
  std::string WebSocket;
};

void PrintTo(const PlaceRow& row, std::ostream* out) { *out << row.Name; }

class Place : public ::testing::TestWithParam<PlaceRow>, protected ClientBench {
 protected:
  Place() {
    Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  }
};

TEST_P(Place, HasTheRightUrlsAndAudiences) {
  const auto client = MakeClient({}, "chat", GetParam().Endpoint);
  EXPECT_EQ(client.Endpoint(), GetParam().Service);

  client.SendToGroup("a b", "x", {}, {});
  const std::string resource = GetParam().Service + "/api/hubs/chat/groups/a%20b/:send";
  EXPECT_EQ(Urls().at(0), resource + "?api-version=2024-12-01");
  const auto authorization = Transport->Requests().at(0).Headers().Get("Authorization");
  ExpectClaims(VerifiedPayload(authorization.value().substr(7), TestKey),
               R"({"aud":")" + resource + "\"}", Environment.SystemNow(), 300);

  const std::string url = client.GetClientAccessUri();
  EXPECT_EQ(WithoutToken(url), GetParam().WebSocket + "/client/hubs/chat");
  ExpectClaims(VerifiedPayload(AccessTokenOf(url), TestKey),
               R"({"aud":")" + GetParam().Service + "/client/hubs/chat\"}", Environment.SystemNow(),
               3600);
}

TEST_P(Place, IsReachedThroughAReverseProxyWithTheServicesAudience) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://proxy.example/awps/";
  MakeClient(options, "chat", GetParam().Endpoint).SendToAll("x");
  EXPECT_EQ(Urls().at(0), "https://proxy.example/awps/api/hubs/chat/:send?api-version=2024-12-01");
  const auto authorization = Transport->Requests().at(0).Headers().Get("Authorization");
  ExpectClaims(VerifiedPayload(authorization.value().substr(7), TestKey),
               R"({"aud":")" + GetParam().Service + "/api/hubs/chat/:send\"}",
               Environment.SystemNow(), 300);
}

INSTANTIATE_TEST_SUITE_P(
    All, Place,
    ::testing::Values(
        PlaceRow{"Plain", "https://a.example", "https://a.example", "wss://a.example"},
        PlaceRow{"Slash", "https://a.example/", "https://a.example", "wss://a.example"},
        PlaceRow{"Base", "https://a.example/base", "https://a.example/base",
                 "wss://a.example/base"},
        PlaceRow{"BaseAndSlash", "https://a.example/base/", "https://a.example/base",
                 "wss://a.example/base"},
        PlaceRow{"DeepBase", "http://a.example/x/y//", "http://a.example/x/y",
                 "ws://a.example/x/y"},
        PlaceRow{"EncodedBase", "https://a.example/a b/%C3%A9", "https://a.example/a%20b/%C3%A9",
                 "wss://a.example/a%20b/%C3%A9"},
        PlaceRow{"HttpsPort", "https://a.example:443", "https://a.example", "wss://a.example"},
        PlaceRow{"HttpPort", "http://a.example:80/base", "http://a.example/base",
                 "ws://a.example/base"},
        PlaceRow{"OtherPort", "http://127.0.0.1:8080", "http://127.0.0.1:8080",
                 "ws://127.0.0.1:8080"},
        PlaceRow{"CrossedPorts", "https://a.example:80", "https://a.example:80",
                 "wss://a.example:80"},
        PlaceRow{"IPv6", "http://[::1]:8080", "http://[::1]:8080", "ws://[::1]:8080"},
        PlaceRow{"IPv6DefaultPort", "https://[2001:DB8::1]:443/", "https://[2001:db8::1]",
                 "wss://[2001:db8::1]"},
        PlaceRow{"UpperCase", "HTTPS://A.EXAMPLE/Base", "https://a.example/Base",
                 "wss://a.example/Base"},
        PlaceRow{"NoScheme", "a.example/base", "https://a.example/base", "wss://a.example/base"}),
    [](const auto& test) { return test.param.Name; });

// The name of a hub may contain characters that a URL can't.
TEST_F(ClientAccess, EncodesTheHub) {
  const auto client = MakeClient({}, "h`[x]");
  EXPECT_EQ(WithoutToken(client.GetClientAccessUri()), "wss://wps.example/client/hubs/h%60%5Bx%5D");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
