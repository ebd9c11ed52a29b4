// Ends the process when one of its cases takes too long, which CTest can't see: its tests are
// processes with many cases. No thread watches, because some cases count the threads.

#include "support/case_limit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "support/sanitized.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::chrono::seconds Longest{60};

// For the signal handler, which may not allocate.
std::array<char, 1024> report;
std::size_t reportSize = 0;

extern "C" void EndProcess(int /*signal*/) {
  (void)!write(STDOUT_FILENO, report.data(), reportSize);
  std::abort();
}

class CaseLimit : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    const std::string text = std::string("\nThis case takes too long: ") + test.test_suite_name() +
                             "." + test.name() + "\n";
    reportSize = std::min(text.size(), report.size());
    std::copy_n(text.begin(), reportSize, report.begin());
    std::signal(SIGALRM, &EndProcess);
    LimitCase(Longest);
  }
  void OnTestEnd(const testing::TestInfo& /*test*/) override { alarm(0); }
};

// GoogleTest has its listeners only after it was initialised.
class AddCaseLimit : public testing::Environment {
  void SetUp() override { testing::UnitTest::GetInstance()->listeners().Append(new CaseLimit); }
};
[[maybe_unused]] const testing::Environment* const added =
    testing::AddGlobalTestEnvironment(new AddCaseLimit);

}  // namespace

void LimitCase(std::chrono::seconds longest) {
  const bool isEmulated = std::getenv("WEBPUBSUB_IS_EMULATED") != nullptr;
  alarm(static_cast<unsigned>(longest.count() * (IsSanitized || isEmulated ? 5 : 1)));
}

}  // namespace Azure::Messaging::WebPubSub::Testing
