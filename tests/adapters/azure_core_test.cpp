#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/adapters/azure_core.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

// Compiled twice: with azure-core where it is installed, and with the headers of the same interface
// in tests/support/azure_core.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

namespace Credentials = Azure::Core::Credentials;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::system_clock;
using ::testing::ElementsAre;

// A credential like those of azure-identity.
class CoreCredential final : public Credentials::TokenCredential {
 public:
  using Handler = std::function<Credentials::AccessToken(const Credentials::TokenRequestContext&,
                                                         const Azure::Core::Context&)>;

  explicit CoreCredential(Handler handler)
      : TokenCredential("CoreCredential"), handler_(std::move(handler)) {}

  Credentials::AccessToken GetToken(const Credentials::TokenRequestContext& request,
                                    const Azure::Core::Context& context) const override {
    return handler_(request, context);
  }

 private:
  Handler handler_;
};

Credentials::AccessToken CoreToken(const Azure::DateTime& expiresOn) {
  Credentials::AccessToken token;
  token.Token = "core.token";
  token.ExpiresOn = expiresOn;
  return token;
}

// Fetches a token through the adapter, and records the request that the credential received.
struct Asked {
  explicit Asked(const TokenRequest& request = {}, const Context& context = {},
                 const Azure::DateTime& expiresOn = system_clock::now() + hours(1)) {
    AzureCoreTokenCredential adapter(std::make_shared<CoreCredential>(
        [&](const Credentials::TokenRequestContext& given, const Azure::Core::Context& core) {
          Request = given;
          Deadline = core.GetDeadline();
          return CoreToken(expiresOn);
        }));
    Token = adapter.GetToken(request, context);
  }

  AccessToken Token;
  Credentials::TokenRequestContext Request;
  Azure::DateTime Deadline;
};

WebPubSubServiceClient MakeClient(const std::shared_ptr<ScriptedTransport>& transport,
                                  CoreCredential::Handler handler) {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  const auto credential = std::make_shared<CoreCredential>(std::move(handler));
  return {"https://wps.example", "chat", std::make_shared<AzureCoreTokenCredential>(credential),
          options};
}

TEST(AzureCoreTokenCredential, ReturnsTheTokenOfItsCredential) {
  TokenRequest request;
  request.Scopes = {"scope one", "scope two"};
  const auto expiresOn = system_clock::time_point(seconds(1769860800));
  const Asked asked(request, {}, expiresOn);
  EXPECT_EQ(asked.Token.Token, "core.token");
  EXPECT_EQ(asked.Token.ExpiresAt, expiresOn);
  EXPECT_THAT(asked.Request.Scopes, ElementsAre("scope one", "scope two"));
  EXPECT_EQ(asked.Request.MinimumExpiration, minutes(2));
  EXPECT_EQ(asked.Deadline, (Azure::DateTime::max)());
}

TEST(AzureCoreTokenCredential, ReturnsATokenThatNeverExpires) {
  const Azure::DateTime endOfTime(Azure::DateTime::time_point(hours(24 * 3652058)));
  EXPECT_EQ(Asked({}, {}, endOfTime).Token.ExpiresAt, system_clock::time_point::max());
}

// A credential may omit the time at which its token expires.
TEST(AzureCoreTokenCredential, TreatsATokenWithoutAnExpiryAsExpired) {
  EXPECT_EQ(Asked({}, {}, Azure::DateTime()).Token.ExpiresAt, system_clock::time_point());
}

TEST(AzureCoreTokenCredential, PassesTheDeadlineOn) {
  const auto before = system_clock::now();
  const Asked asked({}, Context::WithTimeout(minutes(7)));
  const auto after = system_clock::now();
  const auto deadline = static_cast<system_clock::time_point>(asked.Deadline);
  EXPECT_GE(deadline, before + minutes(7) - seconds(1));
  EXPECT_LE(deadline, after + minutes(7));
}

TEST(AzureCoreTokenCredential, PassesADeadlineOfCenturiesOn) {
  const Asked asked({}, Context::WithTimeout(std::chrono::nanoseconds::max()));
  EXPECT_GT(asked.Deadline, Azure::DateTime(system_clock::now() + hours(24 * 300)));
}

TEST(AzureCoreTokenCredential, PassesCancellationOn) {
  for (const Context& context : {Context::Cancellable(), Context::WithTimeout(minutes(7))}) {
    AzureCoreTokenCredential adapter(std::make_shared<CoreCredential>(
        [&](const Credentials::TokenRequestContext&, const Azure::Core::Context& core) {
          EXPECT_FALSE(core.IsCancelled());
          context.Cancel();
          EXPECT_TRUE(core.IsCancelled());
          return CoreToken(system_clock::now());
        }));
    (void)adapter.GetToken({}, context);
  }
}

TEST(AzureCoreTokenCredential, RespondsToAChallengeWithAFreshToken) {
  TokenRequest request;
  request.Claims = R"({"access_token":{}})";
  EXPECT_EQ(Asked(request).Request.MinimumExpiration, hours(24));
}

// The request context of azure-core versions that support claims challenges.
struct NewerTokenRequestContext {
  Azure::DateTime::duration MinimumExpiration = minutes(2);
  std::optional<std::string> Claims;
  bool IsCaeEnabled = false;
};

TEST(AzureCoreTokenCredential, PassesClaimsOnIfAzureCoreSupportsThem) {
  NewerTokenRequestContext first;
  AzureCoreTokenCredential::SetClaims(first, {});
  EXPECT_EQ(first.Claims, std::nullopt);
  EXPECT_TRUE(first.IsCaeEnabled);
  EXPECT_EQ(first.MinimumExpiration, minutes(2));

  NewerTokenRequestContext challenged;
  AzureCoreTokenCredential::SetClaims(challenged, "claims");
  EXPECT_EQ(challenged.Claims, "claims");
  EXPECT_TRUE(challenged.IsCaeEnabled);
}

TEST(AzureCoreTokenCredential, RefusesANullCredential) {
  try {
    AzureCoreTokenCredential credential(nullptr);
    FAIL() << "not refused";
  } catch (const std::invalid_argument& refusal) {
    EXPECT_STREQ(refusal.what(), "credential: must not be null");
  }
}

TEST(AzureCoreTokenCredential, AuthenticatesAClient) {
  const auto transport = std::make_shared<ScriptedTransport>();
  transport->WillRespond(202);
  const auto client = MakeClient(
      transport, [](const Credentials::TokenRequestContext& request, const Azure::Core::Context&) {
        EXPECT_THAT(request.Scopes, ElementsAre("https://webpubsub.azure.com/.default"));
        return CoreToken(system_clock::now() + hours(1));
      });
  client.SendToAll("hi");
  EXPECT_EQ(transport->Requests().at(0).Headers().Get("Authorization"), "Bearer core.token");
}

TEST(AzureCoreTokenCredential, FailsACallWithAuthenticationException) {
  const auto transport = std::make_shared<ScriptedTransport>();
  const auto client = MakeClient(transport,
                                 [](const Credentials::TokenRequestContext&,
                                    const Azure::Core::Context&) -> Credentials::AccessToken {
                                   throw Credentials::AuthenticationException("no login");
                                 });
  EXPECT_THROW(client.SendToAll("hi"), AuthenticationException);
  EXPECT_TRUE(transport->Requests().empty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
