#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* OneSlash = "exactly one slash, however the endpoint ends (API.md)";
constexpr const char* NoQuery = "a query, fragment or user info in an endpoint is refused (API.md)";
constexpr const char* MissingSlash = "dotnet.md 3: the slash after the base path is missing";
constexpr const char* OtherScheme = "dotnet.md 7: any scheme but http becomes wss";
constexpr const char* HostNames =
    "international host names are a feature of System.Uri; here they are written in Punycode";

WireOutcome Send(WireCall& c, const std::string& endpoint) {
  SendOptions options;
  options.Filter = "f";
  return c.ClientAt(endpoint).SendToUser("u", "m", options);
}

// The rows `endpoint:<url>` send a message, and the rows `endpoint.access:<url>` get a client URL.
WireCase Sends(const std::string& endpoint) {
  return Runs("endpoint:" + endpoint, [endpoint](WireCall& c) { return Send(c, endpoint); });
}

WireCase GivesAccess(const std::string& prefix, const std::string& endpoint) {
  return Runs(prefix + endpoint, [endpoint](WireCall& c) {
    return WireOutcome::AccessUrl(c.ClientAt(endpoint).GetClientAccessUri());
  });
}

WireCase GivesAccessWith(const std::string& prefix, const std::string& endpoint,
                         WireChanges changes, const char* why) {
  return RunsWith(prefix + endpoint, std::move(changes), why, [endpoint](WireCall& c) {
    return WireOutcome::AccessUrl(c.ClientAt(endpoint).GetClientAccessUri());
  });
}

std::function<void(WireCall&)> RefusedEndpoint(const std::string& endpoint) {
  return Refused("endpoint", [endpoint](WireCall& c) { c.ClientAt(endpoint); });
}

std::function<void(WireCall&)> AccessIs(const std::string& endpoint, const std::string& url) {
  return [=](WireCall& c) {
    const std::string access = c.ClientAt(endpoint).GetClientAccessUri();
    EXPECT_EQ(access.substr(0, access.find('?')), url);
  };
}

// The rows `send:<url>` are calls without a server. Their result is the URL of the request.
WireCase SendsTo(const std::string& endpoint) {
  return Runs("send:" + endpoint, [endpoint](WireCall& c) -> WireOutcome {
    return c.ClientAt(endpoint).SendToAll("x");
  });
}

SendOptions Options(const char* excluded, const char* filter) {
  SendOptions options;
  options.Excluded = {excluded};
  options.Filter = filter;
  return options;
}

WireOutcome SendThrough(WireCall& c, const char* proxy) {
  return c.ClientThrough(proxy).SendToGroup("g 1", "m", Options("c1", "f x"));
}

WebPubSubServiceClient TokenClientThrough(WireCall& c, const char* proxy) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = proxy;
  return c.TokenClient(options);
}

std::vector<WireCase> ProxyCases() {
  return {
      Runs("proxy:http://127.0.0.1:18323",
           [](WireCall& c) { return SendThrough(c, "http://127.0.0.1:18323"); }),
      Runs("proxy:http://127.0.0.1:18323/proxy",
           [](WireCall& c) { return SendThrough(c, "http://127.0.0.1:18323/proxy"); }),
      Differs("proxy:http://127.0.0.1:18323/proxy?k=v", NoQuery,
              Refused("options.ReverseProxyEndpoint",
                      [](WireCall& c) { c.ClientThrough("http://127.0.0.1:18323/proxy?k=v"); })),
      Runs("proxy.nasty",
           [](WireCall& c) {
             return c.ClientThrough(WireCall::Proxy).GroupExists("a b/c+d%e?f#g&h=i");
           }),
      Runs("proxy.access",
           [](WireCall& c) {
             return WireOutcome::AccessUrl(c.ClientThrough(WireCall::Proxy).GetClientAccessUri());
           }),
      Runs("proxy.token.https",
           [](WireCall& c) { return TokenClientThrough(c, WireCall::SecureProxy).SendToAll("x"); }),
      Runs(
          "proxy.token.http",
          [](WireCall& c) { return TokenClientThrough(c, WireCall::Proxy).SendToAll("x"); },
          "credential"),
      RunsWith("proxy.token.access", {{"minutesToExpire=59", "minutesToExpire=60"}},
               "no minute is lost (API.md)",
               [](WireCall& c) {
                 return WireOutcome::AccessUrl(
                     TokenClientThrough(c, WireCall::SecureProxy).GetClientAccessUri());
               }),
  };
}

