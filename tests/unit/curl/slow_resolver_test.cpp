// Simulates a name server that doesn't respond: getaddrinfo of this program replaces that of libc.

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <dlfcn.h>
#include <mutex>
#include <netdb.h>
#include <thread>

#include "support/promptness.hpp"
#include "support/thrown.hpp"

namespace {

constexpr const char* SlowHost = "slow.invalid";

std::mutex mutex;
std::condition_variable changed;
bool isReleased = true;
int asked = 0;
int responded = 0;

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (node != nullptr && std::strcmp(node, SlowHost) == 0) {
    std::unique_lock lock(mutex);
    ++asked;
    changed.notify_all();
    changed.wait(lock, [] { return isReleased; });
    ++responded;
    changed.notify_all();
    return EAI_NONAME;
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, result);
}

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

struct BlockingForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context) {
    client.SendToAll("hi", {}, context);
  }
};
struct AsynchronousForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context) {
    client.SendToAllAsync("hi", {}, context).Get();
  }
};

template <class Form>
class SlowResolver : public ::testing::Test {
 protected:
  SlowResolver() {
    const std::lock_guard lock(mutex);
    isReleased = false;
    asked = responded = 0;
  }
  // Waits for the resolver's threads, which must not outlive the test.
  ~SlowResolver() override {
    std::unique_lock lock(mutex);
    isReleased = true;
    changed.notify_all();
    changed.wait(lock, [] { return responded == asked; });
  }

  static int Asked() {
    const std::lock_guard lock(mutex);
    return asked;
  }
  static void WaitUntilAsked(int times) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [times] { return asked >= times; });
  }

  // Destroys the client too, which must not wait for the resolver either.
  static OperationCancelledException Ended(const Context& context) {
    return Thrown<OperationCancelledException>([&] {
      const WebPubSubServiceClient client(std::string("http://") + SlowHost, "chat",
                                          AzureKeyCredential("key"));
      Form::Send(client, context);
    });
  }
};

using Forms = ::testing::Types<BlockingForm, AsynchronousForm>;
TYPED_TEST_SUITE(SlowResolver, Forms);

TYPED_TEST(SlowResolver, IsNotWaitedForAfterACancellation) {
  const auto lateness = LeastLateness([&] {
    const Context context = Context::Cancellable();
    std::chrono::steady_clock::time_point cancelledAt;
    const int before = this->Asked();
    std::thread canceller([&] {
      this->WaitUntilAsked(before + 1);
      cancelledAt = std::chrono::steady_clock::now();
      context.Cancel();
    });
    EXPECT_FALSE(this->Ended(context).MayHaveBeenAccepted());
    const auto endedAt = std::chrono::steady_clock::now();
    canceller.join();
    return endedAt - cancelledAt;
  });
  EXPECT_LE(lateness, Prompt);
}

TYPED_TEST(SlowResolver, IsNotWaitedForAfterTheDeadline) {
  const auto lateness = LeastLateness([&] {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
    EXPECT_FALSE(this->Ended(Context::WithDeadline(deadline)).MayHaveBeenAccepted());
    return std::chrono::steady_clock::now() - deadline;
  });
  EXPECT_LE(lateness, Prompt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
