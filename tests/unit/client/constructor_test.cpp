#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>

#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using Options = WebPubSubServiceClientOptions;

constexpr const char* Endpoint = "https://wps.example";

std::shared_ptr<TokenCredential> Tokens() { return std::make_shared<FixedTokenCredential>(); }

AzureKeyCredential Key() { return AzureKeyCredential(TestKey); }

Options WithTransport() {
  Options options;
  options.TransportAdapter = std::make_shared<ScriptedTransport>();
  return options;
}

class WireConstructors : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireConstructors, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireConstructors, ::testing::ValuesIn(WireConstructorCases()),
                         WireTestName);

static_assert(!std::is_default_constructible_v<Client>);
static_assert(!std::is_constructible_v<Client, const char*>);
// A bare string can't be a key: it would be confused with a connection string.
static_assert(!std::is_constructible_v<Client, const char*, const char*, const char*>);
static_assert(!std::is_convertible_v<const char*, AzureKeyCredential>);
static_assert(std::is_copy_constructible_v<Client> && std::is_copy_assignable_v<Client>);

struct HubRow {
  std::string Name;
  std::string Hub;
};

void PrintTo(const HubRow& row, std::ostream* out) { *out << row.Name; }

class GoodHub : public ::testing::TestWithParam<HubRow> {};
class BadHub : public ::testing::TestWithParam<HubRow> {};

TEST_P(GoodHub, IsAccepted) {
  const Client client(Endpoint, GetParam().Hub, Key(), WithTransport());
  EXPECT_EQ(client.Hub(), GetParam().Hub);
  EXPECT_EQ(Client(Endpoint, "chat", Key(), WithTransport()).WithHub(GetParam().Hub).Hub(),
            GetParam().Hub);
}

TEST_P(BadHub, IsRefusedByWithHub) {
  const Client client(Endpoint, "chat", Key(), WithTransport());
  ExpectRefused("hub", [&] { (void)client.WithHub(GetParam().Hub); });
}

TEST_P(BadHub, IsRefusedByEveryConstructor) {
  const std::string& hub = GetParam().Hub;
  ExpectRefused("hub", [&] { Client(Endpoint, hub, Key(), WithTransport()); });
  ExpectRefused("hub", [&] { Client(Endpoint, hub, Tokens(), WithTransport()); });
  ExpectRefused("hub", [&] {
    Client(std::string("Endpoint=https://a;AccessKey=") + TestKey, hub, WithTransport());
  });
}

INSTANTIATE_TEST_SUITE_P(All, GoodHub,
                         ::testing::Values(HubRow{"Letter", "a"}, HubRow{"Upper", "Z"},
                                           HubRow{"Digits", "h0123456789"},
                                           HubRow{"Punctuation", "h_`,.[]"},
                                           HubRow{"Longest", std::string(128, 'h')}),
                         [](const auto& test) { return test.param.Name; });

INSTANTIATE_TEST_SUITE_P(
    All, BadHub,
    ::testing::Values(HubRow{"Empty", ""}, HubRow{"Blank", " "}, HubRow{"Dot", "."},
                      HubRow{"DotDot", ".."}, HubRow{"DigitFirst", "1hub"},
                      HubRow{"UnderscoreFirst", "_hub"}, HubRow{"Hyphen", "a-b"},
                      HubRow{"Slash", "a/b"}, HubRow{"Backslash", "a\\b"},
                      HubRow{"BlankInside", "a b"}, HubRow{"TrailingLine", "ab\n"},
                      HubRow{"Question", "a?b"}, HubRow{"Percent", "a%2e"}, HubRow{"Umlaut", "hüb"},
                      HubRow{"NulInside", std::string("a\0b", 3)},
                      HubRow{"TooLong", std::string(129, 'h')}),
    [](const auto& test) { return test.param.Name; });

struct OptionRow {
  std::string Name;
  std::string Parameter;
  std::function<void(Options&)> Change;
};

void PrintTo(const OptionRow& row, std::ostream* out) { *out << row.Name; }

class BadOption : public ::testing::TestWithParam<OptionRow> {};

TEST_P(BadOption, IsRefusedByName) {
  Options options = WithTransport();
  GetParam().Change(options);
  ExpectRefused(GetParam().Parameter, [&] { Client(Endpoint, "chat", Key(), options); });
}

