#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

#include "local_service/service.hpp"
#include "local_service/tests/self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// An event loop that still runs while the process exits would crash it only sometimes.
constexpr int Runs = 15;

/// Programs that exit with calls in flight, over TLS.
class Exit : public ::testing::Test {
 protected:
  struct ProgramResult {
    int Status;
    std::string Output;
  };

  ProgramResult Run(const std::string& way) {
    const std::string command = std::string(WEBPUBSUB_EXIT_PROGRAM) + " " + way + " '" +
                                Service.ConnectionString() + "' '" + Certificate.CertificateFile() +
                                "' 2>&1";
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return {-1, "popen failed"};
    std::string output;
    std::array<char, 4096> piece{};
    while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) output += piece.data();
    return {pclose(pipe), output};
  }

  static LocalService::ServiceOptions WithTls(
      const LocalService::Testing::SelfSignedCertificate& certificate) {
    LocalService::ServiceOptions options;
    options.TlsCertificateFile = certificate.CertificateFile();
    options.TlsKeyFile = certificate.KeyFile();
    return options;
  }

  LocalService::Testing::SelfSignedCertificate Certificate;
  LocalService::Service Service{WithTls(Certificate)};
};

TEST_F(Exit, AbandonsCallsCleanlyAndSaysHowMany) {
  for (int i = 0; i < Runs; ++i) {
    const ProgramResult result = Run("abandon");
    ASSERT_EQ(result.Status, 0) << result.Output;
    ASSERT_THAT(result.Output, HasSubstr("AbandonedCalls calls="));
  }
}

TEST_F(Exit, MayComeFromACallback) {
  for (int i = 0; i < Runs; ++i) {
    const ProgramResult result = Run("callback");
    ASSERT_EQ(result.Status, 0) << result.Output;
  }
}

TEST_F(Exit, RefusesCallsOfStaticObjectsThatAreDestroyedLast) {
  for (int i = 0; i < Runs; ++i) {
    const ProgramResult result = Run("late");
    ASSERT_EQ(result.Status, 0) << result.Output;
    ASSERT_THAT(result.Output, HasSubstr("refused"));
  }
}

TEST_F(Exit, AbandonsNothingAfterWaitUntilIdle) {
  const ProgramResult result = Run("idle");
  EXPECT_EQ(result.Status, 0) << result.Output;
  EXPECT_THAT(result.Output, Not(HasSubstr("AbandonedCalls")));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
