#include <azure/messaging/webpubsub/adapters/opentelemetry.hpp>

#include <gtest/gtest.h>

#include <string>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::string ServerOf(const char* url) {
  const auto server = Detail::OpenTelemetryServerOf(url);
  return std::string(server.Address) + " " + std::to_string(server.Port);
}

TEST(OpenTelemetryServer, IsThatOfTheUrl) {
  EXPECT_EQ(ServerOf("https://wps.example/api?x=y"), "wps.example 443");
  EXPECT_EQ(ServerOf("http://wps.example"), "wps.example 80");
  EXPECT_EQ(ServerOf("https://wps.example:8443/a:b@c"), "wps.example 8443");
  EXPECT_EQ(ServerOf("https://wps.example?a@b:1"), "wps.example 443");
  EXPECT_EQ(ServerOf("https://REDACTED@wps.example:1/"), "wps.example 1");
  EXPECT_EQ(ServerOf("http://[::1]/"), "::1 80");
  EXPECT_EQ(ServerOf("http://[::1]:8080/"), "::1 8080");
  EXPECT_EQ(ServerOf("nothing"), " 0");
  EXPECT_EQ(ServerOf(""), " 0");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
