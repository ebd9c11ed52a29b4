#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/jwt_verifier.hpp"
#include "support/test_client.hpp"
#include "support/wire_data.hpp"

// What the .NET, JavaScript and Python clients get wrong, and this one must not.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;

class PeersMistakes : public ::testing::Test, protected ClientBench {};

// JavaScript, Python, .NET: a group named ".." is the whole hub.
TEST_F(PeersMistakes, DotDotDoesNotWidenTheTarget) {
  const Client client = MakeClient();
  ExpectRefused("group", [&] { client.SendToGroup("..", "x"); });
  ExpectRefused("group", [&] { client.CloseGroupConnections(".."); });
  ExpectRefused("userId", [&] { client.SendToUser("..", "x"); });
  ExpectRefused("group", [&] { client.RemoveUserFromGroup("..", "u1"); });
  ExpectRefused("hub", [&] { MakeClient({}, ".."); });
  EXPECT_TRUE(Urls().empty());
}

// JavaScript, .NET: a POST is sent again after a reset, which may double a message, and nothing
// can be done about it.
TEST_F(PeersMistakes, ASendNeedNotBeRepeatedBlindly) {
  WebPubSubServiceClientOptions options;
  options.Retry.Sends = SendRetry::AtMostOnce;
  Transport->WillFail(TransportError::ConnectionLost, true);
  try {
    MakeClient(options).SendToAll("x");
    ADD_FAILURE() << "no exception";
  } catch (const TransportException& exception) {
    EXPECT_TRUE(exception.MayHaveBeenAccepted());
    EXPECT_EQ(exception.Attempts(), 1);
  }
}

// JavaScript: no time-out at all.
TEST_F(PeersMistakes, AttemptsHaveATimeOutByDefault) {
  const TransportOptions options;
  EXPECT_GT(options.ConnectTimeout.count(), 0);
  EXPECT_GT(options.AttemptTimeout.count(), 0);
  EXPECT_LE(options.AttemptTimeout, std::chrono::minutes(5));
}

// JavaScript and .NET follow a page's link anywhere, Python a redirect, with their tokens.
TEST_F(PeersMistakes, TokensDoNotGoToStrangers) {
  const std::string stranger = "https://evil.example/";
  Transport->WillRespond(200, {}, R"({"value":[],"nextLink":")" + stranger + "\"}");
  const auto list = MakeTokenClient().ListConnectionsInGroup("room");
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
  for (const int status : {301, 302, 303, 307, 308}) {
    Transport->WillRespond(status, {{"Location", stranger}});
    EXPECT_THROW(MakeTokenClient().SendToAll("x"), RequestFailedException);
  }
  for (const std::string& url : Urls()) EXPECT_EQ(url.find(stranger), std::string::npos);
}

// JavaScript: a redirect within the origin is followed without a token.
TEST_F(PeersMistakes, RedirectsWithinTheOriginAreNotFollowedEither) {
  Transport->WillRespond(307, {{"Location", "https://wps.example/api/hubs/other/:send"}});
  EXPECT_THROW(MakeClient().SendToAll("x"), RequestFailedException);
  EXPECT_EQ(Urls().size(), 1U);
}

// JavaScript logs passwords; a Python exception shows the key.
TEST_F(PeersMistakes, SecretsAreNeitherLoggedNorThrown) {
  std::string told;
  WebPubSubServiceClientOptions options;
  options.Logger = [&told](const LogRecord& record) { told += record.ToText() + "\n"; };
  options.LoggerLevel = LogLevel::Verbose;
  options.Retry.MaxRetries = 1;
  options.Transport.ProxyUser = "proxyuser";
  options.Transport.ProxyPassword = "proxypassword";
  Transport->WillRespond(503);
  Transport->WillRespond(401, {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}}, "denied");
  Transport->WillFail(TransportError::Tls, false);
  Transport->WillRespond(202);
  const Client client = MakeClient(options);
  try {
    client.SendToAll("secret body");
  } catch (const WebPubSubException& exception) {
    told += exception.what();
  }
  client.SendToUser("ann", "secret body");
  (void)client.GetClientAccessUri();

  EXPECT_NE(told.find("401"), std::string::npos) << "nothing was told: " << told;
  for (const HttpRequest& request : Transport->Requests()) {
    const std::string token = request.Headers().Get("Authorization").value().substr(7);
    EXPECT_EQ(told.find(token), std::string::npos);
    EXPECT_EQ(told.find(token.substr(token.rfind('.') + 1)), std::string::npos);
  }
  for (const char* secret : {TestKey, "proxypassword", "secret body", "Bearer ey"}) {
    EXPECT_EQ(told.find(secret), std::string::npos) << secret << " in " << told;
  }
}