std::vector<WireCase> ServedCases() {
  const std::string service = WireCall::Service;
  const std::string access = "endpoint.access:";
  return {
      Sends(service + "/"),
      GivesAccess(access, service + "/"),
      GivesAccessWith(access, service + "/base", {{"baseclient", "base/client"}}, MissingSlash),
      GivesAccess(access, service + "/base/"),
      RunsWith("endpoint:" + service + "/base//", {{"/base///api", "/base/api"}}, OneSlash,
               [=](WireCall& c) { return Send(c, service + "/base//"); }),
      GivesAccessWith(access, service + "/base//", {{"/base//client", "/base/client"}}, OneSlash),
      Sends(service + "/a b/é"),
      Differs("endpoint:" + service + "/?x=1&y=a%20b", NoQuery,
              RefusedEndpoint(service + "/?x=1&y=a%20b")),
      Differs(access + service + "/?x=1&y=a%20b", NoQuery,
              RefusedEndpoint(service + "/?x=1&y=a%20b")),
      Differs(access + service + "/base?x=1", NoQuery, RefusedEndpoint(service + "/base?x=1")),
      Differs(access + service + "/#frag", NoQuery, RefusedEndpoint(service + "/#frag")),
      Sends("HTTP://LOCALHOST:18321"),
      GivesAccess(access, "HTTP://LOCALHOST:18321"),
  };
}

std::vector<WireCase> UnservedCases() {
  std::vector<WireCase> cases = {
      DotNetBug("send:http://[::1]:18321", "dotnet.md 3: IPv6 causes a FormatException",
                [](WireCall& c) {
                  c.ClientAt("http://[::1]:18321").SendToAll("x");
                  EXPECT_EQ(c.Urls().at(0),
                            "http://[::1]:18321/api/hubs/some_hub/:send?api-version=2024-12-01");
                }),
      GivesAccessWith("access:", "https://WPS.Contoso.com/Base", {{"Baseclient", "Base/client"}},
                      MissingSlash),
      DotNetOnly("send:https://münchen.example", HostNames,
                 [](WireCall& c) {
                   RefusedEndpoint("https://münchen.example")(c);
                   c.ClientAt("https://xn--mnchen-3ya.example").SendToAll("x");
                   EXPECT_EQ(c.Urls().at(0),
                             "https://xn--mnchen-3ya.example/api/hubs/some_hub/:send"
                             "?api-version=2024-12-01");
                 }),
      DotNetOnly("access:https://münchen.example", HostNames,
                 AccessIs("https://xn--mnchen-3ya.example",
                          "wss://xn--mnchen-3ya.example/client/hubs/some_hub")),
      DotNetBug("access:ftp://x.example", OtherScheme, RefusedEndpoint("ftp://x.example")),
  };
  for (const char* endpoint :
       {"https://wps.contoso.com", "https://wps.contoso.com/", "https://wps.contoso.com:443",
        "http://wps.contoso.com", "http://wps.contoso.com:80", "https://WPS.Contoso.com/Base"}) {
    cases.push_back(SendsTo(endpoint));
  }
  for (const char* endpoint :
       {"http://[::1]:18321", "https://wps.contoso.com", "https://wps.contoso.com/",
        "https://wps.contoso.com:8443", "http://wps.contoso.com", "http://wps.contoso.com:80"}) {
    cases.push_back(GivesAccess("access:", endpoint));
  }
  return cases;
}

class WireEndpoints : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireEndpoints, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireEndpoints, ::testing::ValuesIn(WireEndpointCases()),
                         WireTestName);

}  // namespace

std::vector<WireCase> WireEndpointCases() {
  std::vector<WireCase> all;
  for (const auto& cases : {ServedCases(), UnservedCases(), ProxyCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
