// Validation, and what is refused with which status.

#include "hub_bench.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EventValidation : public EventTest {
 protected:
  EventValidation() {
    Options.Sources = {EventSource("https://myres.webpubsub.azure.com", {AzureKeyCredential("k")}),
                       EventSource("https://b.example", {AzureKeyCredential("k")})};
  }
};

TEST_F(EventValidation, AllowsTheOriginsOfSources) {
  for (const char* origin :
       {"myres.webpubsub.azure.com", "MyRes.WebPubSub.Azure.com", "b.example"}) {
    const HttpResponse response = Handle(MakeValidationRequest(origin));
    EXPECT_EQ(response.Status(), 200);
    EXPECT_EQ(response.Headers().Get("WebHook-Allowed-Origin"), origin);
    EXPECT_EQ(response.Body(), "");
  }
  EXPECT_THAT(Reasons(), IsEmpty());
}

// One value "a, b" would be neither of the two to the service.
TEST_F(EventValidation, AllowsAnyOfSeveralOrigins) {
  for (const char* origin :
       {"a.example, b.example", "b.example,a.example", "a.example b.example"}) {
    const HttpResponse response = Handle(MakeValidationRequest(origin));
    EXPECT_EQ(response.Status(), 200);
    EXPECT_EQ(response.Headers().Get("WebHook-Allowed-Origin"), "*");
  }
}

TEST_F(EventValidation, RefusesOtherOrigins) {
  for (const char* origin :
       {"myres.webpubsub.azure.com.evil.io", "a.example", "a.example, c.example", "*", "."}) {
    const HttpResponse response = Handle(MakeValidationRequest(origin));
    EXPECT_EQ(response.Status(), 403) << origin;
    EXPECT_FALSE(response.Headers().Contains("WebHook-Allowed-Origin"));
    EXPECT_EQ(response.Body(), "");
  }
  EXPECT_EQ(Reasons(), std::vector<std::string>(5, "no source has the origin"));
}

TEST_F(EventValidation, NeedsOneOrigin) {
  const auto request = MakeValidationRequest("b.example");
  EXPECT_EQ(StatusOf(Without(request, "WebHook-Request-Origin")), 400);
  EXPECT_EQ(StatusOf(With(request, "WebHook-Request-Origin", "")), 400);
  EXPECT_EQ(StatusOf(Repeating(request, "WebHook-Request-Origin")), 400);
}

TEST_F(EventValidation, NeedsNoOtherHeader) {
  EXPECT_EQ(StatusOf(Without(MakeValidationRequest("b.example"), "ce-awpsversion")), 200);
}

TEST_F(EventValidation, NeedsNoToken) {
  Options.ValidateToken = [](std::string_view) { return false; };
  EXPECT_EQ(StatusOf(MakeValidationRequest("b.example")), 200);
  Options.Sources.clear();
  const HttpResponse response = Handle(MakeValidationRequest("any.example"));
  EXPECT_EQ(response.Headers().Get("WebHook-Allowed-Origin"), "any.example");
}

using EventRefusals = EventTest;

TEST_F(EventRefusals, OfOtherMethods) {
  for (const char* method : {"GET", "PUT", "HEAD", "DELETE", "PATCH", "post", "options", ""}) {
    auto request = UserRequest();
    request.Method = method;
    const HttpResponse response = Handle(request);
    EXPECT_EQ(response.Status(), 405) << method;
    EXPECT_EQ(response.Headers().Get("Allow"), "OPTIONS, POST");
  }
}

TEST_F(EventRefusals, OfMissingAndRepeatedHeaders) {
  for (const char* name :
       {"ce-type", "ce-connectionId", "ce-hub", "WebHook-Request-Origin", "ce-specversion"}) {
    EXPECT_EQ(StatusOf(Without(UserRequest(), name)), 400) << name;
    EXPECT_EQ(StatusOf(Repeating(UserRequest(), name)), 400) << name;
    EXPECT_EQ(StatusOf(With(UserRequest(), name, "")), 400) << name;
  }
  EXPECT_EQ(StatusOf(Repeating(With(UserRequest(), "ce-userId", "ann"), "ce-userId")), 400);
}

TEST_F(EventRefusals, OfOtherSpecifications) {
  for (const char* version : {"0.3", "2.0", "10", "x", "1"}) {
    EXPECT_EQ(StatusOf(With(UserRequest(), "ce-specversion", version)), 400) << version;
  }
  for (const char* version : {"1.0", "1.1"}) {
    EXPECT_EQ(StatusOf(With(UserRequest(), "ce-specversion", version)), 204) << version;
  }
}

TEST_F(EventRefusals, OfWhatNothingAuthenticates) {
  EXPECT_EQ(StatusOf(Without(UserRequest(), "ce-signature")), 401);
  EXPECT_EQ(StatusOf(With(UserRequest(), "WebHook-Request-Origin", "evil.example")), 403);
  EXPECT_THAT(Reasons(),
              ElementsAre("ce-signature is missing or repeated", "no source has the origin"));
}

TEST_F(EventRefusals, OfOtherHubs) {
  EXPECT_EQ(StatusOf(With(UserRequest(), "ce-hub", "news")), 404);
  EXPECT_EQ(StatusOf(With(UserRequest(), "ce-hub", "chatter")), 404);
  EXPECT_EQ(StatusOf(With(UserRequest(), "ce-hub", "CHAT")), 204);
  EXPECT_EQ(Hub->Messages.at(0).Context.Hub, "CHAT");
}

