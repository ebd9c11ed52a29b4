// Messages of clients, and the replies to them.

#include "hub_bench.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class UserEvent : public EventTest {
 protected:
  const UserEventRequest& Received(const EventHandlerRequest& request) {
    EXPECT_EQ(StatusOf(request), 204);
    return Hub->Messages.back();
  }
};

struct MediaTypeRow {
  const char* ContentType;
  WebPubSubDataType DataType;
};

TEST_F(UserEvent, ArrivesAsBytesWhateverItsMediaTypeIs) {
  const std::string bytes("\x00\xff{\r\n", 5);
  for (const auto& [contentType, dataType] :
       std::vector<MediaTypeRow>{{"text/plain", WebPubSubDataType::Text},
                                 {"text/plain; charset=utf-8", WebPubSubDataType::Text},
                                 {"Text/Plain;charset=utf-8", WebPubSubDataType::Text},
                                 {"application/json", WebPubSubDataType::Json},
                                 {"application/JSON ; charset=utf-8", WebPubSubDataType::Json},
                                 {"application/octet-stream", WebPubSubDataType::Binary},
                                 {"application/x-protobuf", WebPubSubDataType::Binary},
                                 {"application/cbor", WebPubSubDataType::Binary},
                                 {"text/plainer", WebPubSubDataType::Binary},
                                 {"image/png", WebPubSubDataType::Binary}}) {
    const auto& event = Received(UserRequest(RequestContent(bytes, contentType)));
    EXPECT_EQ(event.Data, bytes) << contentType;
    EXPECT_EQ(event.ContentType, contentType);
    EXPECT_EQ(event.DataType, dataType) << contentType;
  }
  const auto& untyped = Received(Without(UserRequest(), "Content-Type"));
  EXPECT_EQ(untyped.ContentType, "");
  EXPECT_EQ(untyped.DataType, WebPubSubDataType::Binary);
}

TEST_F(UserEvent, MayBeEmpty) { EXPECT_EQ(Received(UserRequest("")).Data, ""); }

TEST_F(UserEvent, HasItsName) {
  for (const char* name : {"message", "buy", "connect", "connected", "a.b"}) {
    EXPECT_EQ(Received(UserRequest("x", name)).Context.EventName, name);
  }
  EXPECT_THAT(Hub->Connects, IsEmpty());
  EXPECT_EQ(Received(Without(UserRequest("x", "buy"), "ce-eventName")).Context.EventName, "buy");
  // Socket.IO
  EXPECT_EQ(Received(With(UserRequest("x"), "ce-eventName", "buy")).Context.EventName, "buy");
}

TEST_F(UserEvent, HasTheExactBytesOfTheUser) {
  for (const std::string& user : {std::string("Ł%41 ü"), std::string(), std::string("a,b;c=\"d\""),
                                  std::string("\xff\xfe")}) {
    EXPECT_EQ(Received(With(UserRequest(), "ce-userId", user)).Context.UserId, user);
  }
  EXPECT_EQ(Received(UserRequest()).Context.UserId, std::nullopt);
}

TEST_F(UserEvent, HasItsContext) {
  auto request = With(UserRequest(), "ce-subprotocol", "json.webpubsub.azure.v1");
  request.Headers.Set("ce-id", "17");
  request.Headers.Set("ce-time", "2026-11-27T11:00:00.25+01:00");
  request.Headers.Set("ce-socketId", "s1");
  const ConnectionContext& context = Received(request).Context;
  EXPECT_EQ(context.Subprotocol, "json.webpubsub.azure.v1");
  EXPECT_EQ(context.EventId, "17");
  EXPECT_EQ(context.Time,
            std::chrono::system_clock::from_time_t(1795773600) + std::chrono::milliseconds(250));
  EXPECT_EQ(context.Headers.Get("ce-socketid"), "s1");
}

TEST_F(UserEvent, HasItsMetadata) {
  auto request = UserRequest();
  request.Headers.Append("X-WebPubSub-Metadata-Trace", "abc");
  request.Headers.Append("x-webpubsub-metadata-b", "1, 2");
  request.Headers.Append("x-webpubsub-other", "x");
  EXPECT_THAT(Received(request).Metadata, ElementsAre(Pair("b", "1, 2"), Pair("trace", "abc")));
}

// One repeated header of an extension is no reason to lose a message.
TEST_F(UserEvent, ToleratesOtherRepeatedHeaders) {
  EXPECT_EQ(Received(Repeating(UserRequest(), "ce-time")).Context.EventId, "1");
}

class UserEventReplies : public EventTest {
 protected:
  HttpResponse Reply(UserEventReply reply) {
    Hub->ToMessage = std::move(reply);
    return Handle(UserRequest());
  }
};

TEST_F(UserEventReplies, CarryMessages) {
  const std::vector<unsigned char> bytes = {0, 0xff};
  for (const RequestContent& content :
       {RequestContent("Żółw"), RequestContent::Json(R"({"got":true})"),
        RequestContent::Binary(bytes), RequestContent("x", "application/x-protobuf")}) {
    const HttpResponse response = Reply(UserEventResponse(content));
    EXPECT_EQ(response.Status(), 200);
    EXPECT_EQ(response.Body(), content.Bytes());
    EXPECT_EQ(response.Headers().Size(), 1U);
    EXPECT_EQ(response.Headers().Get("Content-Type"), content.ContentType());
  }
}

TEST_F(UserEventReplies, MayBeEmpty) {
  const HttpResponse none = Reply(UserEventResponse());
  EXPECT_EQ(none.Status(), 204);
  EXPECT_EQ(none.Body(), "");
  EXPECT_EQ(none.Headers().Size(), 0U);
  const HttpResponse empty = Reply(UserEventResponse(""));
  EXPECT_EQ(empty.Status(), 200);
  EXPECT_EQ(empty.Body(), "");
  EXPECT_EQ(empty.Headers().Get("Content-Type"), "text/plain");
}

TEST_F(UserEventReplies, CarryMetadata) {
  UserEventResponse reply("hi");
  reply.Metadata = {{"Trace", "abc"}, {"b", "1"}};
  const HttpResponse response = Reply(reply);
  EXPECT_EQ(response.Headers().Get("x-webpubsub-metadata-trace"), "abc");
  EXPECT_EQ(response.Headers().Get("x-webpubsub-metadata-b"), "1");
  reply.Data.reset();
  EXPECT_EQ(Reply(reply).Status(), 204);
  EXPECT_EQ(Reply(reply).Headers().Get("x-webpubsub-metadata-b"), "1");
}

TEST_F(UserEventReplies, RefuseBadMetadata) {
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"", "x"},
                                                        {"a b", "x"},
                                                        {"a\r\nb", "x"},
                                                        {"a", "x\r\ny: z"},
                                                        {"a", "1,2"},
                                                        {"a", " x"},
                                                        {"a", "ü"}}) {
    UserEventResponse reply;
    reply.Metadata = {{name, value}};
    ExpectRefused("Metadata", [&] { ToHttp(UserEventReply(reply), UserEventRequest()); });
    EXPECT_EQ(Reply(reply).Status(), 500);
  }
}

TEST_F(UserEventReplies, RefuseMessages) {
  const HttpResponse response = Reply(EventErrorResponse(403, "too long"));
  EXPECT_EQ(response.Status(), 403);
  EXPECT_EQ(response.Body(), "too long");
  EXPECT_EQ(response.Headers().Get("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(Reply(EventErrorResponse(204)).Status(), 500);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
