// A libcurl that was built without something. A separate program, because it takes the place of
// curl_easy_setopt.

#include <azure/messaging/webpubsub.hpp>

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdarg>
#include <dlfcn.h>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "self_signed_certificate.hpp"

#undef curl_easy_setopt

namespace {

// What this libcurl doesn't know, and its error.
struct Missing {
  CURLoption Option;
  std::optional<long> Value;  // nothing: none is known
  CURLcode Code;
};
std::optional<Missing> missing;

}  // namespace

// Clang wants no enumeration before the arguments that vary, but it is libcurl's function.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wvarargs"
#endif

// Each argument that follows the option fits a pointer.
extern "C" CURLcode curl_easy_setopt(CURL* easy, CURLoption option, ...) {
  using Function = CURLcode (*)(CURL*, CURLoption, ...);
  static const auto forward = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "curl_easy_setopt"));
  va_list arguments;
  va_start(arguments, option);
  void* const value = va_arg(arguments, void*);
  va_end(arguments);
  const bool isMissing =
      missing && missing->Option == option &&
      missing->Value.value_or(reinterpret_cast<long>(value)) == reinterpret_cast<long>(value);
  return isMissing ? missing->Code : forward(easy, option, value);
}

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Row {
  std::string Option;
  Missing Lacks;
  std::function<void(TransportOptions&)> Set;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.Option; }

std::vector<Row> Rows() {
  return {
      {"HttpVersion",
       {CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS, CURLE_UNSUPPORTED_PROTOCOL},
       [](auto& options) { options.HttpVersion = HttpVersionPolicy::Http2; }},
      {"MinimumTls",
       {CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_3, CURLE_NOT_BUILT_IN},
       [](auto& options) { options.MinimumTls = TlsVersion::V1_3; }},
      {"CheckRevocation",
       {CURLOPT_SSL_VERIFYSTATUS, std::nullopt, CURLE_NOT_BUILT_IN},
       [](auto& options) { options.CheckRevocation = true; }},
      {"CaFile",
       {CURLOPT_CAINFO, std::nullopt, CURLE_NOT_BUILT_IN},
       [](auto& options) { options.CaFile = SharedCertificate().CertificateFile(); }},
      {"CaPath",
       {CURLOPT_CAPATH, std::nullopt, CURLE_NOT_BUILT_IN},
       [](auto& options) { options.CaPath = "/tmp"; }},
      {"ProxyAuth",
       {CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_DIGEST | CURLAUTH_ONLY), CURLE_NOT_BUILT_IN},
       [](auto& options) { options.ProxyAuth = ProxyAuthScheme::Digest; }},
      {"Proxy",
       {CURLOPT_PROXY, std::nullopt, CURLE_UNKNOWN_OPTION},
       [](auto& options) { options.Proxy = "http://proxy:3128"; }},
  };
}

class LesserLibcurl : public ::testing::TestWithParam<Row> {
 protected:
  LesserLibcurl() { missing = GetParam().Lacks; }
  ~LesserLibcurl() override { missing.reset(); }

  static void MakeClient(const WebPubSubServiceClientOptions& options) {
    const WebPubSubServiceClient client("https://service.invalid", "chat",
                                        AzureKeyCredential("key"), options);
  }
};

TEST_P(LesserLibcurl, RefusesWhatItLacksWhereTheClientIsMade) {
  WebPubSubServiceClientOptions options;
  GetParam().Set(options.Transport);
  try {
    MakeClient(options);
    ADD_FAILURE() << "not refused";
  } catch (const std::invalid_argument& refused) {
    EXPECT_THAT(refused.what(), AllOf(StartsWith("options.Transport." + GetParam().Option + ": "),
                                      HasSubstr("libcurl/")));
  }
}

INSTANTIATE_TEST_SUITE_P(Table, LesserLibcurl, ::testing::ValuesIn(Rows()),
                         [](const auto& row) { return row.param.Option; });

TEST(LesserLibcurlByDefault, IsGoodEnough) {
  for (const CURLoption option :
       {CURLOPT_SSL_VERIFYSTATUS, CURLOPT_PROXYUSERNAME, CURLOPT_SSLCERT}) {
    missing = Missing{option, std::nullopt, CURLE_NOT_BUILT_IN};
    EXPECT_NO_THROW(
        WebPubSubServiceClient("https://service.invalid", "chat", AzureKeyCredential("key")));
  }
  missing.reset();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
