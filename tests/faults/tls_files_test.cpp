// The files and URLs of the transport's options: what can't be used is refused when the client is
// made, and what goes later ends the call at once.

#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

#include "fault_bench.hpp"
#include "self_signed_certificate.hpp"
#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SelfSignedCertificate;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const SelfSignedCertificate& ClientsCertificate() {
  static const SelfSignedCertificate certificate;
  return certificate;
}
const SelfSignedCertificate& OthersCertificate() {
  static const SelfSignedCertificate certificate;
  return certificate;
}

// A file beside the certificate, which goes with it.
std::string Written(const std::string& name, const std::string& content) {
  const auto path = std::filesystem::path(ClientsCertificate().KeyFile()).parent_path() / name;
  std::ofstream(path) << content;
  return path.string();
}

std::string ContentOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string EncryptedKey() {
  const std::string path = Written("encrypted.pem", "");
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(path.c_str(), "w"), &BIO_free);
  char password[] = "password";
  PEM_write_bio_PKCS8PrivateKey(file.get(), key.get(), EVP_aes_256_cbc(), password,
                                sizeof password - 1, nullptr, nullptr);
  return path;
}

struct BadOption {
  std::string Name;
  std::string Option;
  std::function<void(TransportOptions&)> Set;
};
void PrintTo(const BadOption& row, std::ostream* out) { *out << row.Name; }

BadOption BadClientCertificate(const std::string& name, const std::string& option,
                               const std::function<std::string()>& certificate,
                               const std::function<std::string()>& key) {
  return {name, option, [=](TransportOptions& options) {
            options.ClientCertificate = certificate();
            options.ClientKey = key();
          }};
}

std::vector<BadOption> BadOptions() {
  const auto good = [] { return ClientsCertificate().CertificateFile(); };
  const auto key = [] { return ClientsCertificate().KeyFile(); };
  const auto nowhere = [] { return std::string("/nowhere/file.pem"); };
  const auto none = [] { return std::string(); };
  const auto folder = [] { return std::string("/tmp"); };
  const auto garbage = [] { return Written("garbage.pem", "what is this"); };
  std::vector<BadOption> rows = {
      {"NoFileOfAuthorities", "CaFile", [=](auto& o) { o.CaFile = nowhere(); }},
      {"FolderOfAuthoritiesAsAFile", "CaFile", [=](auto& o) { o.CaFile = folder(); }},
      {"EmptyFileOfAuthorities", "CaFile", [](auto& o) { o.CaFile = Written("empty.pem", ""); }},
      {"GarbageOfAuthorities", "CaFile", [=](auto& o) { o.CaFile = garbage(); }},
      {"KeyAsAuthority", "CaFile", [=](auto& o) { o.CaFile = key(); }},
      {"HalfAnAuthority", "CaFile",
       [=](auto& o) { o.CaFile = Written("half.pem", ContentOf(good()).substr(0, 300)); }},
      {"BadSecondAuthority", "CaFile",
       [=](auto& o) {
         o.CaFile = Written("second.pem", ContentOf(good()) +
                                              "-----BEGIN CERTIFICATE-----\nAAAA\n"
                                              "-----END CERTIFICATE-----\n");
       }},
      {"NoFolderOfAuthorities", "CaPath", [](auto& o) { o.CaPath = "/nowhere"; }},
      {"FileOfAuthoritiesAsAFolder", "CaPath", [=](auto& o) { o.CaPath = good(); }},
      BadClientCertificate("NoCertificate", "ClientCertificate", nowhere, key),
      BadClientCertificate("GarbageAsCertificate", "ClientCertificate", garbage, key),
      BadClientCertificate("KeyAsCertificate", "ClientCertificate", key, key),
      BadClientCertificate("FolderAsCertificate", "ClientCertificate", folder, key),
      BadClientCertificate("CertificateWithoutAKey", "ClientCertificate", good, none),
      BadClientCertificate("NoKey", "ClientKey", good, nowhere),
      BadClientCertificate("GarbageAsKey", "ClientKey", good, garbage),
      BadClientCertificate("CertificateAsKey", "ClientKey", good, good),
      BadClientCertificate("KeyOfAnother", "ClientKey", good,
                           [] { return OthersCertificate().KeyFile(); }),
      BadClientCertificate("EncryptedKey", "ClientKey", good, EncryptedKey),
  };
  const std::vector<std::pair<std::string, std::string>> proxies = {
      {"UnknownScheme", "nonsense://user:secret@proxy"},
      {"FtpScheme", "ftp://user:secret@proxy"},
      {"NoHost", "http://"},
      {"NoHostButAPort", "http://:3128"},
      {"TwoPorts", "http://user:secret@proxy:1:2"},
      {"LargePort", "http://user:secret@proxy:99999"},
      {"BlankInTheHost", "http://user:secret@pro xy"},
      {"OpenBracket", "http://user:secret@[::1"},
  };
  for (const auto& [name, url] : proxies) {
    rows.push_back({"Proxy" + name, "Proxy", [url = url](auto& o) { o.Proxy = url; }});
  }
  return rows;
}

