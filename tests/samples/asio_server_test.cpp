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

std::string KeyOf(const std::string& connection) {
  const std::string name = "AccessKey=";
  const std::size_t start = connection.find(name) + name.size();
  return connection.substr(start, connection.find(';', start) - start);
}

TEST_F(AsioServerSample, PassesOnWhatAClientSays) {
  const std::string key = KeyOf(Service.ConnectionString());
  EXPECT_EQ(Server.Exchange(MakeConnectRequest(key, "chat", "conn-1", "{}", Origin)).Status, 204);
  for (const char* text : {"hi", "anyone here?"}) {
    const auto reply = Server.Exchange(Say(text, key));
    EXPECT_EQ(reply.Status, 200);
    EXPECT_EQ(reply.Body, "sent");
  }
  EXPECT_THAT(ReceivedBy("ann"), ElementsAre(R"("dora: hi")", R"("dora: anyone here?")"));
  EXPECT_EQ(Server.Exchange(MakeDisconnectedRequest(key, "chat", "conn-1", "{}", Origin)).Status,
            204);
}

TEST_F(AsioServerSample, RepliesThatASendHasFailed) {
  LocalService::Fault refusal;
  refusal.Method = "POST";
  refusal.Status = 403;
  refusal.Count = 1;
  Service.AddFault(refusal);
  EXPECT_EQ(Server.Exchange(Say("hi", KeyOf(Service.ConnectionString()))).Status, 500);
  EXPECT_THAT(ReceivedBy("ann"), IsEmpty());
}

TEST_F(AsioServerSample, RefusesStrangers) {
  EXPECT_EQ(Server.Exchange(Say("hi", "another key")).Status, 401);
  EXPECT_THAT(ReceivedBy("ann"), IsEmpty());
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
