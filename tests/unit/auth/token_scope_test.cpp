#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "auth/authenticator.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

struct ScopeRow {
  std::string Endpoint;
  std::string Scope;
};

void PrintTo(const ScopeRow& row, std::ostream* out) { *out << row.Endpoint; }

const std::string Public = "https://webpubsub.azure.com/.default";
const std::string China = "https://webpubsub.azure.cn/.default";
const std::string Government = "https://webpubsub.azure.us/.default";

class TokenScope : public ::testing::TestWithParam<ScopeRow> {};

TEST_P(TokenScope, IsThatOfTheEndpointsCloud) {
  EXPECT_EQ(ScopeOf(ParseEndpoint(GetParam().Endpoint, "endpoint")), GetParam().Scope);
  ClientBench bench;
  bench.Transport->WillRespond(202);
  bench.MakeTokenClient({}, GetParam().Endpoint).SendToAll("hi");
  ASSERT_EQ(bench.Credential->Requests.size(), 1U);
  EXPECT_EQ(bench.Credential->Requests[0].Scopes, std::vector<std::string>{GetParam().Scope});
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TokenScope,
    ::testing::Values(ScopeRow{"https://name.webpubsub.azure.com", Public},
                      ScopeRow{"https://name.webpubsub.azure.cn", China},
                      ScopeRow{"https://name.webpubsub.azure.us", Government},
                      ScopeRow{"name.webpubsub.azure.cn", China},
                      ScopeRow{"https://NAME.WebPubSub.Azure.CN/", China},
                      ScopeRow{"https://name.webpubsub.azure.us:8443/base/path", Government},
                      ScopeRow{"https://name.webpubsub.azure.us.", Government},
                      ScopeRow{"https://name-eastus2.webpubsub.azure.cn:443", China},
                      ScopeRow{"https://chat.example", Public},
                      ScopeRow{"https://azure.cn", Public},
                      ScopeRow{"https://webpubsub.notazure.cn", Public},
                      ScopeRow{"https://name.webpubsub.azure.cn.example", Public},
                      ScopeRow{"https://example.com/name.webpubsub.azure.cn", Public},
                      ScopeRow{"https://[::1]:8080", Public},
                      ScopeRow{"https://127.0.0.1:8080", Public}));

TEST(TokenScope, IsNotThatOfTheReverseProxy) {
  ClientBench bench;
  bench.Transport->WillRespond(202);
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://apim.azure.us";
  bench.MakeTokenClient(options, "https://name.webpubsub.azure.cn").SendToAll("hi");
  EXPECT_EQ(bench.Credential->Requests.at(0).Scopes, std::vector<std::string>{China});
}

TEST(TokenScope, OfTheOptionsMustBeVisibleAscii) {
  for (const char* scope :
       {" ", "a b", "https://webpubsub.azure.cn/.default\n", "\tx", "\xc3\xa4"}) {
    ClientBench bench;
    WebPubSubServiceClientOptions options;
    options.TokenScope = scope;
    ExpectRefused("options.TokenScope", [&] { bench.MakeTokenClient(options); });
    ExpectRefused("options.TokenScope", [&] { bench.MakeClient(options); });
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
