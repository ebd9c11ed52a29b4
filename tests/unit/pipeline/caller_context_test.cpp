#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "support/drivers.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

/// Captures the thread that makes a call.
class CapturingObserver final : public CallObserver {
 public:
  void CallStarted(const CallDescription& call, HttpHeaders& /*headers*/) override { Keep(call); }
  void AttemptStarted(const CallDescription& call, int /*attempt*/,
                      HttpHeaders& /*headers*/) override {
    Keep(call);
  }
  void AttemptEnded(const CallDescription& call, const CallProgress& /*progress*/) override {
    Keep(call);
  }
  void CallEnded(const CallDescription& call, const CallProgress& /*progress*/) override {
    Keep(call);
  }
  std::shared_ptr<const void> CaptureCallerContext() override {
    const auto context = std::make_shared<const std::thread::id>(std::this_thread::get_id());
    const std::lock_guard lock(mutex_);
    Captured.emplace_back(context);
    return context;
  }

  std::vector<std::weak_ptr<const std::thread::id>> Captured;
  /// What the notifications had, one after another.
  std::vector<std::thread::id> Received;

 private:
  void Keep(const CallDescription& call) {
    const std::lock_guard lock(mutex_);
    ASSERT_NE(call.CallerContext, nullptr);
    Received.push_back(*static_cast<const std::thread::id*>(call.CallerContext));
  }

  std::mutex mutex_;
};

template <class Driver>
class CallerContext : public ::testing::Test {
 protected:
  CallerContext() {
    bench_.Options.Observer = observer_;
    bench_.Transport->Otherwise(
        [](const HttpRequest&, const Context&) { return HttpResponse(202); });
  }

  CallBench bench_;
  std::shared_ptr<CapturingObserver> observer_ = std::make_shared<CapturingObserver>();
};

TYPED_TEST_SUITE(CallerContext, Drivers);

TYPED_TEST(CallerContext, IsCapturedOnTheCallersThreadAndInEveryNotification) {
  this->bench_.Transport->WillRespond(503);
  TypeParam::Send(this->bench_.Client());
  EXPECT_THAT(this->observer_->Captured, SizeIs(1));
  // A start and an end for the call and for each of two attempts.
  EXPECT_THAT(this->observer_->Received, SizeIs(6));
  EXPECT_THAT(this->observer_->Received, Each(std::this_thread::get_id()));
}

TYPED_TEST(CallerContext, IsThatOfEachCaller) {
  const auto client = this->bench_.Client();
  std::thread::id other;
  std::thread thread([&] {
    other = std::this_thread::get_id();
    TypeParam::Send(client);
  });
  thread.join();
  TypeParam::Send(client);
  const auto here = std::this_thread::get_id();
  EXPECT_THAT(this->observer_->Received,
              ElementsAre(other, other, other, other, here, here, here, here));
}

TYPED_TEST(CallerContext, IsSharedByTheRequestsOfAFanOut) {
  const auto client = this->bench_.Client();
  FanOutOptions how;
  how.MaxConcurrency = 1;  // so that most requests start on the I/O thread
  TypeParam::SendToUsers(client, {"ann", "bob", "cat"}, how);
  EXPECT_THAT(this->observer_->Captured, SizeIs(1));
  EXPECT_THAT(this->observer_->Received, SizeIs(12));
  EXPECT_THAT(this->observer_->Received, Each(std::this_thread::get_id()));
}

// Not later: a program may look for its spans then.
TYPED_TEST(CallerContext, IsReleasedBeforeItsCallReturns) {
  const auto client = this->bench_.Client();
  for (int i = 0; i < 20; ++i) {
    TypeParam::Send(client);
    EXPECT_TRUE(this->observer_->Captured.back().expired());
    TypeParam::SendToUsers(client, {"ann", "bob"}, {});
    EXPECT_TRUE(this->observer_->Captured.back().expired());
  }
  EXPECT_THAT(this->observer_->Captured, SizeIs(40));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
