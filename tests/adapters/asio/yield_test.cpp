#include <exception>
#include <functional>

#include "asio_bench.hpp"

#if defined(ASIO_STANDALONE)
#include <asio/spawn.hpp>
#else
#include <boost/asio/spawn.hpp>
#endif

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

class AsioYield : public AsioBench {
 protected:
  void Run(const std::function<void(asio::yield_context)>& coroutine) {
    bool ended = false;
    const auto function = [&](asio::yield_context yield) {
      coroutine(yield);
      ended = true;
    };
#if WEBPUBSUB_TEST_ASIO_VERSION >= 102400
    asio::spawn(Io, function, asio::detached);
#else
    asio::spawn(Io, function);
#endif
    Io.run();
    EXPECT_TRUE(ended);
  }
};

TEST_F(AsioYield, ReturnsTheValue) {
  const auto client = MakeClient();
  Run([&](asio::yield_context yield) {
    EXPECT_EQ(AsyncCall(client.SendToAllAsync("hi"), yield).Status(), 202);
    Transport->WillRespond(200);
    EXPECT_TRUE(AsyncCall(
        [&](const Context& context) { return client.GroupExistsAsync("room", context); }, yield));
  });
}

TEST_F(AsioYield, ThrowsTheExceptionOfTheLibrary) {
  const auto client = MakeClient();
  Transport->WillRespond(403);
  Run([&](asio::yield_context yield) {
    EXPECT_THROW(AsyncCall(client.SendToAllAsync("hi"), yield), RequestFailedException);
  });
}

TEST_F(AsioYield, WalksThroughPages) {
  const auto client = MakeClient();
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"a"}],"nextLink":"?p=2"})");
  Transport->WillRespond(200, {}, R"({"value":[{"connectionId":"b"},{"connectionId":"c"}]})");
  std::size_t members = 0;
  Run([&](asio::yield_context yield) {
    AsyncPages pages([&](const Context& context) {
      return client.ListConnectionsInGroupAsync("room", {}, context);
    });
    while (const auto page = pages.Next(yield)) members += page->Values.size();
  });
  EXPECT_EQ(members, 3U);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
