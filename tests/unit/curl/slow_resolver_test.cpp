// Simulates a name server that doesn't respond: getaddrinfo of this program replaces that of libc.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <future>
#include <mutex>
#include <netdb.h>
#include <string>
#include <thread>
#include <vector>

#include "support/promptness.hpp"
#include "support/sanitized.hpp"
#include "support/scripted_server.hpp"
#include "support/thrown.hpp"

namespace {

constexpr const char* SlowHost = "slow.invalid";
// Only a call that hangs takes so long.
constexpr std::chrono::seconds LongEnough{20};

std::mutex mutex;
std::condition_variable changed;
bool isReleased = true;
bool hasAddress = false;
int asked = 0;
int unresolved = 0;

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  if (node != nullptr && std::strcmp(node, SlowHost) == 0) {
    std::unique_lock lock(mutex);
    // From libcurl 8.20 on, a resolution asks for the addresses of each family by themselves.
    if (hints == nullptr || hints->ai_family != AF_INET6) ++asked;
    ++unresolved;
    changed.notify_all();
    changed.wait(lock, [] { return isReleased; });
    --unresolved;
    changed.notify_all();
    if (!hasAddress) return EAI_NONAME;
    node = "127.0.0.1";
  }
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return real(node, service, hints, result);
}

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

/// What came of a call: nothing, or the failure's message without its request id.
std::string EndOf(const std::function<void()>& call) {
  try {
    call();
    return "success";
  } catch (const OperationCancelledException&) {
    return "cancelled";
  } catch (const TransportException& failure) {
    const std::string text = failure.what();
    return failure.Cause() == TransportError::NameResolution ? "no address: " + text : text;
  }
}

struct BlockingForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context) {
    client.SendToAll("hi", {}, context);
  }
  /// Starts calls and waits for their ends.
  static std::vector<std::string> SendMany(const WebPubSubServiceClient& client, int calls,
                                           const std::function<void()>& started) {
    std::vector<std::future<std::string>> pending;
    for (int i = 0; i < calls; ++i) {
      pending.push_back(
          std::async(std::launch::async, [&] { return EndOf([&] { Send(client, {}); }); }));
    }
    started();
    std::vector<std::string> ends;
    for (auto& each : pending) ends.push_back(each.get());
    return ends;
  }
};
struct AsynchronousForm {
  static void Send(const WebPubSubServiceClient& client, const Context& context) {
    client.SendToAllAsync("hi", {}, context).Get();
  }
  static std::vector<std::string> SendMany(const WebPubSubServiceClient& client, int calls,
                                           const std::function<void()>& started) {
    std::vector<Future<Response>> pending;
    for (int i = 0; i < calls; ++i) pending.push_back(client.SendToAllAsync("hi"));
    started();
    std::vector<std::string> ends;
    for (auto& each : pending) ends.push_back(EndOf([&] { each.Get(); }));
    return ends;
  }
};

template <class Form>
class SlowResolver : public testing::Test {
 protected:
  SlowResolver() {
    const std::lock_guard lock(mutex);
    isReleased = hasAddress = false;
    asked = 0;
  }
  // Waits for the resolver's threads, which must not outlive the test.
  ~SlowResolver() override {
    std::unique_lock lock(mutex);
    isReleased = true;
    changed.notify_all();
    changed.wait(lock, [] { return unresolved == 0; });
  }

