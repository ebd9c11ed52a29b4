#include <gmock/gmock.h>

#include <ctime>

#include "hub_fixture.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LocalService::ServiceOptions WithEntra() {
  LocalService::ServiceOptions options;
  options.AcceptsEntraTokens = true;
  return options;
}

// A token like one from Microsoft Entra ID, as far as the local service checks it.
AccessToken EntraToken(const std::string& audience = "https://webpubsub.azure.com") {
  const std::int64_t now = std::time(nullptr);
  const std::string payload = R"({"aud":")" + audience + R"(","nbf":)" + std::to_string(now) +
                              R"(,"exp":)" + std::to_string(now + 3600) + "}";
  return {LocalService::SignToken(payload, "the key of Entra"),
          std::chrono::system_clock::now() + std::chrono::hours(1)};
}

class TokenCredentialTest : public testing::Test {
 protected:
  WebPubSubServiceClient MakeClient(const AccessToken& token = EntraToken()) {
    WebPubSubServiceClientOptions options;
    options.AllowTokenOverHttp = true;
    return {Service.Endpoint(), "chat",
            std::make_shared<CallbackTokenCredential>(
                [this, token](const TokenRequest& request, const Context&) {
                  Claims.push_back(request.Claims);
                  return token;
                }),
            options};
  }

  LocalService::Service Service{WithEntra()};
  // The claims of each token request.
  std::vector<std::string> Claims;
};

TEST_F(TokenCredentialTest, IsCalledOnceForManyCalls) {
  const WebPubSubServiceClient client = MakeClient();
  client.SendToAll("hi");
  EXPECT_FALSE(client.UserExists("ann"));
  client.AddConnectionsToGroups({"room"}, "userId eq 'ann'");
  EXPECT_THAT(Claims, ElementsAre(""));
  EXPECT_EQ(Service.Requests().size(), 3U);
}

TEST_F(TokenCredentialTest, GetsClientUrlsFromTheService) {
  const WebPubSubServiceClient client = MakeClient();
  ClientAccessOptions access;
  access.UserId = "ann smith";
  access.Groups = {"room", "a b"};
  access.Roles = {"webpubsub.sendToGroup"};
  HubClient ann{WebSocketClient(client.GetClientAccessUri(access), JsonSubprotocol), {}};
  EXPECT_THAT(ann.Next(), HasSubstr(R"("userId":"ann smith")"));
  client.SendToGroup("a b", "hi");
  EXPECT_THAT(ann.Next(), HasSubstr(R"("data":"hi")"));
}

TEST_F(TokenCredentialTest, FailsWith401ForATokenThatIsNotForTheService) {
  const WebPubSubServiceClient client = MakeClient(EntraToken("https://other.example"));
  try {
    client.SendToAll("hi");
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(exception.Status(), 401);
    EXPECT_EQ(exception.Attempts(), 1);
  }
}

TEST_F(TokenCredentialTest, HandlesAClaimsChallengeOnce) {
  LocalService::Fault challenge;
  challenge.Status = 401;
  challenge.Headers = {
      {"WWW-Authenticate", R"(Bearer error="insufficient_claims", claims="eyJhIjoiYiJ9")"}};
  Service.AddFault(challenge);
  MakeClient().SendToAll("hi");
  EXPECT_THAT(Claims, ElementsAre("", R"({"a":"b"})"));
  EXPECT_EQ(Service.Requests().size(), 2U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
