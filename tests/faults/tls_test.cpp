// TLS: which servers are trusted, which versions are spoken, and that a peer that closes its
// connection doesn't end the process.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

#include "curl/handles.hpp"
#include "curl/transport_options.hpp"
#include "fault_bench.hpp"
#include "folder_of_authorities.hpp"
#include "self_signed_certificate.hpp"
#include "support/sanitized.hpp"
#include "support/tls_library.hpp"
#include "tls_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::CertificateOptions;
using LocalService::Testing::SelfSignedCertificate;
using LocalService::Testing::SharedCertificate;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Tls : public testing::TestWithParam<Form> {
 protected:
  Tls() {
    Server.CertificateFile = SharedCertificate().CertificateFile();
    Server.KeyFile = SharedCertificate().KeyFile();
    Bench.Options.Transport.CaFile = Server.CertificateFile;
    Bench.Options.Retry.MaxRetries = 0;
  }

  Outcome Send(const TlsServer& server) {
    const auto client = Bench.Client(server.Url(), false);
    return OutcomeOf([&] { OperationKinds().front().Call(GetParam(), client); });
  }

  TlsServerOptions Server;
  FaultBench Bench;
  const Outcome Refused{"Transport Tls", false, 1};
};

TEST_P(Tls, IsSpokenWithAServerOfTheGivenAuthority) {
  const TlsServer server(Server);
  EXPECT_EQ(Send(server), Success());
  EXPECT_EQ(server.Requests(), 1);
}

// Debian's OpenSSL refuses the old versions by default, which would hide what the library does.
// This test configures OpenSSL to allow them. OpenSSL reads its configuration once, hence the new
// process.
TEST_P(Tls, IsNotSpokenBelowVersion1_2) {
  const std::string lax = SharedCertificate().CertificateFile() + ".lax.cnf";
  std::ofstream(lax) << "openssl_conf = all\n[all]\nssl_conf = ssl\n[ssl]\n"
                        "system_default = lax\n[lax]\nCipherString = DEFAULT@SECLEVEL=0\n";
  setenv("OPENSSL_CONF", lax.c_str(), 1);
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto isRefused = [this] {
    Server.NewestVersion = TLS1_1_VERSION;
    const TlsServer server(Server);
    return Send(server) == Refused && server.Handshakes().empty();
  };
  EXPECT_EXIT(std::exit(isRefused() ? 0 : 1), testing::ExitedWithCode(0), "");
  unsetenv("OPENSSL_CONF");
  std::remove(lax.c_str());
}

TEST_P(Tls, IsSpokenInVersion1_2UnlessANewerOneIsRequired) {
  Server.NewestVersion = TLS1_2_VERSION;
  const TlsServer server(Server);
  EXPECT_EQ(Send(server), Success());
  EXPECT_THAT(server.Handshakes(), ElementsAre("TLSv1.2"));
  Bench.Options.Transport.MinimumTls = TlsVersion::V1_3;
  EXPECT_EQ(Send(server), Refused);
}

TEST_P(Tls, IsSpokenWithAProxyInTheSameVersions) {
  Server.NewestVersion = TLS1_2_VERSION;
  const TlsServer proxy(Server);
  Bench.Options.Transport.Proxy = proxy.Url();
  const auto send = [this] {
    const auto client = Bench.Client("http://service.invalid", false);
    return OutcomeOf([&] { OperationKinds().front().Call(GetParam(), client); });
  };
  EXPECT_EQ(send(), Success());
  EXPECT_THAT(proxy.Handshakes(), ElementsAre("TLSv1.2"));
  Bench.Options.Transport.MinimumTls = TlsVersion::V1_3;
  EXPECT_EQ(send(), Refused);
}

TEST_P(Tls, ShowsTheClientsCertificate) {
  const SelfSignedCertificate client;
  Server.ClientCaFile = client.CertificateFile();
  Server.NewestVersion = TLS1_2_VERSION;  // TLS 1.3 refuses after the handshake
  const TlsServer server(Server);
  const Outcome connectionCut{"Transport Connect", false, 1};
  EXPECT_THAT(Send(server), UsesGnuTls() ? testing::AnyOf(Refused, connectionCut)
                                         : testing::AnyOf(Refused, Refused));
  Bench.Options.Transport.ClientCertificate = client.CertificateFile();
  Bench.Options.Transport.ClientKey = client.KeyFile();
  EXPECT_EQ(Send(server), Success());
  EXPECT_THAT(server.Handshakes(), ElementsAre("TLSv1.2 127.0.0.1"));
}

