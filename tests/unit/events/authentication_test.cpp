// Whose requests are events: origins, signatures, tokens.

#include <atomic>
#include <stdexcept>
#include <thread>

#include "hub_bench.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* Good = "8362b5366b2e32cbcb12ae8f467828fb14003ca3a9392f7e2eb5670e9990aabf";

class EventAuthentication : public EventTest {
 protected:
  // A request of the connection sensor-7 with these signatures, as they stand in the header.
  static EventHandlerRequest Signed(const std::string& signatures) {
    return With(MakeConnectedRequest(EventKey, "chat", "sensor-7"), "ce-signature", signatures);
  }
  [[nodiscard]] int StatusWith(const std::string& signatures) const {
    return StatusOf(Signed(signatures));
  }
};

struct KnownSignature {
  std::string Key;
  std::string ConnectionId;
  std::string Hex;
};

// The first is from .NET's tests, the others were made with openssl.
const std::vector<KnownSignature>& KnownSignatures() {
  static const std::vector<KnownSignature> rows = {
      {"7aab239577fd4f24bc919802fb629f5f", "0f9c97a2f0bf4706afe87a14e0797b11",
       "7767effcb3946f3e1de039df4b986ef02c110b1469d02c0a06f41b3b727ab561"},
      {EventKey, "3f1c6a50d9e94e0c8a7bb1d25c0f4e11",
       "5d91dba90f19bee079074c969b45715799210e9c541572a428d22401aaab88d0"},
      {EventKey, "sensor-7", Good},
      {EventKey, "\xd1\x87\xd0\xb0\xd1\x82",
       "47679f76dcf618b69c1558f75f234236d0b422f8eb54c7b23a80b5874b3952bb"}};
  return rows;
}

TEST_F(EventAuthentication, AcceptsKnownSignatures) {
  for (const auto& [key, connectionId, hex] : KnownSignatures()) {
    Options.Sources = {EventSource("localhost", {AzureKeyCredential(key)})};
    auto request = With(MakeConnectedRequest("another key", "chat", connectionId), "ce-signature",
                        "sha256=" + hex);
    EXPECT_EQ(StatusOf(request), 204) << connectionId;
    EXPECT_EQ(MakeConnectedRequest(key, "chat", connectionId).Headers.Get("ce-signature"),
              "sha256=" + hex);
    request.Headers.Set("ce-connectionId", connectionId + "x");
    EXPECT_EQ(StatusOf(request), 401) << connectionId;
  }
}

TEST_F(EventAuthentication, AcceptsAnySpellingOfASignature) {
  const std::string good = std::string("sha256=") + Good;
  const std::string bad = "sha256=" + std::string(64, '0');
  std::string upper = Good;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(StatusWith(good), 204);
  EXPECT_EQ(StatusWith("sha256=" + upper), 204);
  EXPECT_EQ(StatusWith(good + "," + bad), 204);
  EXPECT_EQ(StatusWith(bad + "," + good), 204);
  EXPECT_EQ(StatusWith(bad + ", " + good), 204);
  EXPECT_EQ(StatusWith(bad + " ,\t" + good + " "), 204);
  std::string eight = good;
  for (int i = 1; i < 8; ++i) eight = bad + "," + eight;
  EXPECT_EQ(StatusWith(eight), 204);
}

TEST_F(EventAuthentication, RefusesEverythingElse) {
  const std::string good = std::string("sha256=") + Good;
  std::string nine = good;
  for (int i = 1; i < 9; ++i) nine += ",sha256=" + std::string(64, '0');
  std::string oneBit = good;
  oneBit.back() = 'e';
  for (const std::string& signatures :
       {std::string(), std::string(" "), std::string(","), std::string("sha256="),
        std::string(Good), "sha1=" + std::string(Good), "SHA512=" + std::string(Good),
        good.substr(0, good.size() - 1), good + "0", good + ",", "," + good, good + ",x",
        good + ";" + good, good + " " + good, "sha256=" + std::string(63, '0') + "g", oneBit, nine,
        "sha256=" + std::string(64, '0')}) {
    EXPECT_EQ(StatusWith(signatures), 401) << signatures;
  }
  EXPECT_EQ(StatusOf(Without(Signed(good), "ce-signature")), 401);
  EXPECT_EQ(StatusOf(Repeating(Signed(good), "ce-signature")), 401);
  EXPECT_EQ(Hub->Events(), 0U);
}

