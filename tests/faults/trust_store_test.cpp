// The certificate authorities of a client: parsed once, seen again within a day, and no others.

#include "curl/trust_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <vector>

#include "curl/handles.hpp"
#include "curl/transport_options.hpp"
#include "fault_bench.hpp"
#include "self_signed_certificate.hpp"
#include "support/promptness.hpp"
#include "support/sanitized.hpp"
#include "support/scripted_server.hpp"
#include "support/tls_library.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Detail::TrustStore;
using LocalService::Testing::SelfSignedCertificate;
using std::chrono::steady_clock;

std::string ContentOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void RespondToAll(ScriptedConnection& connection, int) {
  while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
}

class TrustStoreTest : public testing::Test {
 protected:
  ScriptedCertificate FilesOf(const SelfSignedCertificate& certificate) {
    return {certificate.CertificateFile(), certificate.KeyFile()};
  }

  /// What libcurl says of a new connection.
  CURLcode Connect(TrustStore& store, const ScriptedServer& server) {
    const auto easy = Detail::MakeConfiguredHandle(Options);
    EXPECT_EQ(store.Serve(easy.get()), CURLE_OK);
    return Perform(easy.get(), server);
  }
  static CURLcode Perform(CURL* easy, const ScriptedServer& server) {
    curl_easy_setopt(easy, CURLOPT_URL, server.Url().c_str());
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    return curl_easy_perform(easy);
  }

  SelfSignedCertificate One;
  SelfSignedCertificate Other;
  ScriptedServer ServerOfOne{RespondToAll, FilesOf(One)};
  ScriptedServer ServerOfOther{RespondToAll, FilesOf(Other)};
  void SetUp() override {
    if (UsesGnuTls())
      GTEST_SKIP() << "SKIPPED: the tests of the shared trust store: it is OpenSSL's, and libcurl "
                      "uses GnuTLS";
  }

  TransportOptions Options;
  steady_clock::time_point Now = steady_clock::now();
  TrustStore::Clock Clock = [this] { return Now; };
};

TEST_F(TrustStoreTest, TrustsTheAuthoritiesThatAreNamedAndNoOthers) {
  Options.CaFile = One.CertificateFile();
  TrustStore store(Options, Clock);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_OK);
  EXPECT_EQ(Connect(store, ServerOfOther), CURLE_PEER_FAILED_VERIFICATION);
}

// Whatever a libcurl of any version has loaded instead.
TEST_F(TrustStoreTest, TrustsNothingThatLibcurlLoads) {
  Options.CaFile = One.CertificateFile();
  TrustStore store(Options, Clock);
  Options.CaFile = Other.CertificateFile();
  EXPECT_EQ(Connect(store, ServerOfOther), CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_OK);
}

TEST_F(TrustStoreTest, ParsesTheAuthoritiesOnceADay) {
  const std::string file = One.CertificateFile() + ".authorities";
  std::filesystem::copy_file(One.CertificateFile(), file);
  Options.CaFile = file;
  TrustStore store(Options, Clock);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_OK);
  std::filesystem::copy_file(Other.CertificateFile(), file,
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_OK);
  Now += std::chrono::hours(24);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_PEER_FAILED_VERIFICATION);
  EXPECT_EQ(Connect(store, ServerOfOther), CURLE_OK);
  std::filesystem::remove(file);
  EXPECT_EQ(Connect(store, ServerOfOther), CURLE_OK);
  Now += std::chrono::hours(24);
  EXPECT_EQ(Connect(store, ServerOfOther), CURLE_SSL_CACERT_BADFILE);
}

TEST_F(TrustStoreTest, ReadsNoFileThatHoldsNoCertificate) {
  const std::string file = One.CertificateFile() + ".empty";
  std::ofstream(file) << "nothing\n";
  Options.CaFile = file;
  TrustStore store(Options, Clock);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_SSL_CACERT_BADFILE);
  std::filesystem::remove(file);
}

TEST_F(TrustStoreTest, TrustsTheSystemsWhereNoneAreNamed) {
  TrustStore store(Options, Clock);
  EXPECT_EQ(Connect(store, ServerOfOne), CURLE_PEER_FAILED_VERIFICATION);
}

/// Many new connections at once, each with as many authorities as a system has.
class ManyHandshakes : public testing::TestWithParam<Form> {
 protected:
  static constexpr int Calls = IsSanitized ? 8 : 64;

  ManyHandshakes() {
    Bench.Options.Transport.CaFile = Bundle();
    Bench.Options.Retry.MaxRetries = 0;
  }
  ~ManyHandshakes() override { std::filesystem::remove(Bundle()); }

  /// A copy of the system's authorities with the test's.
  std::string Bundle() {
    const std::string file = Certificate.CertificateFile() + ".bundle";
    if (!std::filesystem::exists(file)) {
      const char* const system = curl_version_info(CURLVERSION_NOW)->cainfo;
      std::ofstream(file) << ContentOf(system != nullptr ? system : "")
                          << ContentOf(Certificate.CertificateFile());
    }
    return file;
  }

  /// How late a call of a new client ends, whose other calls open connections meanwhile.
  steady_clock::duration LatenessOfACall() {
    std::promise<void> mayRespond;
    ScriptedServer server(
        [may = mayRespond.get_future().share()](ScriptedConnection& connection, int) {
          connection.ReadRequest();
          may.wait();
          connection.Write(PlainResponse(202));
        },
        {Certificate.CertificateFile(), Certificate.KeyFile()});
    const auto client = Bench.ClientInTheRealEnvironment(server.Url(), false);
    const auto send = [&](const Context& context) {
      return OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client, context); });
    };
    std::vector<std::future<Outcome>> others;
    for (int i = 1; i < Calls; ++i) {
      others.push_back(std::async(std::launch::async, [&] { return send({}); }));
    }
    const auto deadline = steady_clock::now() + std::chrono::milliseconds(100);
    EXPECT_EQ(send(Context::WithDeadline(deadline)).Ending, "Cancelled");
    const auto lateness = steady_clock::now() - deadline;
    mayRespond.set_value();
    for (auto& other : others) EXPECT_EQ(other.get(), Success());
    return lateness;
  }

  SelfSignedCertificate Certificate;
  FaultBench Bench;
};

TEST_P(ManyHandshakes, HoldUpNoDeadline) {
  EXPECT_LE(LeastLateness([&] { return LatenessOfACall(); }), Prompt);
}

INSTANTIATE_TEST_SUITE_P(Forms, ManyHandshakes, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& form) { return NameOf(form.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
