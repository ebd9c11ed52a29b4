#include "url/endpoint.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::ExpectRefused;

struct EndpointRow {
  std::string Given;
  std::string Url;
  std::string WebSocketUrl;
};

TEST(Endpoint, IsNormalised) {
  const std::vector<EndpointRow> rows = {
      {"https://name.example", "https://name.example", "wss://name.example"},
      {"http://name.example", "http://name.example", "ws://name.example"},
      {"name.example", "https://name.example", "wss://name.example"},
      {"name.example:8443/base", "https://name.example:8443/base", "wss://name.example:8443/base"},
      {"HTTPS://Name.EXAMPLE", "https://name.example", "wss://name.example"},
      {"https://name.example/", "https://name.example", "wss://name.example"},
      {"https://name.example///", "https://name.example", "wss://name.example"},
      {"https://name.example:443", "https://name.example", "wss://name.example"},
      {"http://name.example:80", "http://name.example", "ws://name.example"},
      {"https://name.example:80", "https://name.example:80", "wss://name.example:80"},
      {"http://name.example:443", "http://name.example:443", "ws://name.example:443"},
      {"https://name.example/Base/Path/", "https://name.example/Base/Path",
       "wss://name.example/Base/Path"},
      {"https://name.example/a//b", "https://name.example/a//b", "wss://name.example/a//b"},
      {"https://name.example/a b/\xc3\xa4", "https://name.example/a%20b/%C3%A4",
       "wss://name.example/a%20b/%C3%A4"},
      {"https://name.example/a%20b", "https://name.example/a%20b", "wss://name.example/a%20b"},
      {"https://name.example/a.b/...", "https://name.example/a.b/...",
       "wss://name.example/a.b/..."},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080", "ws://127.0.0.1:8080"},
      {"http://[::1]:8080", "http://[::1]:8080", "ws://[::1]:8080"},
      {"https://[2001:DB8::1]", "https://[2001:db8::1]", "wss://[2001:db8::1]"},
      {"https://[::1]:443/base/", "https://[::1]/base", "wss://[::1]/base"}};
  for (const EndpointRow& row : rows) {
    SCOPED_TRACE(row.Given);
    const Endpoint endpoint = ParseEndpoint(row.Given, "endpoint");
    EXPECT_EQ(endpoint.Url(), row.Url);
    EXPECT_EQ(endpoint.WebSocketUrl(), row.WebSocketUrl);
  }
}

TEST(Endpoint, UsesAGivenPortInsteadOfItsOwn) {
  EXPECT_EQ(ParseEndpoint("https://a:1/b", "endpoint", 8080).Url(), "https://a:8080/b");
  EXPECT_EQ(ParseEndpoint("https://a:1", "endpoint", 443).Url(), "https://a");
  EXPECT_EQ(ParseEndpoint("http://[::1]", "endpoint", 443).Url(), "http://[::1]:443");
}

TEST(Endpoint, IsRefusedIfNoPathCanBeAppended) {
  struct Row {
    std::string Text;
    std::string Says;
  };
  // libcurl accepts some of these: a single slash after the scheme, and percent-encoded hosts.
  for (const Row& row : {Row{"", "empty"},
                         Row{"https://", "URL"},
                         Row{"https:///path", "URL"},
                         Row{"https:/host/x=https://[::1]:443/", "URL"},
                         Row{"ht~tp://host", "URL"},
                         Row{"https://a%62c", "URL"},
                         Row{"4%4%44", "URL"},
                         Row{"https://[fe80::1%25eth0]", "URL"},
                         Row{"https://a b", "URL"},
                         Row{"https://a:99999", "URL"},
                         Row{"https://a:", "URL"},
                         Row{"https://a:-1", "URL"},
                         Row{"https://a:x", "URL"},
                         Row{"https://a:0", "port 0"},
                         Row{"https://[::1", "URL"},
                         Row{"ftp://a", "http"},
                         Row{"wss://a", "http"},
                         Row{"file:///etc/passwd", "URL"},
                         Row{"https://user@a", "user"},
                         Row{"https://user:password@a", "user"},
                         Row{"https://a?x=1", "query"},
                         Row{"https://a/b?x=1", "query"},
                         Row{"https://a/?", "query"},
                         Row{"https://a#b", "fragment"},
                         Row{"https://a/b#", "fragment"},
                         Row{"https://a/.", ". or .."},
                         Row{"https://a/b/../c", ". or .."},
                         Row{"https://a/..", ". or .."},
                         Row{"https://a/%2e%2E/b", ". or .."},
                         Row{"https://a/b/.%2e", ". or .."},
                         Row{"https://a/%2E", ". or .."},
                         Row{"https:/s://a/{", "URL"},
                         Row{"https://%ff.example", "URL"},
                         Row{"%2e%2e", "URL"},
                         Row{"https://a%2eexample:80/b", "URL"},
                         Row{"https://a\r\nEvil: 1", "URL"},
                         Row{std::string("https://a\0b", 11), "URL"}}) {
    ExpectRefused(
        "options.Name", [&] { ParseEndpoint(row.Text, "options.Name"); }, row.Says);
  }
}