// JavaScript, Python: a stream's second attempt has no bytes, and succeeds.
TEST_F(PeersMistakes, AStreamIsRepeatedWithItsBytes) {
  std::istringstream stream("all of it");
  Transport->WillRespond(500);
  Transport->WillFail(TransportError::ConnectionLost, true);
  Transport->WillRespond(202);
  MakeClient().SendToAll(RequestContent::FromStream(stream));
  ASSERT_EQ(Transport->Requests().size(), 3U);
  for (const HttpRequest& request : Transport->Requests()) EXPECT_EQ(request.Body(), "all of it");
}

// JavaScript: a URL that ends in access_token=undefined; Python: in None; .NET: in nothing.
TEST_F(PeersMistakes, AResponseWithoutATokenIsNoUrl) {
  for (const char* body : {"{}", R"({"token":null})", R"({"token":""})"}) {
    Transport->WillRespond(200, {}, body);
    EXPECT_THROW((void)MakeTokenClient().GetClientAccessUri(), InvalidResponseException);
  }
}

// Python sends text as Latin-1, and nothing for None. (A null pointer doesn't compile here.)
TEST_F(PeersMistakes, TextIsUtf8) {
  Transport->WillRespond(202);
  MakeClient().SendToAll("grüße");
  EXPECT_EQ(Transport->Requests().at(0).Body(),
            "gr\xc3\xbc\xc3\x9f"
            "e");
  EXPECT_EQ(Transport->Requests().at(0).Headers().Get("Content-Type"), "text/plain");
}

// JavaScript, Python, .NET: 700 excluded ids are 29 KB of URL, and 40 KB of token on top.
TEST_F(PeersMistakes, ALongListOfExcludedIdsTravelsOnce) {
  SendOptions options;
  for (int i = 0; i < 700; ++i) {
    options.Excluded.push_back("connection-with-a-long-id-" + std::to_string(i));
  }
  Transport->WillRespond(202);
  MakeClient().SendToAll("x", options);
  const HttpRequest request = Transport->Requests().at(0);
  EXPECT_GT(request.Url().size(), 20000U);
  EXPECT_LT(request.Headers().Get("Authorization").value().size(), 400U);
}

// Python crashes on a Retry-After that it can't read, and retries a 400 that has one.
TEST_F(PeersMistakes, RetryAfterIsHeededWhereItMeansSomething) {
  for (const char* told : {"soon", "-1", "", "1e9", "99999999999999999999", "2026-13-45"}) {
    Transport->WillRespond(429, {{"Retry-After", told}});
    Transport->WillRespond(202);
    EXPECT_EQ(MakeClient().SendToAll("x").Status(), 202) << told;
  }
  const std::size_t before = Urls().size();
  Transport->WillRespond(400, {{"Retry-After", "1"}});
  EXPECT_THROW(MakeClient().SendToAll("x"), RequestFailedException);
  EXPECT_EQ(Urls().size(), before + 1);
}

// Python's asynchronous client signs a URL and sends another.
TEST_F(PeersMistakes, TheUrlThatIsSignedIsTheOneThatIsSent) {
  Transport->Otherwise([](const HttpRequest&, const Context&) { return HttpResponse(202); });
  for (const char* name : {"a b/c+d%e?f#g&h=i", "!*'();:@$,[]~-_.", "grüße-日本-😀", "a/../b",
                           "%2e%2e", "back\\slash\"quote<>|^`{}", "tab\tnl\nend"}) {
    MakeClient().SendToGroup(name, "x");
    const HttpRequest request = Transport->Requests().back();
    const std::string audience = request.Url().substr(0, request.Url().find('?'));
    const auto authorization = request.Headers().Get("Authorization").value();
    ExpectClaims(VerifiedPayload(authorization.substr(7), TestKey),
                 R"({"aud":")" + audience + "\"}", Environment.SystemNow(), 300);
  }
}

// ---- .NET alone

class DotNetBugs : public ::testing::Test, protected ClientBench {};

// With a string for content, SendToGroup and SendToUser let an empty name pass; AddUserToGroup and
// RemoveUserFromGroup check nothing.
TEST_F(DotNetBugs, EveryNameIsChecked) {
  const Client client = MakeClient();
  ExpectRefused("group", [&] { client.SendToGroup("", "x"); });
  ExpectRefused("userId", [&] { client.SendToUser("", "x"); });
  ExpectRefused("connectionId", [&] { client.SendToConnection("", "x"); });
  ExpectRefused("group", [&] { client.AddUserToGroup("", "u"); });
  ExpectRefused("userId", [&] { client.AddUserToGroup("g", ""); });
  ExpectRefused("group", [&] { client.RemoveUserFromGroup("", "u"); });
  ExpectRefused("userId", [&] { client.RemoveUserFromGroup("g", ""); });
  EXPECT_TRUE(Urls().empty());
}