TEST_F(EventAuthentication, AcceptsEachKeyOfASource) {
  Options.Sources[0].Keys.emplace_back("secondary");
  EXPECT_EQ(StatusOf(MakeConnectedRequest(EventKey, "chat", "c")), 204);
  EXPECT_EQ(StatusOf(MakeConnectedRequest("secondary", "chat", "c")), 204);
  EXPECT_EQ(StatusOf(MakeConnectedRequest("tertiary", "chat", "c")), 401);
}

TEST_F(EventAuthentication, FollowsTheRotationOfAKey) {
  AzureKeyCredential key("old");
  Options.Sources = {EventSource("localhost", {key})};
  const auto handler = Handler();
  const auto statusWith = [&](const char* signingKey) {
    return handler.Handle(MakeConnectedRequest(signingKey, "chat", "c")).Status();
  };
  EXPECT_EQ(statusWith("old"), 204);
  EXPECT_EQ(statusWith("new"), 401);
  key.Update("new");
  EXPECT_EQ(statusWith("new"), 204);
  EXPECT_EQ(statusWith("old"), 401);
}

TEST_F(EventAuthentication, MayRotateAKeyUnderTraffic) {
  AzureKeyCredential key("one");
  Options.Sources = {EventSource("localhost", {key})};
  Options.Logger = [](const LogRecord&) {};
  const WebPubSubEventHandler handler("chat", std::make_shared<WebPubSubHub>(), Options);
  std::atomic<int> accepted{0};
  std::atomic<bool> failed{false};
  std::vector<std::thread> threads;
  for (const char* signingKey : {"one", "two"}) {
    threads.emplace_back([&, signingKey] {
      const auto request = MakeConnectedRequest(signingKey, "chat", "c");
      while (accepted < 200) {
        const int status = handler.Handle(request).Status();
        if (status == 204) ++accepted;
        if (status != 204 && status != 401) failed = true;
      }
    });
  }
  while (accepted < 200) {
    key.Update("two");
    key.Update("one");
  }
  for (auto& thread : threads) thread.join();
  EXPECT_FALSE(failed);
}

TEST_F(EventAuthentication, BindsKeysToTheirEndpoints) {
  Options.Sources = {EventSource("https://a.example", {AzureKeyCredential("key of a")}),
                     EventSource("https://b.example", {AzureKeyCredential("key of b")})};
  const auto statusOf = [this](const char* key, const char* origin) {
    return StatusOf(MakeConnectedRequest(key, "chat", "c", origin));
  };
  EXPECT_EQ(statusOf("key of a", "a.example"), 204);
  EXPECT_EQ(statusOf("key of b", "b.example"), 204);
  EXPECT_EQ(statusOf("key of a", "b.example"), 401);
  EXPECT_EQ(statusOf("key of b", "a.example"), 401);
  EXPECT_EQ(statusOf("key of a", "c.example"), 403);
  EXPECT_EQ(statusOf("key of b", "x.example, b.example"), 204);
  EXPECT_EQ(statusOf("key of a", "x.example,b.example"), 401);
}

TEST_F(EventAuthentication, ComparesWholeHostsWithoutCaseAndPort) {
  Options.Sources = {
      EventSource("https://MyRes.webpubsub.azure.com:8443/base", {AzureKeyCredential(EventKey)})};
  const auto statusOf = [this](const char* origin) {
    return StatusOf(MakeConnectedRequest(EventKey, "chat", "c", origin));
  };
  for (const char* origin :
       {"myres.webpubsub.azure.com", "MYRES.WEBPUBSUB.AZURE.COM", "myres.webpubsub.azure.com:443",
        " myres.webpubsub.azure.com ", "b.example,myres.webpubsub.azure.com",
        "b.example , myres.webpubsub.azure.com", "b.example myres.webpubsub.azure.com"}) {
    EXPECT_EQ(statusOf(origin), 204) << origin;
  }
  for (const char* origin :
       {"myres.webpubsub.azure.com.evil.io", "evil.myres.webpubsub.azure.com", "myres", "*",
        "myres.webpubsub.azure.co", "https://myres.webpubsub.azure.com", "webpubsub.azure.com",
        "myres.webpubsub.azure.com@evil.io", "myres.webpubsub.azure.com;evil.io", ",", "null"}) {
    EXPECT_EQ(statusOf(origin), 403) << origin;
  }
}

