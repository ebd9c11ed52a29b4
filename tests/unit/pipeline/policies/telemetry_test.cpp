#include "pipeline/policies/telemetry.hpp"

#include <azure/messaging/webpubsub/version.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/environment_variable.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::ExpectRefused;

constexpr const char* Switch = "AZURE_TELEMETRY_DISABLED";

class Telemetry : public ::testing::Test {
 protected:
  Telemetry() { Testing::RemoveVariable(Switch); }
  ~Telemetry() override { Testing::RemoveVariable(Switch); }

  static std::optional<std::string> UserAgent(const TelemetryOptions& options,
                                              const std::string& transport = "libcurl/7.88.1") {
    HttpRequest request(HttpMethod::Get, "https://a/");
    TelemetryPolicy(options, transport).OnRequest(request, 1, {});
    return request.Headers().Get("User-Agent");
  }
  static TelemetryOptions WithId(std::string id) {
    TelemetryOptions options;
    options.ApplicationId = std::move(id);
    return options;
  }
};

TEST_F(Telemetry, NamesTheLibraryItsVersionTheSystemAndTheTransport) {
  const auto userAgent = UserAgent({});
  ASSERT_TRUE(userAgent);
  EXPECT_THAT(*userAgent, ::testing::MatchesRegex("azure-messaging-webpubsub-cpp/[0-9.]+[^ ]* "
                                                  "\\([A-Za-z]+; libcurl/7\\.88\\.1\\)"));
  EXPECT_NE(userAgent->find("/" AZURE_MESSAGING_WEBPUBSUB_VERSION " "), std::string::npos);
}

TEST_F(Telemetry, OmitsAnUnknownTransport) {
  const std::string named = UserAgent({}).value_or("");
  EXPECT_EQ(UserAgent({}, ""), named.substr(0, named.find(';')) + ")");
}

TEST_F(Telemetry, PutsTheApplicationFirst) {
  EXPECT_EQ(UserAgent(WithId("my-service")), "my-service " + UserAgent({}).value_or(""));
  const std::string longest(24, 'a');
  EXPECT_EQ(UserAgent(WithId(longest)), longest + " " + UserAgent({}).value_or(""));
}

TEST_F(Telemetry, RefusesApplicationIdsThatAreTooLongOrNotOneWord) {
  for (const std::string& id : {std::string(25, 'a'), std::string("my service"), std::string("a\t"),
                                std::string("a\r\nEvil: 1"), std::string("\xc3\xa4"),
                                std::string("a\0", 2), std::string(" ")}) {
    ExpectRefused("options.Telemetry.ApplicationId", [&] { UserAgent(WithId(id)); });
    // The id is checked even if it isn't sent.
    TelemetryOptions off = WithId(id);
    off.Enabled = false;
    ExpectRefused("options.Telemetry.ApplicationId", [&] { UserAgent(off); });
  }
}

TEST_F(Telemetry, IsOffByOption) {
  TelemetryOptions options = WithId("my-service");
  options.Enabled = false;
  EXPECT_EQ(UserAgent(options), std::nullopt);
}

TEST_F(Telemetry, IsOffByTheEnvironment) {
  for (const char* value : {"1", "true", "True", "TRUE"}) {
    Testing::SetVariable(Switch, value);
    EXPECT_EQ(UserAgent({}), std::nullopt) << value;
  }
  for (const char* value : {"", "0", "false", "no", "2", "truer"}) {
    Testing::SetVariable(Switch, value);
    EXPECT_NE(UserAgent({}), std::nullopt) << value;
  }
}

TEST_F(Telemetry, ReplacesAnExistingUserAgent) {
  HttpRequest request(HttpMethod::Get, "https://a/");
  request.Headers().Set("user-agent", "old");
  TelemetryPolicy({}, "").OnRequest(request, 1, {});
  EXPECT_EQ(request.Headers().Size(), 1U);
  EXPECT_NE(request.Headers().Get("User-Agent"), "old");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
