#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::seconds;
using Texts = std::vector<std::string>;

const std::string Nasty = "a b/c+d%e?f#g&h=i";
const std::string Unicode = "grüße-日本-😀";
const std::string Punctuation = "!*'();:@$,[]~-_.";

constexpr const char* NoMinuteLost = "no minute is lost (API.md)";
constexpr const char* NotNegative = "negative and past lifetimes are refused (API.md)";
constexpr const char* HubRefused =
    "a hub that doesn't match the service's pattern is refused (API.md)";

ClientAccessOptions For(seconds lifetime, std::string userId = {}, Texts roles = {},
                        Texts groups = {}) {
  ClientAccessOptions options;
  options.ExpiresAfter = lifetime;
  options.UserId = std::move(userId);
  options.Roles = std::move(roles);
  options.Groups = std::move(groups);
  return options;
}

ClientAccessOptions With(WebPubSubClientProtocol protocol) {
  ClientAccessOptions options;
  options.Protocol = protocol;
  return options;
}

WebPubSubServiceClientOptions Oldest() {
  WebPubSubServiceClientOptions options;
  options.ApiVersion = ServiceVersion::V2021_10_01;
  return options;
}

WireCase KeyRow(const char* name, const ClientAccessOptions& options) {
  return Runs(name, [options](WireCall& c) {
    return WireOutcome::AccessUrl(c.Client().GetClientAccessUri(options));
  });
}

WireCase KeyRowWith(const char* name, std::string key) {
  return Runs(name, [key = std::move(key)](WireCall& c) {
    const auto client = c.MakeClient({}, "h", WireCall::Service, key);
    return WireOutcome::AccessUrl(client.GetClientAccessUri());
  });
}

