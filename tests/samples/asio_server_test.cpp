// The sample of an Asio server, which hears clients and sends.

#include <azure/messaging/webpubsub/testing/events.hpp>

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "sample_fixture.hpp"
#include "serving_sample.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AsioServerSample : public SampleTest {
 protected:
  /// An event as the service signs it.
  EventHandlerRequest Say(const std::string& text, const std::string& key) {
    auto said = MakeUserEventRequest(key, "chat", "conn-1", "message", text, Origin);
    said.Headers.Set("ce-userId", "dora");
    return said;
  }

  static constexpr const char* Origin = "127.0.0.1";
  ServingSample Server{"event_handler_asio", Service.ConnectionString()};
};

const std::string Key = LocalService::ServiceOptions().PrimaryKey;

TEST_F(AsioServerSample, PassesOnWhatAClientSays) {
  EXPECT_EQ(Server.Exchange(MakeConnectRequest(Key, "chat", "conn-1", "{}", Origin)).Status, 204);
  for (const char* text : {"hi", "anyone here?"}) {
    const auto reply = Server.Exchange(Say(text, Key));
    EXPECT_EQ(reply.Status, 200);
    EXPECT_EQ(reply.Body, "sent");
  }
  EXPECT_THAT(ReceivedBy("ann"), ElementsAre(R"("dora: hi")", R"("dora: anyone here?")"));
  EXPECT_EQ(Server.Exchange(MakeDisconnectedRequest(Key, "chat", "conn-1", "{}", Origin)).Status,
            204);
}

TEST_F(AsioServerSample, RepliesThatASendHasFailed) {
  RefuseSends(403, 1);
  EXPECT_EQ(Server.Exchange(Say("hi", Key)).Status, 500);
  EXPECT_THAT(ReceivedBy("ann"), IsEmpty());
}

TEST_F(AsioServerSample, RefusesStrangers) {
  EXPECT_EQ(Server.Exchange(Say("hi", "another key")).Status, 401);
  EXPECT_THAT(ReceivedBy("ann"), IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
