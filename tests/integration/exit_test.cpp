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

// A loop that goes on while the process exits crashes it only now and then.
constexpr int Runs = 15;

/// Programs that end with calls under way, over TLS.
class Exit : public ::testing::Test {
 protected:
  struct Ended {
    int Status;
    std::string Output;
  };

  Ended Run(const std::string& way) {
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
    const Ended ended = Run("abandon");
    ASSERT_EQ(ended.Status, 0) << ended.Output;
    ASSERT_THAT(ended.Output, HasSubstr("AbandonedCalls calls="));
  }
}

TEST_F(Exit, MayComeFromACallback) {
  for (int i = 0; i < Runs; ++i) {
    const Ended ended = Run("callback");
    ASSERT_EQ(ended.Status, 0) << ended.Output;
  }
}

TEST_F(Exit, RefusesCallsOfStaticObjectsThatGoLast) {
  for (int i = 0; i < Runs; ++i) {
    const Ended ended = Run("late");
    ASSERT_EQ(ended.Status, 0) << ended.Output;
    ASSERT_THAT(ended.Output, HasSubstr("refused"));
  }
}

TEST_F(Exit, AbandonsNothingAfterWaitUntilIdle) {
  const Ended ended = Run("idle");
  EXPECT_EQ(ended.Status, 0) << ended.Output;
  EXPECT_THAT(ended.Output, Not(HasSubstr("AbandonedCalls")));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