std::vector<WireCase> KeyCases() {
  return {
      KeyRow("key.Default", With(WebPubSubClientProtocol::Default)),
      KeyRow("key.Mqtt", With(WebPubSubClientProtocol::Mqtt)),
      KeyRow("key.full",
             For(seconds(300), "user1", {"webpubsub.joinLeaveGroup.g1", "webpubsub.sendToGroup"},
                 {"g1", "g 2"})),
      KeyRow("key.nasty",
             For(seconds(300), Nasty + Unicode, {"back\\slash\"quote<>|^`{}"}, {Punctuation})),
      KeyRow("key.expiresAfter.0s", For(seconds(0))),
      Runs("key.expiresAfter.0.4s",
           [](WireCall& c) {
             c.Environment.Advance(std::chrono::milliseconds(700));
             ClientAccessOptions options;
             options.ExpiresAt = c.Environment.SystemNow() + std::chrono::milliseconds(400);
             return WireOutcome::AccessUrl(c.Client().GetClientAccessUri(options));
           }),
      KeyRow("key.expiresAfter.59s", For(seconds(59))),
      KeyRow("key.expiresAfter.60s", For(seconds(60))),
      KeyRow("key.expiresAfter.3600s", For(seconds(3600))),
      Differs(
          "key.expiresAfter.-300s", NotNegative,
          Refused("options.ExpiresAfter",
                  [](WireCall& c) { (void)c.Client().GetClientAccessUri(For(seconds(-300))); })),
      Differs("key.expiresAt.past", NotNegative,
              Refused("options.ExpiresAt",
                      [](WireCall& c) {
                        ClientAccessOptions options;
                        options.ExpiresAt = FakeEnvironment::SystemTime(seconds(1'000'000'000));
                        (void)c.Client().GetClientAccessUri(options);
                      })),
      Differs("key.hub.nasty", HubRefused,
              Refused("hub", [](WireCall& c) { c.ClientOf("my hub/é"); })),
      Differs("key.hub.empty", HubRefused, Refused("hub", [](WireCall& c) { c.ClientOf(""); })),
      Runs(
          "key.v2021.mqtt",
          [](WireCall& c) {
            return WireOutcome::AccessUrl(
                c.Client(Oldest()).GetClientAccessUri(With(WebPubSubClientProtocol::Mqtt)));
          },
          "options.Protocol (Mqtt)"),
      Runs("key.v2021.socketio",
           [](WireCall& c) {
             const auto client = c.MakeClient(Oldest(), "h", WireCall::Service);
             return WireOutcome::AccessUrl(
                 client.GetClientAccessUri(With(WebPubSubClientProtocol::SocketIO)));
           }),
      KeyRowWith("key.unicodekey", "kéy日"),
      KeyRowWith("key.longkey", std::string(80, 'k')),
  };
}

WireOutcome AskForToken(WireCall& c, const ClientAccessOptions& options = {}) {
  return WireOutcome::AccessUrl(c.TokenClient().GetClientAccessUri(options));
}

WireCase TokenRow(const char* name, const ClientAccessOptions& options) {
  return Runs(name, [options](WireCall& c) { return AskForToken(c, options); });
}

// .NET loses a minute of a lifetime in whole minutes, and the fraction of a minute of any other.
WireCase TokenRowWith(const char* name, int dotNetMinutes, int minutes,
                      const ClientAccessOptions& options) {
  const std::string parameter = "minutesToExpire=";
  return RunsWith(name,
                  {{parameter + std::to_string(dotNetMinutes) + "&",
                    parameter + std::to_string(minutes) + "&"}},
                  NoMinuteLost, [options](WireCall& c) { return AskForToken(c, options); });
}

std::vector<WireCase> TokenCases() {
  const ClientAccessOptions full = For(seconds(330), "u 1", {"r1", "r 2"}, {"g1", "g 2"});
  WireCase nullToken = DotNetBug("token.access.nulltoken",
                                 "dotnet.md 7: a URL that ends in access_token=", [](WireCall& c) {
                                   EXPECT_THROW(AskForToken(c), InvalidResponseException);
                                 });
  nullToken.Changes = {{"minutesToExpire=59", "minutesToExpire=60"}};
  return {
      Runs(
          "token.http",
          [](WireCall& c) { return c.TokenClient({}, WireCall::Service).SendToAll("x"); },
          "credential"),
      RunsWith("token.access.sync.v1.6.0",
               {{"minutesToExpire=5", "minutesToExpire=6"},
                {"&clientType=", "&group=g1&group=g%202&clientType="}},
               "no minute is lost, and the groups are sent, unlike in 1.6.0 (dotnet.md 7)",
               [full](WireCall& c) { return AskForToken(c, full); }),
      TokenRowWith("token.access.async", 5, 6, full),
      TokenRow("token.access.expiresAfter.1s", For(seconds(1))),
      TokenRow("token.access.expiresAfter.30s", For(seconds(30))),
      TokenRow("token.access.expiresAfter.60s", For(seconds(60))),
      TokenRowWith("token.access.expiresAfter.120s", 1, 2, For(seconds(120))),
      TokenRowWith("token.access.expiresAfter.121s", 2, 3, For(seconds(121))),
      TokenRowWith("token.access.expiresAfter.180s", 2, 3, For(seconds(180))),
      TokenRowWith("token.access.expiresAfter.300s", 4, 5, For(seconds(300))),
      TokenRowWith("token.access.expiresAfter.3600s", 59, 60, For(seconds(3600))),
      TokenRowWith("token.access.expiresAfter.7200s", 119, 120, For(seconds(7200))),
      Differs(
          "token.access.expiresAfter.-300s", NotNegative,
          Refused("options.ExpiresAfter", [](WireCall& c) { AskForToken(c, For(seconds(-300))); })),
      RunsWith("token.access.emptylists", {{"userId=&", ""}},
               "an empty optional text is left out (API.md)",
               [](WireCall& c) { return AskForToken(c, For(seconds(300), "")); }),
      TokenRow("token.access.nasty", For(seconds(300), Nasty, {Unicode}, {Punctuation})),
      RunsWith("token.access.notoken", {{"minutesToExpire=59", "minutesToExpire=60"}}, NoMinuteLost,
               [](WireCall& c) { return AskForToken(c); }),
      nullToken,
      RunsWith("token.access.v2021", {{"minutesToExpire=59", "minutesToExpire=60"}}, NoMinuteLost,
               [](WireCall& c) {
                 return WireOutcome::AccessUrl(c.TokenClient(Oldest()).GetClientAccessUri());
               }),
      Runs("token.cae",
           [](WireCall& c) {
             const auto response = c.TokenClient().SendToAll("x");
             EXPECT_EQ(c.Credential->Requests.size(), 2U);
             EXPECT_EQ(c.Credential->Requests.at(1).Claims, R"({"access_token":{}})");
             return response;
           }),
  };
}

class WireAccess : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireAccess, MatchesDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireAccess, ::testing::ValuesIn(WireAccessCases()), WireTestName);

}  // namespace

std::vector<WireCase> WireAccessCases() {
  std::vector<WireCase> all = KeyCases();
  const std::vector<WireCase> tokens = TokenCases();
  all.insert(all.end(), tokens.begin(), tokens.end());
  return all;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
