#include "pipeline/policies/reverse_proxy.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::string Rewritten(const std::string& service, const std::string& proxy,
                      const std::string& url) {
  HttpRequest request(HttpMethod::Get, url);
  ReverseProxyPolicy(ParseEndpoint(service, "service"), ParseEndpoint(proxy, "proxy"))
      .OnRequest(request, 1, {});
  return request.Url();
}

TEST(ReverseProxy, ReplacesTheServicesEndpoint) {
  struct Row {
    std::string Service;
    std::string Proxy;
    std::string Expected;
  };
  for (const Row& row : {
           Row{"https://name.example", "https://proxy.example", "https://proxy.example"},
           Row{"https://name.example/", "https://proxy.example/", "https://proxy.example"},
           Row{"https://name.example", "http://proxy.example:8080", "http://proxy.example:8080"},
           Row{"https://name.example", "https://proxy.example/awps", "https://proxy.example/awps"},
           Row{"https://name.example", "https://proxy.example/awps/", "https://proxy.example/awps"},
           Row{"https://name.example/base", "https://proxy.example", "https://proxy.example"},
           Row{"https://name.example/base/", "https://proxy.example/awps/",
               "https://proxy.example/awps"},
           Row{"http://[::1]:8080/base", "https://[::2]/awps", "https://[::2]/awps"},
       }) {
    const std::string rest = "/api/hubs/chat/:send?api-version=2024-12-01&filter=a%20b";
    const std::string url = ParseEndpoint(row.Service, "service").Url() + rest;
    EXPECT_EQ(Rewritten(row.Service, row.Proxy, url), row.Expected + rest);
  }
}

TEST(ReverseProxy, KeepsAUrlThatAPolicyHasPointedElsewhere) {
  for (const std::string url : {"https://other.example/x", "http://a/", "https://name.example:8/",
                                "https://name.example.evil.example/"}) {
    EXPECT_EQ(Rewritten("https://name.example", "https://proxy.example", url), url);
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
