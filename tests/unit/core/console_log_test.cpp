#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "support/drivers.hpp"

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
  setenv("AZURE_LOG_LEVEL", level, 1);
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
    unsetenv("AZURE_LOG_LEVEL");
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

TEST_F(ConsoleLogDeathTest, IsOffByDefaultAndForUnknownLevels) {
  const auto none = Not(HasSubstr("] Re"));
  EXPECT_EXIT(CallAndExit(), IsSuccess, none);
  EXPECT_EXIT(CallWithLevel(""), IsSuccess, none);
  EXPECT_EXIT(CallWithLevel("loud"), IsSuccess, none);
  EXPECT_EXIT(CallWithLevel("error"), IsSuccess, none);
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
        setenv("AZURE_LOG_LEVEL", "verbose", 1);
        Diagnostics::SetLogger(LogLevel::Verbose, nullptr);
        CallAndExit();
      },
      IsSuccess, Not(HasSubstr("] Re")));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