TEST_F(EventAuthentication, KnowsIpv6Hosts) {
  Options.Sources = {EventSource("http://[::1]:8080", {AzureKeyCredential(EventKey)})};
  for (const char* origin : {"[::1]", "::1", "[::1]:8080"}) {
    EXPECT_EQ(StatusOf(MakeConnectedRequest(EventKey, "chat", "c", origin)), 204) << origin;
  }
  EXPECT_EQ(StatusOf(MakeConnectedRequest(EventKey, "chat", "c", "::2")), 403);
}

class EventTokens : public EventTest {
 protected:
  EventTokens() {
    Options.Sources = {EventSource("http://localhost")};
    Options.ValidateToken = [this](std::string_view bearer) {
      Seen.emplace_back(bearer);
      return bearer == "good";
    };
  }
  [[nodiscard]] int StatusWith(const std::string& authorization) const {
    return StatusOf(
        With(MakeConnectedRequest(EventKey, "chat", "c"), "Authorization", authorization));
  }

  std::vector<std::string> Seen;
};

TEST_F(EventTokens, AuthenticateWithoutKeys) {
  const auto unsignedRequest = Without(MakeConnectedRequest(EventKey, "chat", "c"), "ce-signature");
  EXPECT_EQ(StatusOf(With(unsignedRequest, "authorization", "Bearer good")), 204);
  EXPECT_EQ(StatusWith("bearer good"), 204);
  EXPECT_EQ(StatusWith("Bearer bad"), 401);
  EXPECT_THAT(Seen, ::testing::ElementsAre("good", "good", "bad"));
}

TEST_F(EventTokens, AreRequired) {
  const auto request = MakeConnectedRequest(EventKey, "chat", "c");
  EXPECT_EQ(StatusOf(request), 401);
  for (const char* authorization : {"", "Bearer", "Bearer ", "Basic good", "good", "Bearergood"}) {
    EXPECT_EQ(StatusWith(authorization), 401) << authorization;
  }
  EXPECT_EQ(StatusOf(Repeating(With(request, "Authorization", "Bearer good"), "Authorization")),
            401);
  EXPECT_THAT(Seen, ::testing::IsEmpty());
}

TEST_F(EventTokens, AreCheckedBesidesSignatures) {
  Options.Sources[0].Keys.emplace_back(EventKey);
  const auto good =
      With(MakeConnectedRequest(EventKey, "chat", "c"), "Authorization", "Bearer good");
  EXPECT_EQ(StatusOf(good), 204);
  EXPECT_EQ(StatusOf(Without(good, "ce-signature")), 401);
  EXPECT_EQ(StatusOf(Without(good, "Authorization")), 401);
  EXPECT_EQ(StatusOf(With(good, "Authorization", "Bearer bad")), 401);
  EXPECT_EQ(StatusOf(MakeConnectedRequest(EventKey, "chat", "c", "evil.example")), 403);
}

TEST_F(EventTokens, AreEnoughWithoutSources) {
  Options.Sources.clear();
  const auto request = MakeConnectedRequest("any", "chat", "c", "any.example");
  EXPECT_EQ(StatusOf(With(request, "Authorization", "Bearer good")), 204);
  EXPECT_EQ(StatusOf(request), 401);
}

TEST_F(EventTokens, ThatCannotBeCheckedAreRefusedFor500) {
  Options.ValidateToken = [](std::string_view) -> bool { throw std::runtime_error("no metadata"); };
  const HttpResponse response =
      Handle(With(MakeConnectedRequest(EventKey, "chat", "c"), "Authorization", "Bearer secret"));
  EXPECT_EQ(response.Status(), 500);
  EXPECT_EQ(response.Body(), "");
  EXPECT_THAT(Reasons(), ::testing::ElementsAre("ValidateToken threw an exception"));
}

