#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http2_proxy.hpp"
#include "local_service/service.hpp"
#include "local_service/tests/self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

/// A proxy that offers HTTP/2 and HTTP/1.1, in front of a local service.
class HttpVersion : public ::testing::Test {
 protected:
  void SetUp() override {
    if (Http2Proxy::IsInstalled()) return;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string_view(ci) == "true") FAIL() << "nghttpx is not installed";
    GTEST_SKIP() << "SKIPPED: the HTTP/2 tests: nghttpx is not installed (package nghttp2-proxy)";
  }

  WebPubSubServiceClient MakeClient(const Http2Proxy& proxy, HttpVersionPolicy version) {
    WebPubSubServiceClientOptions options;
    options.Transport.CaFile = Certificate.CertificateFile();
    options.Transport.HttpVersion = version;
    return {proxy.Url(), "chat", AzureKeyCredential(LocalService::ServiceOptions().PrimaryKey),
            options};
  }

  // The HTTP versions of all requests that reached the proxy, as its Via headers report them.
  std::set<std::string> Versions() {
    std::set<std::string> versions;
    for (const auto& request : Service.Requests()) {
      const auto via = std::find_if(request.Headers.begin(), request.Headers.end(),
                                    [](const auto& header) { return header.first == "via"; });
      versions.insert(via == request.Headers.end() ? "no proxy" : via->second);
    }
    return versions;
  }

  void SendInBothForms(const WebPubSubServiceClient& client) {
    constexpr int Count = 50;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.SendToAll("blocking").Status(), 202);
    std::vector<Future<Response>> sent;
    for (int i = 0; i < Count; ++i) sent.push_back(client.SendToAllAsync(std::to_string(i)));
    for (const auto& future : sent) EXPECT_EQ(future.Get().Status(), 202);
    EXPECT_FALSE(client.UserExists("nobody"));
    std::set<std::string> bodies;
    for (const auto& request : Service.Requests()) bodies.insert(request.Body);
    EXPECT_EQ(bodies.size(), Count + 2U);  // plus "blocking", and the empty body of UserExists
  }

  LocalService::Testing::SelfSignedCertificate Certificate;
  LocalService::Service Service;
};

TEST_F(HttpVersion, IsOneWithHttp1) {
  const Http2Proxy proxy(Service.Port(), Certificate.CertificateFile(), Certificate.KeyFile());
  SendInBothForms(MakeClient(proxy, HttpVersionPolicy::Http1));
  EXPECT_THAT(Versions(), ::testing::ElementsAre("1.1 nghttpx"));
}

TEST_F(HttpVersion, IsTwoWithHttp2IfTheServerOffersIt) {
  const Http2Proxy proxy(Service.Port(), Certificate.CertificateFile(), Certificate.KeyFile());
  SendInBothForms(MakeClient(proxy, HttpVersionPolicy::Http2));
  EXPECT_THAT(Versions(), ::testing::ElementsAre("2 nghttpx"));
}

TEST_F(HttpVersion, IsOneWithHttp2IfTheServerDoesNotOfferIt) {
  WebPubSubServiceClientOptions options;
  options.Transport.HttpVersion = HttpVersionPolicy::Http2;
  SendInBothForms(WebPubSubServiceClient(Service.ConnectionString(), "chat", options));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