TEST_P(Tls, RequiresProofOfNonRevocationIfConfigured) {
  const TlsServer server(Server);  // offers no OCSP response
  Bench.Options.Transport.CheckRevocation = true;
  EXPECT_EQ(Send(server), Refused);
  EXPECT_EQ(server.Requests(), 0);
}

TEST_P(Tls, IsSpokenWithAServerOfAnAuthorityInTheGivenFolder) {
  const SelfSignedCertificate certificate;
  Server.CertificateFile = certificate.CertificateFile();
  Server.KeyFile = certificate.KeyFile();
  const TlsServer server(Server);
  const FolderOfAuthorities folder;
  Bench.Options.Transport.CaFile.clear();
  Bench.Options.Transport.CaPath = folder.Path();
  EXPECT_EQ(Send(server), Refused);
  folder.Add(Server.CertificateFile);
  EXPECT_EQ(Send(server), Success());
}

int AppendText(CURL*, curl_infotype kind, char* text, std::size_t size, void* log) {
  if (kind == CURLINFO_TEXT) static_cast<std::string*>(log)->append(text, size);
  return 0;
}

// What libcurl logs while it connects, including which authorities it trusts.
std::string LogOfConnecting(const TlsServer& server, const TransportOptions& options) {
  std::string log;
  const EasyHandle easy = MakeConfiguredHandle(options);
  curl_easy_setopt(easy.get(), CURLOPT_URL, server.Url().c_str());
  curl_easy_setopt(easy.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_DEBUGFUNCTION, &AppendText);
  curl_easy_setopt(easy.get(), CURLOPT_DEBUGDATA, &log);
  curl_easy_perform(easy.get());
  return log;
}

TEST(TlsAuthorities, AreTheSystemsOnlyWhereNoneAreNamed) {
  TlsServerOptions serverOptions;
  serverOptions.CertificateFile = SharedCertificate().CertificateFile();
  serverOptions.KeyFile = SharedCertificate().KeyFile();
  const TlsServer server(serverOptions);
  const auto* curl = curl_version_info(CURLVERSION_NOW);
  const std::string systemFile = curl->cainfo != nullptr ? curl->cainfo : "no file";
  const std::string systemFolder = curl->capath != nullptr ? curl->capath : "no folder";

  TransportOptions options;
  const std::string byDefault = LogOfConnecting(server, options);
  EXPECT_TRUE(byDefault.find(systemFile) != std::string::npos ||
              byDefault.find(systemFolder) != std::string::npos)
      << byDefault;
  options.CaFile = serverOptions.CertificateFile;
  EXPECT_THAT(LogOfConnecting(server, options),
              AllOf(HasSubstr(options.CaFile), Not(HasSubstr(systemFolder))));
  options.CaPath = std::filesystem::path(options.CaFile).parent_path();
  options.CaFile.clear();
  EXPECT_THAT(LogOfConnecting(server, options),
              AllOf(HasSubstr(options.CaPath), Not(HasSubstr(systemFile))));
}

#if !defined(WEBPUBSUB_SANITIZED)

// In a new process with default signal handling, where SIGPIPE would end the process.
int StatusOfChild(const std::function<bool()>& succeeds) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    _exit(succeeds() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST_P(Tls, ThatIsResetUnderTheNextRequestDoesNotKillTheProcess) {
  Server.ResetsAfter = 1;
  const TlsServer server(Server);
  Bench.Options.Retry.MaxRetries = 3;
  const int status = StatusOfChild([&] {
    const auto client = Bench.Client(server.Url(), false);
    for (int i = 0; i < 20; ++i) {
      const auto outcome = OutcomeOf([&] { OperationKinds().front().Call(GetParam(), client); });
      if (outcome.Ending != "success") return false;
    }
    return true;
  });
  EXPECT_TRUE(WIFEXITED(status)) << "ended by the signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_P(Tls, ThatIsResetUnderALargeMessageDoesNotKillTheProcess) {
  Server.ResetsDuringRequest = true;
  const TlsServer server(Server);
  const int status = StatusOfChild([&] {
    const auto client = Bench.Client(server.Url(), false);
    const RequestContent large(std::string(8 * 1024 * 1024, 'x'));
    for (int i = 0; i < 5; ++i) {
      const Outcome outcome = OutcomeOf([&] {
        if (GetParam() == Form::Blocking) {
          client.SendToAll(large);
        } else {
          client.SendToAllAsync(large).Get();
        }
      });
      if (outcome.Ending != "Transport ConnectionLost") return false;
    }
    return true;
  });
  EXPECT_TRUE(WIFEXITED(status)) << "ended by the signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

#endif

INSTANTIATE_TEST_SUITE_P(Forms, Tls, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