TEST_F(EventRefusals, OfLargeBodies) {
  Options.MaxBodyBytes = 10;
  EXPECT_EQ(StatusOf(UserRequest(std::string(10, 'x'))), 204);
  EXPECT_EQ(StatusOf(UserRequest(std::string(11, 'x'))), 413);
  EXPECT_EQ(EventHandlerOptions().MaxBodyBytes, 4U * 1024 * 1024);
}

TEST_F(EventRefusals, OfMalformedBodies) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const std::string& type :
       {std::string("sys.connect"), std::string("sys.connected"), std::string("sys.disconnected"),
        std::string("gp.joined"), std::string("gp.left")}) {
    for (const std::string& body :
         {std::string("{"), std::string("x"), std::string("[]"), std::string("1"),
          std::string("null"), std::string("{} x"), std::string("{\"reason\":\"\xff\"}"),
          "{\"a\":" + deep + "}", std::string("\0", 1)}) {
      EXPECT_EQ(StatusOf(RequestOfType("azure.webpubsub." + type, body)), 400) << type << body;
    }
  }
  EXPECT_EQ(Hub->Events(), 0U);
}

TEST_F(EventRefusals, OfUnknownTypes) {
  for (const char* type : {"azure.webpubsub.sys.recovered", "azure.webpubsub.gp.renamed",
                           "azure.webpubsub.sys.", "azure.webpubsub.sys.connect.x"}) {
    EXPECT_EQ(StatusOf(RequestOfType(type)), 204) << type;
  }
  EXPECT_THAT(Reasons(), Not(IsEmpty()));
  for (const char* type :
       {"azure.webpubsub.stream.ended", "azure.webpubsub", "azure.webpubsub.user",
        "azure.webpubsub.user.", "com.example.event", "message"}) {
    EXPECT_EQ(StatusOf(RequestOfType(type)), 400) << type;
  }
  EXPECT_EQ(Hub->Events(), 0U);
}

// Before the signature is checked, nothing else of a request matters.
TEST_F(EventRefusals, CheckTheSignatureFirst) {
  Options.MaxBodyBytes = 10;
  auto request = With(With(ConnectRequest(), "ce-hub", "news"), "ce-type", "com.example");
  request.Body = "{ this is no JSON";
  request.Headers.Set("ce-signature", "sha256=" + std::string(64, '0'));
  EXPECT_EQ(StatusOf(request), 401);
}

TEST_F(EventRefusals, AreLoggedWithTheirReasonAndNeverExplained) {
  const HttpResponse response = Handle(With(UserRequest(), "ce-hub", "news"));
  EXPECT_EQ(response.Status(), 404);
  EXPECT_EQ(response.Body(), "");
  EXPECT_EQ(response.Headers().Size(), 0U);
  const auto records = Log.Of("EventRefused");
  ASSERT_THAT(records, ::testing::SizeIs(1));
  EXPECT_EQ(records[0].Level, LogLevel::Warning);
  EXPECT_THAT(
      records[0].Fields,
      ElementsAre(std::pair<std::string, std::string>("reason", "the event is of another hub"),
                  std::pair<std::string, std::string>("status", "404"),
                  std::pair<std::string, std::string>("hub", "news"),
                  std::pair<std::string, std::string>("connectionId", "conn-1")));
}

TEST_F(EventRefusals, AreLoggedAtALimitedLength) {
  (void)Handle(With(UserRequest(), "ce-hub", std::string(10'000, 'x')));
  EXPECT_EQ(FieldOf(Log.Of("EventRefused").at(0), "hub")->size(), 256U);
}

TEST_F(EventRefusals, ObeyTheLevelOfTheLogger) {
  Options.LoggerLevel = LogLevel::Error;
  (void)Handle(With(UserRequest(), "ce-hub", "news"));
  EXPECT_THAT(Log.Records(), IsEmpty());
}

TEST_F(EventRefusals, LogNoSecret) {
  Options.LoggerLevel = LogLevel::Verbose;
  Options.ValidateToken = [](std::string_view) { return false; };
  const char* const body =
      R"({"claims":{"sub":["secret-claim"]},"query":{"access_token":["secret-query"]},
          "headers":{"Authorization":["secret-header"]},
          "mqtt":{"protocolVersion":5,"password":"secret-password"}})";
  auto request = ConnectRequest(body);
  request.Headers.Set("Authorization", "Bearer secret-token");
  request.Headers.Set("Cookie", "secret-cookie");
  request.Headers.Set("ce-connectionState", "secret-state");
  (void)Handle(request);
  Options.ValidateToken = nullptr;
  request.Body += "x";
  (void)Handle(request);
  request.Body.pop_back();
  (void)Handle(request);
  (void)Handle(With(request, "ce-signature", "sha256=secret-signature"));
  Hub->ToConnect = EventErrorResponse(200);
  (void)Handle(request);
  EXPECT_THAT(Log.Records(), ::testing::SizeIs(4));
  const std::string signature = request.Headers.Get("ce-signature").value();
  for (const LogRecord& record : Log.Records()) {
    EXPECT_THAT(record.ToText(), Not(HasSubstr("secret")));
    EXPECT_THAT(record.ToText(), Not(HasSubstr(signature.substr(7, 16))));
    EXPECT_THAT(record.ToText(), Not(HasSubstr(EventKey)));
  }
}

TEST_F(EventRefusals, MayBeLoggedByALoggerThatThrows) {
  Options.Logger = [](const LogRecord&) { throw std::runtime_error("the disk is full"); };
  EXPECT_EQ(StatusOf(With(UserRequest(), "ce-hub", "news")), 404);
}

TEST_F(EventTest, KnowsTheHubOfARequest) {
  EXPECT_EQ(HubOf(UserRequest()), "chat");
  EXPECT_EQ(HubOf(MakeValidationRequest()), std::nullopt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
