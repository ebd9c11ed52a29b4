// A page of 16 MiB is read while other calls go on: they end when they should.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "fault_bench.hpp"
#include "support/case_limit.hpp"
#include "support/promptness.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t Large = std::size_t{16} * 1024 * 1024;

std::string LargePage() {
  const std::string member =
      R"({"connectionId":"AbCdEfGhIjKlMnOpQrStUv0123456789_-AbCdEfGhI","userId":"user-1234567"})";
  std::string page = R"({"value":[)" + member;
  while (page.size() + member.size() + 10 < Large) page += "," + member;
  return page + "]}";
}

std::string LargeError() {
  std::string body = R"({"code":"Busy","more":[0)";
  while (body.size() + 10 < Large) body += ",[[]]";
  return body + "]}";
}

/// Responds to lists with a page or an error of 16 MiB, and to no other request.
class LargePageTest : public testing::Test {
 protected:
  LargePageTest() {
    Bench.Options.Transport.MaxResponseBodyBytes = 2 * Large;
    Bench.Options.Retry.MaxRetries = 0;
  }

  /// How late other calls end at their deadlines while one is read.
  steady_clock::duration LatenessWhile(const std::string& response) {
    ScriptedServer server([&response](ScriptedConnection& connection, int) {
      for (std::string request = connection.ReadRequest(); !request.empty();
           request = connection.ReadRequest()) {
        if (request.rfind("GET ", 0) != 0) break;
        connection.Write(response);
      }
      connection.WaitForClient();
    });
    const auto client = Bench.ClientInTheRealEnvironment(server.Url(), false);
    auto pages = client.ListConnectionsInGroupAsync("room");
    const auto large = pages.Next();
    auto latest = steady_clock::duration::zero();
    while (!large.IsReady()) {
      constexpr milliseconds Time{20};
      const auto deadline = steady_clock::now() + Time;
      const auto sent = client.SendToAllAsync("hi", {}, Context::WithDeadline(deadline));
      EXPECT_THROW(sent.Get(), OperationCancelledException);
      latest = std::max(latest, steady_clock::now() - deadline);
    }
    Ending = OutcomeOf([&] { Members = large.Get()->Values.size(); });
    return latest;
  }

  FaultBench Bench;
  Outcome Ending;
  std::size_t Members = 0;
};

TEST_F(LargePageTest, DoesNotHoldUpTheDeadlinesOfOthers) {
  LimitCase(std::chrono::minutes(4));
  const std::string response = ResponseText(200, LargePage());
  EXPECT_LE(LeastLateness([&] { return LatenessWhile(response); }), Prompt);
  EXPECT_EQ(Ending, Success());
  EXPECT_GT(Members, 150'000U);
}

TEST_F(LargePageTest, ThatIsAnErrorDoesNotHoldUpTheDeadlinesOfOthers) {
  LimitCase(std::chrono::minutes(4));
  const std::string response = ResponseText(500, LargeError());
  EXPECT_LE(LeastLateness([&] { return LatenessWhile(response); }), Prompt);
  EXPECT_EQ(Ending, (Outcome{"RequestFailed 500", true, 1}));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