struct LinkRow {
  std::string Endpoint;
  std::string Link;
  /// Empty if the link leads outside the endpoint, or is invalid.
  std::string Resolved;
};

TEST(ResolveBelow, GivesAnAbsoluteUrlBelowTheEndpointOnly) {
  const std::string plain = "https://name.example";
  const std::string based = "https://name.example:8443/base";
  const std::vector<LinkRow> rows = {
      // Absolute.
      {plain, "https://name.example/api/x?a=1&b=%20", "https://name.example/api/x?a=1&b=%20"},
      {plain, "https://name.example:443/api/x", "https://name.example/api/x"},
      {plain, "HTTPS://NAME.example/api/X", "https://name.example/api/X"},
      {based, "https://name.example:8443/base/x", "https://name.example:8443/base/x"},
      // Relative to the request's URL, whose path is /…/api/hubs/chat/list.
      {plain, "/api/x?a=1", "https://name.example/api/x?a=1"},
      {plain, "next?a=1", "https://name.example/api/hubs/chat/next?a=1"},
      {plain, "?a=1", "https://name.example/api/hubs/chat/list?a=1"},
      {plain, "../x", "https://name.example/api/hubs/x"},
      {plain, "./x", "https://name.example/api/hubs/chat/x"},
      {plain, "../../../../../x", "https://name.example/x"},
      {plain, "//name.example/x", "https://name.example/x"},
      {based, "/base/x", "https://name.example:8443/base/x"},
      {based, "next", "https://name.example:8443/base/api/hubs/chat/next"},
      // Another origin.
      {plain, "https://evil.example/api/x", ""},
      {plain, "//evil.example/api/x", ""},
      {plain, "http://name.example/api/x", ""},
      {plain, "https://name.example:8443/api/x", ""},
      {plain, "https://name.example.evil.example/api/x", ""},
      {plain, "https://name.example@evil.example/x", ""},
      {plain, "https://evil.example\\@name.example/x", ""},
      {plain, "https://user:password@name.example/x", ""},
      {plain, "https://name.example/x#fragment", ""},
      {plain, "ftp://name.example/x", ""},
      {plain, "https://name%2eexample/x", "https://name.example/x"},
      {plain, "javascript:alert(1)", ""},
      {plain, "file:///etc/passwd", ""},
      // Another base path.
      {based, "/x", ""},
      {based, "/basement/x", ""},
      {based, "/base", ""},
      {based, "/base/../x", ""},
      {based, "/base/%2e%2e/x", ""},
      {based, "../../../../x", ""},
      {based, "https://name.example/base/x", ""},
  };
  for (const LinkRow& row : rows) {
    const Endpoint endpoint = ParseEndpoint(row.Endpoint, "endpoint");
    const std::string base = endpoint.Url() + "/api/hubs/chat/list?api-version=2024-12-01";
    EXPECT_EQ(ResolveBelow(endpoint, base, row.Link).value_or(""), row.Resolved)
        << row.Endpoint << " " << row.Link;
  }
}

// libcurl 7.88 doesn't resolve encoded dot segments, so the link is refused. Later versions resolve
// them.
TEST(ResolveBelow, KeepsNoEncodedDotSegments) {
  const Endpoint endpoint = ParseEndpoint("https://name.example", "endpoint");
  const auto resolved =
      ResolveBelow(endpoint, endpoint.Url() + "/api", "https://name.example/a/%2e%2E/x");
  EXPECT_EQ(resolved.value_or("https://name.example/x"), "https://name.example/x");
}

TEST(ResolveBelow, WorksForIPv6Hosts) {
  const Endpoint endpoint = ParseEndpoint("http://[::1]:8080", "endpoint");
  EXPECT_EQ(ResolveBelow(endpoint, "http://[::1]:8080/api", "http://[::1]:8080/x?y"),
            "http://[::1]:8080/x?y");
  EXPECT_EQ(ResolveBelow(endpoint, "http://[::1]:8080/api", "http://[::2]:8080/x"), std::nullopt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