class BadTransportOption : public testing::TestWithParam<BadOption> {};

TEST_P(BadTransportOption, IsRefusedWhereTheClientIsMade) {
  WebPubSubServiceClientOptions options;
  GetParam().Set(options.Transport);
  try {
    const WebPubSubServiceClient client("https://service.invalid", "chat",
                                        AzureKeyCredential("key"), options);
    ADD_FAILURE() << "not refused";
  } catch (const std::invalid_argument& refused) {
    EXPECT_THAT(refused.what(), StartsWith("options.Transport." + GetParam().Option + ": must "));
    EXPECT_THAT(refused.what(), Not(HasSubstr("secret")));
  }
}

TEST_P(BadTransportOption, IsIgnoredIfATransportIsGiven) {
  WebPubSubServiceClientOptions options;
  GetParam().Set(options.Transport);
  options.TransportAdapter = std::make_shared<ScriptedTransport>();
  EXPECT_NO_THROW(WebPubSubServiceClient("https://service.invalid", "chat",
                                         AzureKeyCredential("key"), options));
}

INSTANTIATE_TEST_SUITE_P(Table, BadTransportOption, testing::ValuesIn(BadOptions()),
                         [](const auto& row) { return row.param.Name; });

TEST(GoodTransportOption, IsAccepted) {
  WebPubSubServiceClientOptions options;
  const auto make = [&] {
    return WebPubSubServiceClient("https://service.invalid", "chat", AzureKeyCredential("key"),
                                  options);
  };
  for (const char* proxy : {"", "proxy", "proxy:3128", "http://user:secret@proxy:3128",
                            "HTTP://proxy", "http://[::1]:3128", "socks4://proxy",
                            "socks4a://proxy", "socks5://proxy:1080", "socks5h://proxy"}) {
    SCOPED_TRACE(proxy);
    options.Transport.Proxy = proxy;
    EXPECT_NO_THROW(make());
  }
  const std::string certificate = ContentOf(ClientsCertificate().CertificateFile());
  options.Transport.CaFile = Written("two.pem", "a comment\n" + certificate + certificate);
  options.Transport.CaPath = "/tmp";
  options.Transport.ClientCertificate =
      Written("both.pem", certificate + ContentOf(ClientsCertificate().KeyFile()));
  EXPECT_NO_THROW(make());
}

// Its first byte can't be read.
TEST(UnreadableFile, IsRefusedForThatReason) {
  WebPubSubServiceClientOptions options;
  options.Transport.CaFile = "/proc/self/mem";
  try {
    const WebPubSubServiceClient client("https://service.invalid", "chat",
                                        AzureKeyCredential("key"), options);
    ADD_FAILURE() << "not refused";
  } catch (const std::invalid_argument& refused) {
    EXPECT_THAT(refused.what(), StartsWith("options.Transport.CaFile: must be readable"));
  }
}

class LostFile : public testing::TestWithParam<Form> {
 protected:
  FaultBench Bench;
};

TEST_P(LostFile, EndsTheCallAtOnce) {
  const auto site = ServerThatResponds(ResponseText(202), "https");
  site->Configure(Bench.Options.Transport);
  const OperationKind kind = OperationKindNamed("Send");
  for (const bool isKey : {false, true}) {
    SCOPED_TRACE(isKey ? "the client's key" : "the client's certificate");
    const SelfSignedCertificate goes;
    Bench.Options.Transport.ClientCertificate = goes.CertificateFile();
    Bench.Options.Transport.ClientKey = goes.KeyFile();
    const auto client = Bench.Client(site->Url(), false);
    std::filesystem::remove(isKey ? goes.KeyFile() : goes.CertificateFile());
    EXPECT_EQ(OutcomeOf([&] { kind.Call(GetParam(), client); }),
              (Outcome{"Transport Tls", false, 1}));
    try {
      kind.Call(GetParam(), client);
    } catch (const TransportException& failed) {
      EXPECT_THAT(failed.what(), HasSubstr(isKey ? "options.Transport.ClientKey"
                                                 : "options.Transport.ClientCertificate"));
    }
  }
}

TEST_P(LostFile, ThatBecomesGarbageEndsTheCallAtOnce) {
  const auto site = ServerThatResponds(ResponseText(202), "https");
  site->Configure(Bench.Options.Transport);
  const SelfSignedCertificate goes;
  Bench.Options.Transport.ClientCertificate = goes.CertificateFile();
  Bench.Options.Transport.ClientKey = goes.KeyFile();
  const auto client = Bench.Client(site->Url(), false);
  std::ofstream(goes.KeyFile()) << ContentOf(OthersCertificate().KeyFile());
  EXPECT_EQ(OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client); }),
            (Outcome{"Transport Tls", false, 1}));
}

INSTANTIATE_TEST_SUITE_P(Forms, LostFile, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