  static void Release(bool withAddress) {
    const std::lock_guard lock(mutex);
    isReleased = true;
    hasAddress = withAddress;
    changed.notify_all();
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

using Forms = testing::Types<BlockingForm, AsynchronousForm>;
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

/// A client whose calls aren't repeated.
WebPubSubServiceClient ClientOf(const std::string& url,
                                WebPubSubServiceClientOptions options = {}) {
  options.Retry.MaxRetries = 0;
  if (!options.Transport.Proxy) options.Transport.Proxy = "";
  return {url, "chat", AzureKeyCredential("key"), options};
}

void RespondToAll(ScriptedConnection& connection, int) {
  while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
}

// As many threads as calls, whose stacks fit into an address space of 32 bits too.
constexpr int Burst = IsSanitized ? 16 : sizeof(void*) < 8 ? 64 : 256;

TYPED_TEST(SlowResolver, IsAskedOnceForAllCallsThatStartMeanwhile) {
  ScriptedServer server(RespondToAll);
  const auto client =
      ClientOf(std::string("http://") + SlowHost + ":" + std::to_string(server.Port()));
  const auto ends = TypeParam::SendMany(client, Burst, [&] {
    this->WaitUntilAsked(1);
    this->Release(true);
  });
  EXPECT_THAT(ends, testing::Each("success"));
  EXPECT_EQ(this->Asked(), 1);
}

TYPED_TEST(SlowResolver, IsAskedOnceForAProxyToo) {
  ScriptedServer proxy(RespondToAll);
  WebPubSubServiceClientOptions options;
  options.Transport.Proxy = std::string("http://") + SlowHost + ":" + std::to_string(proxy.Port());
  const auto client = ClientOf("http://service.invalid", options);
  const auto ends = TypeParam::SendMany(client, Burst, [&] {
    this->WaitUntilAsked(1);
    this->Release(true);
  });
  EXPECT_THAT(ends, testing::Each("success"));
  EXPECT_EQ(this->Asked(), 1);
}

TYPED_TEST(SlowResolver, FailsForAllThatWaited) {
  const auto client = ClientOf(std::string("http://") + SlowHost);
  const auto ends = TypeParam::SendMany(client, 8, [&] {
    this->WaitUntilAsked(1);
    this->Release(false);
  });
  EXPECT_THAT(ends, testing::Each(testing::StartsWith("no address: ")));
}

TYPED_TEST(SlowResolver, IsNotAskedAgainWhileTooManyResolutionsHang) {
  ScriptedServer server(RespondToAll);
  const auto client =
      ClientOf(std::string("http://") + SlowHost + ":" + std::to_string(server.Port()));
  for (int hanging = 1; hanging <= 4; ++hanging) {
    const Context context = Context::Cancellable();
    auto end = std::async(std::launch::async,
                          [&] { return EndOf([&] { TypeParam::Send(client, context); }); });
    this->WaitUntilAsked(hanging);
    context.Cancel();
    EXPECT_EQ(end.get(), "cancelled");
    EXPECT_EQ(this->Asked(), hanging);
  }
  for (int more = 0; more < 3; ++more) {
    EXPECT_THAT(EndOf([&] { TypeParam::Send(client, Context::WithTimeout(LongEnough)); }),
                testing::AllOf(testing::StartsWith("no address: "),
                               testing::HasSubstr("4 name resolutions")));
  }
  EXPECT_EQ(this->Asked(), 4);
  this->Release(true);
  // The next call or the one after it finds out that they don't hang any more.
  std::string end;
  for (int tries = 0; tries < 200 && end != "success"; ++tries) {
    end = EndOf([&] { TypeParam::Send(client, {}); });
  }
  EXPECT_EQ(end, "success");
  EXPECT_EQ(server.Requests().size(), 1U);  // nothing was sent for the calls that had ended
}

TYPED_TEST(SlowResolver, HoldsUpNoCallBeyondItsDeadline) {
  const auto client = ClientOf(std::string("http://") + SlowHost);
  std::thread first([&] { EndOf([&] { BlockingForm::Send(client, {}); }); });
  this->WaitUntilAsked(1);
  const auto lateness = LeastLateness([&] {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
    EXPECT_EQ(EndOf([&] { TypeParam::Send(client, Context::WithDeadline(deadline)); }),
              "cancelled");
    return std::chrono::steady_clock::now() - deadline;
  });
  EXPECT_LE(lateness, Prompt);
  EXPECT_EQ(this->Asked(), 1);
  this->Release(false);
  first.join();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
