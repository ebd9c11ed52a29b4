#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/jwt_verifier.hpp"
#include "support/test_client.hpp"
#include "support/wire_data.hpp"

// Mistakes of the .NET, JavaScript and Python clients, which this client must not make.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;

class PeersMistakes : public ::testing::Test, protected ClientBench {};

// JavaScript, Python, .NET: a group named ".." selects the whole hub.
TEST_F(PeersMistakes, DotDotDoesNotWidenTheTarget) {
  const Client client = MakeClient();
  ExpectRefused("group", [&] { client.SendToGroup("..", "x"); });
  ExpectRefused("group", [&] { client.CloseGroupConnections(".."); });
  ExpectRefused("userId", [&] { client.SendToUser("..", "x"); });
  ExpectRefused("group", [&] { client.RemoveUserFromGroup("..", "u1"); });
  ExpectRefused("hub", [&] { MakeClient({}, ".."); });
  EXPECT_TRUE(Urls().empty());
}

// JavaScript, .NET: a POST is sent again after a reset, which may duplicate a message, and no
// option prevents it.
TEST_F(PeersMistakes, ASendNeedNotBeRetriedBlindly) {
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

// JavaScript: requests have no timeout.
TEST_F(PeersMistakes, AttemptsHaveATimeoutByDefault) {
  const TransportOptions options;
  EXPECT_GT(options.ConnectTimeout.count(), 0);
  EXPECT_GT(options.AttemptTimeout.count(), 0);
  EXPECT_LE(options.AttemptTimeout, std::chrono::minutes(5));
}

// JavaScript and .NET follow a page's link to any origin with their tokens; Python does the same
// with a redirect.
TEST_F(PeersMistakes, TokensDoNotGoToAnotherOrigin) {
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

// JavaScript: the client follows a redirect within the origin, but without a token.
TEST_F(PeersMistakes, RedirectsWithinTheOriginAreNotFollowedEither) {
  Transport->WillRespond(307, {{"Location", "https://wps.example/api/hubs/other/:send"}});
  EXPECT_THROW(MakeClient().SendToAll("x"), RequestFailedException);
  EXPECT_EQ(Urls().size(), 1U);
}

// JavaScript: the log shows passwords. Python: an exception shows the key.
TEST_F(PeersMistakes, SecretsAreNeitherLoggedNorThrown) {
  std::string logged;
  WebPubSubServiceClientOptions options;
  options.Logger = [&logged](const LogRecord& record) { logged += record.ToText() + "\n"; };
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
    logged += exception.what();
  }
  client.SendToUser("ann", "secret body");
  (void)client.GetClientAccessUri();

  EXPECT_NE(logged.find("401"), std::string::npos) << "nothing was logged: " << logged;
  for (const HttpRequest& request : Transport->Requests()) {
    const std::string token = request.Headers().Get("Authorization").value().substr(7);
    EXPECT_EQ(logged.find(token), std::string::npos);
    EXPECT_EQ(logged.find(token.substr(token.rfind('.') + 1)), std::string::npos);
  }
  for (const char* secret : {TestKey, "proxypassword", "secret body", "Bearer ey"}) {
    EXPECT_EQ(logged.find(secret), std::string::npos) << secret << " in " << logged;
  }
}

// JavaScript, Python: the second attempt to send a stream has no bytes, and succeeds.
TEST_F(PeersMistakes, AStreamIsRetriedWithItsBytes) {
  std::istringstream stream("all of it");
  Transport->WillRespond(500);
  Transport->WillFail(TransportError::ConnectionLost, true);
  Transport->WillRespond(202);
  MakeClient().SendToAll(RequestContent::FromStream(stream));
  ASSERT_EQ(Transport->Requests().size(), 3U);
  for (const HttpRequest& request : Transport->Requests()) EXPECT_EQ(request.Body(), "all of it");
}

// The client URL ends in "access_token=undefined" (JavaScript), "access_token=None" (Python) or
// "access_token=" (.NET).
TEST_F(PeersMistakes, AResponseWithoutATokenIsAnError) {
  for (const char* body : {"{}", R"({"token":null})", R"({"token":""})"}) {
    Transport->WillRespond(200, {}, body);
    EXPECT_THROW((void)MakeTokenClient().GetClientAccessUri(), InvalidResponseException);
  }
}

// Python: text is sent as Latin-1, and None as an empty message. Here, a null pointer doesn't
// compile.
TEST_F(PeersMistakes, TextIsUtf8) {
  Transport->WillRespond(202);
  MakeClient().SendToAll("grüße");
  EXPECT_EQ(Transport->Requests().at(0).Body(),
            "gr\xc3\xbc\xc3\x9f"
            "e");
  EXPECT_EQ(Transport->Requests().at(0).Headers().Get("Content-Type"), "text/plain");
}

// JavaScript, Python, .NET: 700 excluded ids make a URL of 29 KB, and also a token of 40 KB.
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

// Python: a Retry-After that isn't valid crashes the client, and a 400 with a Retry-After is
// retried.
TEST_F(PeersMistakes, RetryAfterIsFollowedOnlyWhereItIsValid) {
  for (const char* value : {"soon", "-1", "", "1e9", "2026-13-45"}) {
    Transport->WillRespond(429, {{"Retry-After", value}});
    Transport->WillRespond(202);
    EXPECT_EQ(MakeClient().SendToAll("x").Status(), 202) << value;
  }
  const std::size_t before = Urls().size();
  Transport->WillRespond(400, {{"Retry-After", "1"}});
  EXPECT_THROW(MakeClient().SendToAll("x"), RequestFailedException);
  EXPECT_EQ(Urls().size(), before + 1);
  Transport->WillRespond(429, {{"Retry-After", "99999999999999999999"}});
  EXPECT_THROW(MakeClient().SendToAll("x"), RequestFailedException);
  EXPECT_EQ(Urls().size(), before + 2);
}

// Python: the asynchronous client signs one URL and sends another.
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

// ---- Bugs of .NET only

class DotNetBugs : public ::testing::Test, protected ClientBench {};

// SendToGroup and SendToUser accept an empty name if the content is a string. AddUserToGroup and
// RemoveUserFromGroup don't check their arguments.
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

// .NET parses the host in "host:8080" as a scheme, and assumes http for a host alone.
TEST_F(DotNetBugs, AHostWithoutASchemeUsesHttps) {
  const auto endpoint = [](const char* text) {
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = std::make_shared<ScriptedTransport>();
    return Client(std::string("Endpoint=") + text + ";AccessKey=k", "chat", options).Endpoint();
  };
  EXPECT_EQ(endpoint("host:8080"), "https://host:8080");
  EXPECT_EQ(endpoint("host"), "https://host");
}

// Requests to IPv6 hosts fail.
TEST_F(DotNetBugs, IPv6HostsWork) {
  Transport->WillRespond(202);
  MakeClient({}, "chat", "http://[::1]:8080").SendToAll("x");
  EXPECT_EQ(Urls().at(0), "http://[::1]:8080/api/hubs/chat/:send?api-version=2024-12-01");
}

// A base path causes a double slash in requests, or a missing slash in client URLs.
TEST_F(DotNetBugs, ABasePathHasOneSlash) {
  for (const char* endpoint : {"https://a/base", "https://a/base/"}) {
    Transport->WillRespond(202);
    const Client client = MakeClient({}, "chat", endpoint);
    client.SendToAll("x");
    EXPECT_EQ(Urls().back(), "https://a/base/api/hubs/chat/:send?api-version=2024-12-01");
    EXPECT_EQ(client.GetClientAccessUri().rfind("wss://a/base/client/hubs/chat?", 0), 0U);
  }
}

// A trailing slash of the reverse proxy is doubled, and its query is appended to the request's
// query.
TEST_F(DotNetBugs, AReverseProxyHasOneSlashAndNoQuery) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://p/proxy/";
  Transport->WillRespond(202);
  MakeClient(options).SendToAll("x");
  EXPECT_EQ(Urls().at(0), "https://p/proxy/api/hubs/chat/:send?api-version=2024-12-01");
  options.ReverseProxyEndpoint = "https://p/proxy?k=v";
  ExpectRefused("options.ReverseProxyEndpoint", [&] { MakeClient(options); });
}