INSTANTIATE_TEST_SUITE_P(
    All, BadOption,
    ::testing::Values(
        OptionRow{"Retries", "options.Retry.MaxRetries",
                  [](Options& o) { o.Retry.MaxRetries = -1; }},
        OptionRow{"Delay", "options.Retry.Delay",
                  [](Options& o) { o.Retry.Delay = std::chrono::milliseconds(-1); }},
        OptionRow{"MaxDelay", "options.Retry.MaxDelay",
                  [](Options& o) { o.Retry.MaxDelay = std::chrono::milliseconds(-1); }},
        OptionRow{"ApplicationIdTooLong", "options.Telemetry.ApplicationId",
                  [](Options& o) { o.Telemetry.ApplicationId = std::string(25, 'a'); }},
        OptionRow{"ApplicationIdWithLine", "options.Telemetry.ApplicationId",
                  [](Options& o) { o.Telemetry.ApplicationId = "a\r\nX-Evil: 1"; }},
        OptionRow{"ProxyQuery", "options.ReverseProxyEndpoint",
                  [](Options& o) { o.ReverseProxyEndpoint = "https://p/?a=1"; }},
        OptionRow{"ProxyScheme", "options.ReverseProxyEndpoint",
                  [](Options& o) { o.ReverseProxyEndpoint = "ftp://p"; }},
        OptionRow{"ProxyUser", "options.ReverseProxyEndpoint",
                  [](Options& o) { o.ReverseProxyEndpoint = "https://u:p@p"; }},
        OptionRow{"NullPerCallPolicy", "options.PerCallPolicies",
                  [](Options& o) { o.PerCallPolicies = {nullptr}; }},
        OptionRow{"NullPerRetryPolicy", "options.PerRetryPolicies",
                  [](Options& o) { o.PerRetryPolicies = {nullptr}; }},
        OptionRow{"Version", "options.ApiVersion",
                  [](Options& o) { o.ApiVersion = static_cast<ServiceVersion>(99); }}),
    [](const auto& test) { return test.param.Name; });

TEST(Constructor, AcceptsTheLongestApplicationId) {
  Options options = WithTransport();
  options.Telemetry.ApplicationId = std::string(24, 'a');
  EXPECT_NO_THROW(Client(Endpoint, "chat", Key(), options));
}

struct EndpointRow {
  std::string Name;
  std::string Given;
  /// Empty if the endpoint is refused.
  std::string Expected;
};

void PrintTo(const EndpointRow& row, std::ostream* out) { *out << row.Name; }

class ClientEndpoint : public ::testing::TestWithParam<EndpointRow> {};

