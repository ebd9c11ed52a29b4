#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "support/drivers.hpp"
#include "support/environment_variable.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Makes a call that logs a warning, and exits. Each test runs it in a separate process because the
// library reads the environment only once per process.
[[noreturn]] void CallAndExit() {
  CallBench bench;
  bench.Transport->WillRespond(503);
  bench.Transport->WillRespond(202);
  bench.Client().SendToAll("hi", {}, Context().WithClientRequestId("my-id"));
  std::exit(0);
}

[[noreturn]] void CallWithLevel(const char* level) {
  SetVariable("AZURE_LOG_LEVEL", level);
  CallAndExit();
}

const auto IsSuccess = ::testing::ExitedWithCode(0);

// The warning's line is matched up to its end, which shows that records don't share a line.
const char* const RequestLine =
    "[informational] Request clientRequestId=my-id attempt=1 method=POST";
const char* const WarningLine =
    "[warning] Response clientRequestId=my-id attempt=1 elapsedMs=0 status=503 bodyBytes=0\n";

class ConsoleLogDeathTest : public ::testing::Test {
 protected:
  ConsoleLogDeathTest() {
    RemoveVariable("AZURE_LOG_LEVEL");
    GTEST_FLAG_SET(death_test_style, "threadsafe");
  }
};

TEST_F(ConsoleLogDeathTest, IsTurnedOnByTheEnvironment) {
  const auto all = AllOf(HasSubstr(RequestLine), HasSubstr(WarningLine));
  EXPECT_EXIT(CallWithLevel("verbose"), IsSuccess, all);
  EXPECT_EXIT(CallWithLevel("informational"), IsSuccess, all);
  EXPECT_EXIT(CallWithLevel("Informational"), IsSuccess, all);
  EXPECT_EXIT(CallWithLevel("warning"), IsSuccess,
              AllOf(Not(HasSubstr(RequestLine)), HasSubstr(WarningLine)));
}

// As in the other Azure SDKs.
TEST_F(ConsoleLogDeathTest, TakesTheShortNamesOfLevels) {
  const auto all = AllOf(HasSubstr(RequestLine), HasSubstr(WarningLine));
  for (const char* level : {"debug", "4", "info", "Information", "3"}) {
    EXPECT_EXIT(CallWithLevel(level), IsSuccess, all) << level;
  }
  for (const char* level : {"warn", "WARN", "2"}) {
    EXPECT_EXIT(CallWithLevel(level), IsSuccess,
                AllOf(Not(HasSubstr(RequestLine)), HasSubstr(WarningLine)))
        << level;
  }
  for (const char* level : {"err", "1"}) {
    EXPECT_EXIT(CallWithLevel(level), IsSuccess, ::testing::Eq("")) << level;
  }
}

TEST_F(ConsoleLogDeathTest, IsOffByDefault) {
  EXPECT_EXIT(CallAndExit(), IsSuccess, ::testing::Eq(""));
  EXPECT_EXIT(CallWithLevel(""), IsSuccess, ::testing::Eq(""));
  EXPECT_EXIT(CallWithLevel("error"), IsSuccess, ::testing::Eq(""));
}

TEST_F(ConsoleLogDeathTest, SaysOnceThatALevelIsUnknown) {
  for (const std::string level : {"loud", "5", "0", "warnings", " info"}) {
    EXPECT_EXIT(CallWithLevel(level.c_str()), IsSuccess,
                ::testing::Eq("[warning] AZURE_LOG_LEVEL is '" + level +
                              "', which is none of error, warning, informational and verbose: "
                              "nothing is logged\n"));
  }
}

TEST_F(ConsoleLogDeathTest, IsTurnedOnByTheProgram) {
  EXPECT_EXIT(
      {
        Diagnostics::LogToConsole(LogLevel::Warning);
        CallAndExit();
      },
      IsSuccess, AllOf(Not(HasSubstr(RequestLine)), HasSubstr(WarningLine)));
}

TEST_F(ConsoleLogDeathTest, LetsTheProgramOverrideTheEnvironment) {
  EXPECT_EXIT(
      {
        SetVariable("AZURE_LOG_LEVEL", "verbose");
        Diagnostics::SetLogger(LogLevel::Verbose, nullptr);
        CallAndExit();
      },
      IsSuccess, Not(HasSubstr("] Re")));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