// With a fragment in the endpoint, every request goes to "/".
TEST_F(DotNetBugs, EndpointsWithMoreThanAPathAreRefused) {
  for (const char* endpoint :
       {"https://a/#frag", "https://a/?x=1", "https://u:p@a", "https://u@a", "/x", "ftp://a"}) {
    ExpectRefused("endpoint", [&] { MakeClient({}, "chat", endpoint); });
  }
}

// Null options cause a NullReferenceException.
TEST_F(DotNetBugs, OptionsAreOptional) {
  const Client client("https://a", "chat", AzureKeyCredential("k"));
  EXPECT_EQ(client.Endpoint(), "https://a");
}

// The lifetime is a minute too short, and a negative lifetime is accepted.
TEST_F(DotNetBugs, LifetimesAreExact) {
  Transport->WillRespond(200, {}, R"({"token":"t"})");
  ClientAccessOptions options;
  options.ExpiresAfter = std::chrono::minutes(2);
  (void)MakeTokenClient().GetClientAccessUri(options);
  EXPECT_NE(Urls().at(0).find("minutesToExpire=2&"), std::string::npos);
  options.ExpiresAfter = std::chrono::minutes(-2);
  ExpectRefused("options.ExpiresAfter", [&] { (void)MakeClient().GetClientAccessUri(options); });
}

// The synchronous form of 1.6.0 doesn't send the groups.
TEST_F(DotNetBugs, InitialGroupsAreSent) {
  Transport->WillRespond(200, {}, R"({"token":"t"})");
  ClientAccessOptions options;
  options.Groups = {"g1", "g 2"};
  (void)MakeTokenClient().GetClientAccessUri(options);
  EXPECT_NE(Urls().at(0).find("&group=g1&group=g%202&"), std::string::npos);
}

// Errors of HEAD requests have no code, because x-ms-error-code isn't read.
TEST_F(DotNetBugs, HeadErrorsHaveTheirCode) {
  Transport->WillRespond(401, {{"x-ms-error-code", "Error.Token"}});
  try {
    (void)MakeClient().GroupExists("room");
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(exception.ErrorCode(), "Error.Token");
  }
}

// RemoveConnectionsFromGroups without a filter selects the whole hub.
TEST_F(DotNetBugs, TheWholeHubIsSelectedOnlyWithAllConnections) {
  const Client client = MakeClient();
  ExpectRefused("filter", [&] { client.RemoveConnectionsFromGroups({"g"}, ""); });
  Transport->WillRespond(200);
  client.RemoveConnectionsFromGroups({"g"}, ClientConnectionFilter::AllConnections());
  EXPECT_EQ(Transport->Requests().at(0).Body(), R"({"filter":null,"groups":["g"]})");
}

// A page without members, or a body that isn't a page, counts as an empty page.
TEST_F(DotNetBugs, AnInvalidPageIsNotAnEmptyPage) {
  Transport->WillRespond(200, {}, "{}");
  const auto list = MakeClient().ListConnectionsInGroup("room");
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