TEST_F(EventTest, MayAllowUnauthenticatedRequestsLoudly) {
  Options.AllowUnauthenticated = true;
  const auto request = MakeConnectedRequest("another key", "chat", "c");
  EXPECT_EQ(StatusOf(request), 204);
  EXPECT_EQ(StatusOf(Without(request, "ce-signature")), 204);
  EXPECT_EQ(StatusOf(With(request, "WebHook-Request-Origin", "evil.example")), 403);
  EXPECT_THAT(Log.Of("EventsUnauthenticated"), ::testing::SizeIs(3));
  Options.Sources.clear();
  EXPECT_EQ(StatusOf(With(request, "WebHook-Request-Origin", "any.example")), 204);
}

TEST_F(EventTest, RefusesHandlersThatCheckNothing) {
  Options.Sources.clear();
  ExpectRefused(
      "options.Sources", [this] { (void)Handler(); }, "must not be empty");
  Options.Sources = {EventSource("https://a.example", {AzureKeyCredential(EventKey)}),
                     EventSource("https://b.example")};
  ExpectRefused(
      "options.Sources", [this] { (void)Handler(); }, "must have a key");
  ExpectRefused("options.Sources", [this] { (void)WebPubSubEventHandler("chat", Hub, {}); });
}

TEST_F(EventTest, RefusesBadArguments) {
  for (const char* endpoint : {"", "https://", "https:///x", "https://a b", "https://a,b",
                               "https://user@a", "[]", "https://?x"}) {
    Options.Sources = {EventSource(endpoint, {AzureKeyCredential(EventKey)})};
    ExpectRefused(
        "options.Sources", [this] { (void)Handler(); }, "must have a host");
  }
  Options.Sources = {EventSource("a", {AzureKeyCredential(EventKey)})};
  for (const char* hub : {"", "1", "a b", "chat/", "..", "чат"}) {
    ExpectRefused("hub", [&] { (void)WebPubSubEventHandler(hub, Hub, Options); });
  }
  ExpectRefused("receiver", [this] { (void)WebPubSubEventHandler("chat", nullptr, Options); });
}

constexpr const char* Primary = "Endpoint=https://a.example;AccessKey=first;Version=1.0;";
constexpr const char* Secondary = "Endpoint=https://a.example;AccessKey=second;Version=1.0;";

TEST_F(EventTest, ReadsSourcesFromConnectionStrings) {
  Options.Sources = {EventSource::FromConnectionString(Primary)};
  EXPECT_EQ(Options.Sources[0].Endpoint, "https://a.example");
  EXPECT_EQ(StatusOf(MakeConnectedRequest("first", "chat", "c", "a.example")), 204);
  EXPECT_EQ(StatusOf(MakeConnectedRequest("second", "chat", "c", "a.example")), 401);
  for (const EventSource& source :
       {EventSource::FromConnectionString(Primary, Secondary),
        EventSource::FromConnectionString(std::string(Primary), std::string(Secondary)),
        EventSource::FromConnectionString(std::string(Primary), Secondary),
        EventSource::FromConnectionString(Primary, std::string(Secondary))}) {
    Options.Sources = {source};
    EXPECT_EQ(StatusOf(MakeConnectedRequest("first", "chat", "c", "a.example")), 204);
    EXPECT_EQ(StatusOf(MakeConnectedRequest("second", "chat", "c", "a.example")), 204);
  }
}

TEST_F(EventTest, RefusesBadConnectionStrings) {
  const char* const null = nullptr;
  ExpectRefused("primary", [&] { EventSource::FromConnectionString(null); });
  ExpectRefused("primary", [&] { EventSource::FromConnectionString(null, Secondary); });
  ExpectRefused("primary",
                [&] { EventSource::FromConnectionString(null, std::string(Secondary)); });
  ExpectRefused("secondary", [&] { EventSource::FromConnectionString(Primary, null); });
  ExpectRefused("secondary",
                [&] { EventSource::FromConnectionString(std::string(Primary), null); });
  ExpectRefused("connectionString", [] { EventSource::FromConnectionString("x"); });
  ExpectRefused("secondary", [] {
    EventSource::FromConnectionString(Primary, "Endpoint=https://b.example;AccessKey=second;");
  });
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
