#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "local_service/service.hpp"
#include "local_service/tests/self_signed_certificate.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Many faults at the exit show in some of the runs only.
int Runs() {
  const char* const runs = std::getenv("WEBPUBSUB_EXIT_RUNS");
  return runs != nullptr ? std::atoi(runs) : WEBPUBSUB_EXIT_RUNS;
}

/// Programs that exit while the library is at work, over TLS.
class ExitBench : public ::testing::Test {
 protected:
  struct ProgramResult {
    int Status;
    std::string Output;
  };

  ProgramResult Run(const std::string& program, const std::string& way, const std::string& where) {
    // What OpenSSL holds for a thread that ends after it was shut down, as in these ways, isn't
    // freed by anybody.
    const bool mayLeak = way == "blocked" || way == "first";
    const std::string leaks = mayLeak ? "ASAN_OPTIONS=detect_leaks=0 " : "";
    // A program that hangs is ended, and fails.
    const std::string command = leaks + "timeout 60 " + program + " " + way + " " + where + " '" +
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

struct Way {
  const char* Name;
  // Lines of the output; empty for none.
  std::vector<std::string> Lines;
};
void PrintTo(const Way& way, std::ostream* out) { *out << way.Name; }

std::vector<Way> Ways() {
  return {
      {"abandon", {"AbandonedCalls calls="}},
      {"queue", {"the last of the queue: "}},
      {"never",
       {"AbandonedCalls calls=", "Get: POST /api/hubs/chat/:send: the process is exiting",
        "fan-out: POST /api/hubs/chat/users/ann/:send: the process is exiting",
        "list: GET /api/hubs/chat/groups/room/connections: the process is exiting",
        "WaitUntilIdle: done"}},
      {"late",
       {"SendToAll: POST /api/hubs/chat/:send: the process is exiting",
        "SendToAllAsync: POST /api/hubs/chat/:send: the process is exiting",
        "SendToUsers: POST /api/hubs/chat/users/a/:send: the process is exiting",
        "list: GET /api/hubs/chat/groups/room/connections: the process is exiting",
        "client access: the process is exiting", "key: the process is exiting",
        "client: the process is exiting"}},
      {"blocked",
       {"in an attempt: POST /api/hubs/chat/:send: the process is exiting",
        "in a back-off: POST /api/hubs/chat/:send: the process is exiting"}},
      {"first", {"first call: "}},
      {"executor", {"WaitUntilIdle: "}},
      {"connect", {}},
      {"begin", {}},
      {"key", {}},
  };
}

using Row = std::tuple<Way, const char*>;

class Exit : public ExitBench, public ::testing::WithParamInterface<Row> {
 protected:
  void ExpectCleanExits(const std::string& program) {
    const auto& [way, where] = GetParam();
    for (int i = 0; i < Runs(); ++i) {
      const ProgramResult result = Run(program, way.Name, where);
      ASSERT_EQ(result.Status, 0) << result.Output;
      ASSERT_THAT(result.Output, Not(HasSubstr("unexpected")));
      for (const std::string& line : way.Lines) ASSERT_THAT(result.Output, HasSubstr(line));
    }
  }
};

TEST_P(Exit, EndsCallsAndWaitsAndNothingCrashes) { ExpectCleanExits(WEBPUBSUB_EXIT_PROGRAM); }

#if defined(WEBPUBSUB_EXIT_PLUGIN)

TEST_P(Exit, EndsCallsAndWaitsOfAPluginToo) {
  ExpectCleanExits(WEBPUBSUB_EXIT_LOADER " stay " WEBPUBSUB_EXIT_PLUGIN);
}

#endif

INSTANTIATE_TEST_SUITE_P(Table, Exit,
                         ::testing::Combine(::testing::ValuesIn(Ways()),
                                            ::testing::Values("main", "thread", "exit")),
                         [](const auto& row) {
                           return std::string(std::get<0>(row.param).Name) + "_" +
                                  std::get<1>(row.param);
                         });

TEST_F(ExitBench, MayComeFromACallback) {
  for (int i = 0; i < Runs(); ++i) {
    const ProgramResult result = Run(WEBPUBSUB_EXIT_PROGRAM, "callback", "main");
    ASSERT_EQ(result.Status, 0) << result.Output;
  }
}

TEST_F(ExitBench, ComesBeforeTheStaticsThatCallbacksUseAreDestroyed) {
  for (int i = 0; i < Runs(); ++i) {
    const ProgramResult result = Run(WEBPUBSUB_EXIT_PROGRAM, "static", "main");
    ASSERT_EQ(result.Status, 0) << result.Output;
  }
}

TEST_F(ExitBench, AbandonsNothingAfterWaitUntilIdle) {
  const ProgramResult result = Run(WEBPUBSUB_EXIT_PROGRAM, "idle", "main");
  EXPECT_EQ(result.Status, 0) << result.Output;
  EXPECT_THAT(result.Output, Not(HasSubstr("AbandonedCalls")));
}

#if defined(WEBPUBSUB_EXIT_PLUGIN)

TEST_F(ExitBench, MayBeThatOfAPluginThatIsUnloaded) {
  for (int i = 0; i < Runs(); ++i) {
    const ProgramResult result =
        Run(WEBPUBSUB_EXIT_LOADER " unload " WEBPUBSUB_EXIT_PLUGIN, "idle", "thread");
    ASSERT_EQ(result.Status, 0) << result.Output;
  }
}

#endif

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
