#include "asio_bench.hpp"

// Asio has deferred since 1.24 (Boost 1.80), and before that as an experiment since 1.22.
#if WEBPUBSUB_TEST_ASIO_VERSION >= 102200
#if WEBPUBSUB_TEST_ASIO_VERSION >= 102400
namespace Azure::Messaging::WebPubSub::Testing {
using asio::deferred;
}
#else
#include <asio/experimental/deferred.hpp>
namespace Azure::Messaging::WebPubSub::Testing {
using asio::experimental::deferred;
}
#endif

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using AsioDeferred = AsioBench;

TEST_F(AsioDeferred, StartsTheCallLater) {
  const auto client = MakeClient();
  auto operation = AsyncCall(
      [client](const Context& context) { return client.SendToAllAsync("hi", {}, context); },
      deferred);
  client.WaitUntilIdle();
  EXPECT_TRUE(Transport->Requests().empty());
  EXPECT_EQ(std::move(operation)(asio::use_future).get().Status(), 202);
  EXPECT_EQ(Transport->Requests().size(), 1U);
}

TEST_F(AsioDeferred, TakesACallThatHasStarted) {
  const auto client = MakeClient();
  auto operation = AsyncCall(client.SendToAllAsync("hi"), deferred);
  EXPECT_EQ(std::move(operation)(asio::use_future).get().Status(), 202);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
#endif