TEST_P(ClientEndpoint, IsNormalisedOrRefused) {
  const EndpointRow& row = GetParam();
  const auto make = [&] { return Client(row.Given, "chat", Key(), WithTransport()); };
  if (row.Expected.empty()) {
    ExpectRefused("endpoint", make);
  } else {
    EXPECT_EQ(make().Endpoint(), row.Expected);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ClientEndpoint,
    ::testing::Values(
        EndpointRow{"Plain", "https://a.example", "https://a.example"},
        EndpointRow{"Slash", "https://a.example/", "https://a.example"},
        EndpointRow{"NoSchemeIsHttps", "a.example", "https://a.example"},
        EndpointRow{"NoSchemeButPort", "a.example:8080", "https://a.example:8080"},
        EndpointRow{"Http", "http://a.example:8080", "http://a.example:8080"},
        EndpointRow{"UpperCase", "HTTPS://A.Example/Base", "https://a.example/Base"},
        EndpointRow{"HttpsDefaultPort", "https://a:443", "https://a"},
        EndpointRow{"HttpDefaultPort", "http://a:80/", "http://a"},
        EndpointRow{"OtherDefaultPort", "http://a:443", "http://a:443"},
        EndpointRow{"Base", "https://a/b/c/", "https://a/b/c"},
        EndpointRow{"ManySlashes", "https://a/b///", "https://a/b"},
        EndpointRow{"IPv6", "http://[::1]:8080/", "http://[::1]:8080"},
        EndpointRow{"IPv6WithoutPort", "https://[2001:db8::1]", "https://[2001:db8::1]"},
        EndpointRow{"Empty", "", ""}, EndpointRow{"Relative", "/x", ""},
        EndpointRow{"NoHost", "https://", ""}, EndpointRow{"Query", "https://a/?x=1", ""},
        EndpointRow{"EmptyQuery", "https://a/?", ""}, EndpointRow{"Fragment", "https://a/#x", ""},
        EndpointRow{"User", "https://u@a", ""}, EndpointRow{"UserAndPassword", "https://u:p@a", ""},
        EndpointRow{"Scheme", "ftp://a", ""}, EndpointRow{"WebSocket", "wss://a", ""},
        EndpointRow{"PortZero", "https://a:0", ""},
        EndpointRow{"PortTooLarge", "https://a:65536", ""},
        EndpointRow{"PortNoNumber", "https://a:b", ""},
        EndpointRow{"DotSegment", "https://a/../b", ""},
        EndpointRow{"Line", "https://a\r\nX: y", ""},
        EndpointRow{"BlankInHost", "https://a b", ""}),
    [](const auto& test) { return test.param.Name; });

TEST(Constructor, RefusesANullTextThatTheEnvironmentMayGive) {
  const char* unset = std::getenv("WEBPUBSUB_TESTS_NEVER_SET_THIS");
  const auto tokens = std::make_shared<FixedTokenCredential>();
  ExpectRefused("connectionString", [&] { WebPubSubServiceClient(unset, "chat"); });
  ExpectRefused("connectionString", [] { WebPubSubServiceClient(nullptr, "chat"); });
  ExpectRefused("endpoint",
                [&] { WebPubSubServiceClient(unset, "chat", AzureKeyCredential(TestKey)); });
  ExpectRefused("endpoint", [&] { WebPubSubServiceClient(unset, "chat", tokens); });
}

TEST(Constructor, RefusesANullTokenCredential) {
  const std::shared_ptr<TokenCredential> none;
  ExpectRefused("credential", [&] { Client(Endpoint, "chat", none, WithTransport()); });
}

TEST(Constructor, RefusesAnEmptyKey) {
  ExpectRefused("key", [] { AzureKeyCredential(""); });
  AzureKeyCredential key = Key();
  ExpectRefused("key", [&] { key.Update(""); });
}

TEST(Constructor, RefusesAnEmptyTokenCallback) {
  ExpectRefused("callback", [] { CallbackTokenCredential{nullptr}; });
}

TEST(TokenCredentialOverHttp, IsRefusedUnlessAllowed) {
  Options options = WithTransport();
  ExpectRefused(
      "credential", [&] { Client("http://a", "chat", Tokens(), options); }, "AllowTokenOverHttp");
  options.AllowTokenOverHttp = true;
  EXPECT_NO_THROW(Client("http://a", "chat", Tokens(), options));
}

// The scheme of the URL that receives the token decides, not that of the endpoint.
TEST(TokenCredentialOverHttp, DependsOnTheReverseProxy) {
  Options options = WithTransport();
  options.ReverseProxyEndpoint = "http://proxy";
  ExpectRefused("credential", [&] { Client(Endpoint, "chat", Tokens(), options); });
  options.ReverseProxyEndpoint = "https://proxy";
  EXPECT_NO_THROW(Client(Endpoint, "chat", Tokens(), options));
}

TEST(TokenCredentialOverHttp, DoesNotApplyToKeys) {
  EXPECT_NO_THROW(Client("http://a", "chat", Key(), WithTransport()));
}

TEST(Copies, ShareThePipeline) {
  Options options;
  const auto transport = std::make_shared<ScriptedTransport>();
  options.TransportAdapter = transport;
  std::optional<Client> client(std::in_place, Endpoint, "chat", Key(), options);
  const Client copy = *client;
  transport->WillRespond(202);
  transport->WillRespond(202);
  client->SendToAll("a");
  client.reset();
  copy.SendToAll("b");
  EXPECT_EQ(transport->Requests().size(), 2U);
  EXPECT_EQ(copy.Hub(), "chat");
  EXPECT_EQ(copy.Endpoint(), Endpoint);
}

TEST(Copies, OfAKeyShareItsRotation) {
  ClientBench bench;
  AzureKeyCredential key("old");
  Options options;
  options.TransportAdapter = bench.Transport;
  const Client client = ClientFactory::Make(ParseEndpoint(Endpoint, "endpoint"), "chat", key,
                                            options, bench.Environment.MakeEnvironment());
  const std::string before = client.GetClientAccessUri();
  key.Update("new");
  EXPECT_NE(client.GetClientAccessUri(), before);
}

TEST(Constructor, CopiesItsOptions) {
  const auto transport = std::make_shared<ScriptedTransport>();
  Options options;
  options.TransportAdapter = transport;
  options.ApiVersion = ServiceVersion::V2022_11_01;
  const Client client(Endpoint, "chat", Key(), options);
  options.ApiVersion = ServiceVersion::V2024_12_01;
  options.TransportAdapter.reset();
  transport->WillRespond(202);
  client.SendToAll("x");
  EXPECT_NE(transport->Requests().at(0).Url().find("2022-11-01"), std::string::npos);
}

}  // namespace

std::vector<WireCase> WireConstructorCases() {
  return {
      Differs("hub empty", "a hub that doesn't match the service's pattern is refused (API.md)",
              Refused("hub", [](WireCall&) { Client(Endpoint, "", Key(), WithTransport()); })),
      DotNetOnly("key null", "an AzureKeyCredential is a value; there is no null one"),
      Runs("token null",
           [](WireCall&) -> WireOutcome {
             Client(Endpoint, "h", std::shared_ptr<TokenCredential>(), WithTransport());
             return {};
           }),
      DotNetBug("options null (key)", "dotnet.md 4: a NullReferenceException",
                [](WireCall&) { EXPECT_NO_THROW(Client(Endpoint, "h", Key())); }),
      DotNetBug("options null (token)", "dotnet.md 4: a NullReferenceException",
                [](WireCall&) { EXPECT_NO_THROW(Client(Endpoint, "h", Tokens())); }),
      Runs(
          "relative uri",
          [](WireCall&) -> WireOutcome {
            Client("/x", "h", Key(), WithTransport());
            return {};
          },
          "endpoint"),
      Runs("empty key",
           [](WireCall&) -> WireOutcome {
             AzureKeyCredential("");
             return {};
           }),
      Runs("endpoint prop",
           [](WireCall&) {
             WireOutcome outcome;
             outcome.Endpoint =
                 Client("Endpoint=https://host/;AccessKey=k", "h", WithTransport()).Endpoint();
             return outcome;
           }),
  };
}

}  // namespace Azure::Messaging::WebPubSub::Testing
