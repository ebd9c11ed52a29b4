// HttpTransport::SendAsync, for transports that only have Send.
#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

/// Its Send waits for the test, and counts.
class SlowTransport final : public HttpTransport {
 public:
  static constexpr int MostAtOnce = 64;

  HttpResponse Send(const HttpRequest& /*request*/, const Context& /*context*/) override {
    std::unique_lock lock(mutex_);
    ++sends_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return isOpen_; });
    return HttpResponse(202);
  }

  void WaitFor(int sends) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return sends_ >= sends; });
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    isOpen_ = true;
    changed_.notify_all();
  }
  int Sends() {
    const std::lock_guard lock(mutex_);
    return sends_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool isOpen_ = false;
  int sends_ = 0;
};

TEST(DefaultSendAsync, SendsNothingForACallThatEndedInItsQueue) {
  SlowTransport transport;
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  const auto send = [&](const Context& context) {
    transport.SendAsync(
        HttpRequest(HttpMethod::Post, "https://wps.example"), context,
        [&](const AttemptOutcome& outcome) {
          const std::lock_guard lock(mutex);
          ++outcomes[outcome.HasResponse() ? "response"
                                           : std::string(ToString(outcome.Failure().Cause))];
          if (!outcome.HasResponse()) {
            EXPECT_FALSE(outcome.Failure().RequestMayHaveBeenSent);
          }
        });
  };
  for (int i = 0; i < SlowTransport::MostAtOnce; ++i) send({});
  transport.WaitFor(SlowTransport::MostAtOnce);
  const Context context = Context::Cancellable();
  for (int i = 0; i < 5; ++i) {
    send(context);
    send(Context::WithTimeout(std::chrono::milliseconds(0)));
    send(Context::WithDeadline(std::chrono::steady_clock::time_point::min()));
    send(Context::Cancellable(context).WithClientRequestId("id"));
  }
  send({});
  context.Cancel();
  transport.Open();
  transport.WaitFor(SlowTransport::MostAtOnce + 1);
  const auto all = [&] {
    const std::lock_guard lock(mutex);
    return outcomes["response"] + outcomes["Cancelled"] == SlowTransport::MostAtOnce + 21;
  };
  while (!all()) std::this_thread::yield();
  EXPECT_EQ(outcomes["Cancelled"], 20);
  EXPECT_EQ(transport.Sends(), SlowTransport::MostAtOnce + 1);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
