// A credential that gives no token for a long time, in both forms.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "fault_bench.hpp"
#include "site.hpp"
#include "support/promptness.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Hangs until Release, whatever its context says.
class HungCredential final : public TokenCredential {
 public:
  AccessToken GetToken(const TokenRequest& /*request*/, const Context& /*context*/) override {
    ++Calls;
    released_.wait();
    return {"token", std::chrono::system_clock::time_point::max()};
  }
  void Release() { release_.set_value(); }

  std::atomic<int> Calls{0};

 private:
  std::promise<void> release_;
  const std::shared_future<void> released_ = release_.get_future().share();
};

class HungCredentialTest : public testing::TestWithParam<Form> {
 protected:
  HungCredentialTest()
      : site_(FaultyServer({}, 0, ResponseText(202))),
        credential_(std::make_shared<HungCredential>()) {
    bench_.Options.Limits.MaxBytes = 2 * MessageBytes;
  }

  WebPubSubServiceClient MakeClient() {
    return ClientFactory::Make(ParseEndpoint(site_->Url(), "endpoint"), "chat", credential_,
                               bench_.Options, Detail::Environment::Real());
  }
  Outcome Send(const WebPubSubServiceClient& client, const RequestContent& message,
               const Context& context) {
    return OutcomeOf([&] {
      if (GetParam() == Form::Blocking) {
        client.SendToAll(message, {}, context);
      } else {
        client.SendToAllAsync(message, {}, context).Get();
      }
    });
  }

  static constexpr std::size_t MessageBytes = std::size_t{8} * 1024 * 1024;
  const Outcome ended_{"Cancelled", false, 0};
  FaultBench bench_;
  std::unique_ptr<Site> site_;
  std::shared_ptr<HungCredential> credential_;
};

TEST_P(HungCredentialTest, DoesNotHoldUpTheEndOfACall) {
  const auto client = MakeClient();
  const auto lateness = LeastLateness([&] {
    const auto deadline = steady_clock::now() + milliseconds(60);
    EXPECT_EQ(Send(client, "hi", Context::WithDeadline(deadline)), ended_);
    return steady_clock::now() - deadline;
  });
  EXPECT_LE(lateness, Prompt);
  credential_->Release();
  EXPECT_EQ(Send(client, "hi", {}), Success());
  EXPECT_EQ(credential_->Calls, 1);
  EXPECT_EQ(site_->Requests(), 1);
}

TEST_P(HungCredentialTest, HoldsNoMessageOfACallThatHasEnded) {
  const auto client = MakeClient();
  // They wait for as long as it takes, however many threads the library has for that.
  std::vector<Future<Response>> patient;
  for (int i = 0; i < 8; ++i) patient.push_back(client.SendToAllAsync("hi"));
  std::vector<std::weak_ptr<const std::string>> held;
  for (int i = 0; i < 64; ++i) {
    const RequestContent message(std::string(MessageBytes, 'x'));
    held.emplace_back(message.SharedBytes());
    EXPECT_EQ(Send(client, message, Context::WithTimeout(milliseconds(20))), ended_);
  }
  // The I/O thread may still be returning from the call that ended last.
  const auto isHeld = [](const auto& bytes) { return !bytes.expired(); };
  EXPECT_TRUE(IsSoon([&] { return std::none_of(held.begin(), held.end(), isHeld); }));
  credential_->Release();
  for (const auto& each : patient) EXPECT_EQ(each.Get().Status(), 202);
  EXPECT_EQ(credential_->Calls, 1);
}

INSTANTIATE_TEST_SUITE_P(Forms, HungCredentialTest,
                         testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

// Without a context, a call has the deadline of the options.
class CallTimeout : public testing::TestWithParam<Form> {};

TEST_P(CallTimeout, EndsACallWithoutAContext) {
  FaultBench bench;
  bench.Options.CallTimeout = milliseconds(60);
  const auto site = FaultyServer(
      [](ScriptedConnection& connection, const std::string&) {
        connection.ReadRequest();
        connection.WaitForClient();
      },
      1000, "");
  const auto client = bench.ClientInTheRealEnvironment(site->Url(), false);
  const auto lateness = LeastLateness([&] {
    const auto deadline = steady_clock::now() + milliseconds(60);
    const Outcome outcome = OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client); });
    EXPECT_EQ(outcome.Ending, "Cancelled");
    return steady_clock::now() - deadline;
  });
  EXPECT_LE(lateness, Prompt);
}

INSTANTIATE_TEST_SUITE_P(Forms, CallTimeout, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
