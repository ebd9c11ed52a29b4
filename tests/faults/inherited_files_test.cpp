// No process that the application starts inherits a file that the library has open. (Its sockets
// are tested in unit/curl/open_sockets_test.)

#include <gtest/gtest.h>

#if defined(__linux__)

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include "fault_bench.hpp"
#include "self_signed_certificate.hpp"
#include "site.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SelfSignedCertificate;

/// A named pipe in the place of a file: who reads it has it open until it gets the content.
class PipedFile {
 public:
  explicit PipedFile(std::string path) : path_(std::move(path)) {
    std::ifstream file(path_);
    content_.assign(std::istreambuf_iterator<char>(file), {});
    std::filesystem::remove(path_);
    if (mkfifo(path_.c_str(), 0600) != 0) throw std::runtime_error("no named pipe");
  }

  /// Waits for the reader, and then gives it the content.
  /// @return whether a process that was started in between would inherit it.
  [[nodiscard]] bool IsInheritedFromItsReader() const {
    const int writer = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    // The writer may go on a moment before the reader has its descriptor.
    std::optional<int> flags;
    EXPECT_TRUE(IsSoon([&] { return (flags = FlagsOfReader()).has_value(); }));
    EXPECT_EQ(write(writer, content_.data(), content_.size()),
              static_cast<ssize_t>(content_.size()));
    close(writer);
    return (flags.value_or(0) & FD_CLOEXEC) == 0;
  }

 private:
  [[nodiscard]] std::optional<int> FlagsOfReader() const {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (std::filesystem::read_symlink(entry, gone) != path_) continue;
      const int descriptor = std::stoi(entry.path().filename().string());
      if ((fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY) return fcntl(descriptor, F_GETFD);
    }
    return std::nullopt;
  }

  const std::string path_;
  std::string content_;
};

// An option that names a file, which is read when the client is made.
struct FileOption {
  std::string Name;
  std::function<std::string(TransportOptions&, const SelfSignedCertificate&)> Set;
};
void PrintTo(const FileOption& row, std::ostream* out) { *out << row.Name; }

class FileOfAnOption : public testing::TestWithParam<FileOption> {};

TEST_P(FileOfAnOption, IsNotInherited) {
  const SelfSignedCertificate certificate;
  WebPubSubServiceClientOptions options;
  const PipedFile file(GetParam().Set(options.Transport, certificate));
  auto made = std::async(std::launch::async, [&] {
    return WebPubSubServiceClient("https://service.invalid", "chat", AzureKeyCredential("key"),
                                  options);
  });
  EXPECT_FALSE(file.IsInheritedFromItsReader());
  EXPECT_NO_THROW(made.get());
}

INSTANTIATE_TEST_SUITE_P(
    Table, FileOfAnOption,
    testing::Values(FileOption{"CaFile",
                               [](TransportOptions& options, const auto& certificate) {
                                 return options.CaFile = certificate.CertificateFile();
                               }},
                    FileOption{"ClientCertificate",
                               [](TransportOptions& options, const auto& certificate) {
                                 options.ClientKey = certificate.KeyFile();
                                 return options.ClientCertificate = certificate.CertificateFile();
                               }},
                    FileOption{"ClientKey",
                               [](TransportOptions& options, const auto& certificate) {
                                 options.ClientCertificate = certificate.CertificateFile();
                                 return options.ClientKey = certificate.KeyFile();
                               }}),
    [](const auto& row) { return row.param.Name; });

class FileOfAuthorities : public testing::TestWithParam<Form> {};

TEST_P(FileOfAuthorities, IsNotInheritedWhenTheFirstConnectionReadsIt) {
  const auto site =
      ServerThatResponds("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", "https");
  FaultBench bench;
  site->Configure(bench.Options.Transport);
  const std::string path = bench.Options.Transport.CaFile + ".copy";
  std::filesystem::copy_file(bench.Options.Transport.CaFile, path);
  bench.Options.Transport.CaFile = path;
  const auto client = bench.Client(site->Url(), false);
  const PipedFile file(path);
  auto sent = std::async(std::launch::async, [&] {
    return OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client); });
  });
  EXPECT_FALSE(file.IsInheritedFromItsReader());
  EXPECT_EQ(sent.get(), Success());
  std::filesystem::remove(path);
}

INSTANTIATE_TEST_SUITE_P(Forms, FileOfAuthorities,
                         testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