// A host and a port without a scheme are a scheme to .NET; a host alone means http.
TEST_F(DotNetBugs, AHostWithoutASchemeIsAHost) {
  const auto endpoint = [](const char* text) {
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = std::make_shared<ScriptedTransport>();
    return Client(std::string("Endpoint=") + text + ";AccessKey=k", "chat", options).Endpoint();
  };
  EXPECT_EQ(endpoint("host:8080"), "https://host:8080");
  EXPECT_EQ(endpoint("host"), "https://host");
}

// IPv6 fails in requests.
TEST_F(DotNetBugs, IPv6HostsWork) {
  Transport->WillRespond(202);
  MakeClient({}, "chat", "http://[::1]:8080").SendToAll("x");
  EXPECT_EQ(Urls().at(0), "http://[::1]:8080/api/hubs/chat/:send?api-version=2024-12-01");
}

// A base path doubles a slash in requests or loses one in client URLs.
TEST_F(DotNetBugs, ABasePathHasOneSlash) {
  for (const char* endpoint : {"https://a/base", "https://a/base/"}) {
    Transport->WillRespond(202);
    const Client client = MakeClient({}, "chat", endpoint);
    client.SendToAll("x");
    EXPECT_EQ(Urls().back(), "https://a/base/api/hubs/chat/:send?api-version=2024-12-01");
    EXPECT_EQ(client.GetClientAccessUri().rfind("wss://a/base/client/hubs/chat?", 0), 0U);
  }
}

// A reverse proxy with a slash at its end doubles it, and its query lands behind the request's.
TEST_F(DotNetBugs, AReverseProxyHasOneSlashAndNoQuery) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://p/proxy/";
  Transport->WillRespond(202);
  MakeClient(options).SendToAll("x");
  EXPECT_EQ(Urls().at(0), "https://p/proxy/api/hubs/chat/:send?api-version=2024-12-01");
  options.ReverseProxyEndpoint = "https://p/proxy?k=v";
  ExpectRefused("options.ReverseProxyEndpoint", [&] { MakeClient(options); });
}

// A fragment in the endpoint sends every request to "/".
TEST_F(DotNetBugs, EndpointsWithMoreThanAPathAreRefused) {
  for (const char* endpoint :
       {"https://a/#frag", "https://a/?x=1", "https://u:p@a", "https://u@a", "/x", "ftp://a"}) {
    ExpectRefused("endpoint", [&] { MakeClient({}, "chat", endpoint); });
  }
}

// Options that aren't there end in a NullReferenceException.
TEST_F(DotNetBugs, OptionsNeedNotBeGiven) {
  const Client client("https://a", "chat", AzureKeyCredential("k"));
  EXPECT_EQ(client.Endpoint(), "https://a");
}

// A whole minute is lost; a negative lifetime passes.
TEST_F(DotNetBugs, LifetimesAreWhatTheyAreSaidToBe) {
  Transport->WillRespond(200, {}, R"({"token":"t"})");
  ClientAccessOptions options;
  options.ExpiresAfter = std::chrono::minutes(2);
  (void)MakeTokenClient().GetClientAccessUri(options);
  EXPECT_NE(Urls().at(0).find("minutesToExpire=2&"), std::string::npos);
  options.ExpiresAfter = std::chrono::minutes(-2);
  ExpectRefused("options.ExpiresAfter", [&] { (void)MakeClient().GetClientAccessUri(options); });
}

// 1.6.0 forgets the groups in its synchronous form.
TEST_F(DotNetBugs, InitialGroupsAreSent) {
  Transport->WillRespond(200, {}, R"({"token":"t"})");
  ClientAccessOptions options;
  options.Groups = {"g1", "g 2"};
  (void)MakeTokenClient().GetClientAccessUri(options);
  EXPECT_NE(Urls().at(0).find("&group=g1&group=g%202&"), std::string::npos);
}

// HEAD errors carry no code: x-ms-error-code is not consulted.
TEST_F(DotNetBugs, HeadErrorsHaveTheirCode) {
  Transport->WillRespond(401, {{"x-ms-error-code", "Error.Token"}});
  try {
    (void)MakeClient().GroupExists("room");
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(exception.ErrorCode(), "Error.Token");
  }
}

// RemoveConnectionsFromGroups without a filter is for the whole hub.
TEST_F(DotNetBugs, TheWholeHubIsSelectedByNameOnly) {
  const Client client = MakeClient();
  ExpectRefused("filter", [&] { client.RemoveConnectionsFromGroups({"g"}, ""); });
  Transport->WillRespond(200);
  client.RemoveConnectionsFromGroups({"g"}, ClientConnectionFilter::AllConnections());
  EXPECT_EQ(Transport->Requests().at(0).Body(), R"({"filter":null,"groups":["g"]})");
}

// A page without members, or none at all, passes for an empty one.
TEST_F(DotNetBugs, AResponseThatIsNoPageIsNoEmptyPage) {
  Transport->WillRespond(200, {}, "{}");
  const auto list = MakeClient().ListConnectionsInGroup("room");
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
