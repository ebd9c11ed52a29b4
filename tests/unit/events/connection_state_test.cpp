// The states of a connection, in both encodings.

#include <nlohmann/json.hpp>

#include "core/base64.hpp"
#include "hub_bench.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr const char* DotNetState = "eyJ0dXJucyI6Ik13PT0ifQ==";  // {"turns":"Mw=="}
constexpr const char* JavaScriptState = "eyJ0dXJucyI6M30=";      // {"turns":3}
constexpr const char* NoStates = "e30=";                         // {}

class ConnectionStateTest : public EventTest {
 protected:
  // The context of an event that comes with a state.
  ConnectionContext ContextWith(const std::string& state) {
    EXPECT_EQ(StatusOf(With(UserRequest(), "ce-connectionState", state)), 204);
    return Hub->Messages.back().Context;
  }
  // The state that a reply sets.
  std::optional<std::string> After(const UserEventResponse& reply, const std::string& state) {
    Hub->ToMessage = reply;
    return Handle(With(UserRequest(), "ce-connectionState", state))
        .Headers()
        .Get("ce-connectionState");
  }
};

TEST_F(ConnectionStateTest, IsReadInDotNetsFormat) {
  const ConnectionContext context = ContextWith(DotNetState);
  EXPECT_THAT(context.States, ElementsAre(Pair("turns", "3")));
  EXPECT_EQ(context.RawState, DotNetState);
  EXPECT_EQ(context.StatesFormat, StateFormat::DotNet);
  EXPECT_THAT(ContextWith("eyJ0dXJucyI6Ik13PT0ifQ").States, ElementsAre(Pair("turns", "3")));
  EXPECT_THAT(ContextWith(NoStates).States, IsEmpty());
}

TEST_F(ConnectionStateTest, IsReadInJavaScriptsFormat) {
  Options.States = StateFormat::JavaScript;
  EXPECT_THAT(ContextWith(JavaScriptState).States, ElementsAre(Pair("turns", "3")));
  EXPECT_THAT(ContextWith("eyJuYW1lIjoixbvDs8WCdyJ9").States,
              ElementsAre(Pair("name", "\"Żółw\"")));
  EXPECT_THAT(ContextWith(Detail::EncodeBase64(R"({"a":[1,{"b":null}],"__proto__":true})")).States,
              ElementsAre(Pair("__proto__", "true"), Pair("a", R"([1,{"b":null}])")));
  EXPECT_EQ(ContextWith(JavaScriptState).StatesFormat, StateFormat::JavaScript);
}

// JavaScript cuts texts between the two code units of a character, and escapes what is left of it.
TEST_F(ConnectionStateTest, HasAReplacementForHalfACharacter) {
  Options.States = StateFormat::JavaScript;
  for (const auto& [written, read] : std::vector<std::pair<std::string, std::string>>{
           {R"(a fish \ud83d)", "a fish \uFFFD"},
           {R"(\uD83D!)", "\uFFFD!"},
           {R"(\udc1f)", "\uFFFD"},
           {R"(\udc1f\ud83d)", "\uFFFD\uFFFD"},
           {R"(\ud83d\ud83d\udc1f\udc1f)", "\uFFFD🐟\uFFFD"},
           {R"(\ud83d\u0041)", "\uFFFDA"},
           {R"(\ud83d\\udc1f)", "\uFFFD\\udc1f"},
           {R"(\ud83d\udc1f 🐟)", "🐟 🐟"},
           {R"(\\ud83d)", "\\ud83d"},
           {R"(\\\ud83d)", "\\\uFFFD"}}) {
    const std::string states = R"({")" + written + R"(":1,"text":")" + written + R"("})";
    EXPECT_THAT(ContextWith(Detail::EncodeBase64(states)).States,
                UnorderedElementsAre(Pair(read, "1"), Pair("text", nlohmann::json(read).dump())))
        << written;
  }
  UserEventResponse reply;
  reply.SetState("after", R"("\ud83d")");
  EXPECT_EQ(After(reply, Detail::EncodeBase64(R"({"before":"\ud83d"})")),
            Detail::EncodeBase64("{\"after\":\"\uFFFD\",\"before\":\"\uFFFD\"}"));
}

TEST_F(ConnectionStateTest, IsRawTextWhereItCannotBeRead) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  for (const std::string& state :
       {std::string(), std::string("!"), std::string("abc"), std::string(JavaScriptState),
        Detail::EncodeBase64("[]"), Detail::EncodeBase64("{"), Detail::EncodeBase64("null"),
        Detail::EncodeBase64(R"({"a":"!"})"), Detail::EncodeBase64(R"({"a":"Mw==","b":1})"),
        Detail::EncodeBase64("{\"a\":\"\xff\"}"), Detail::EncodeBase64("{\"a\":" + deep + "}")}) {
    const ConnectionContext context = ContextWith(state);
    EXPECT_THAT(context.States, IsEmpty()) << state;
    EXPECT_EQ(context.RawState, state);
  }
}

TEST_F(ConnectionStateTest, IsKeptUnlessItIsSet) {
  EXPECT_EQ(After(UserEventResponse(), DotNetState), std::nullopt);
  Hub->ToConnect = ConnectEventResponse();
  EXPECT_FALSE(Handle(ConnectRequest()).Headers().Contains("ce-connectionState"));
}

TEST_F(ConnectionStateTest, IsSetOnConnect) {
  ConnectEventResponse accepted;
  accepted.SetState("turns", "3");
  Hub->ToConnect = accepted;
  const HttpResponse response = Handle(ConnectRequest());
  EXPECT_EQ(response.Status(), 204);
  EXPECT_EQ(response.Headers().Get("ce-connectionState"), DotNetState);
  Options.States = StateFormat::JavaScript;
  EXPECT_EQ(Handle(ConnectRequest()).Headers().Get("ce-connectionState"), JavaScriptState);
}

TEST_F(ConnectionStateTest, ChangesOneAndKeepsTheOthers) {
  const std::string before = Detail::EncodeBase64(R"({"a":"MQ==","b":"Mg=="})");
  UserEventResponse reply;
  reply.SetState("b", std::string("\0\xff", 2));
  reply.SetState("c", "");
  EXPECT_EQ(After(reply, before), Detail::EncodeBase64(R"({"a":"MQ==","b":"AP8=","c":""})"));
  // There is nothing to keep of a state that can't be read.
  EXPECT_EQ(After(reply, "!"), Detail::EncodeBase64(R"({"b":"AP8=","c":""})"));
  Options.States = StateFormat::JavaScript;
  UserEventResponse script;
  script.SetState("name", "\"Żółw\"");
  EXPECT_EQ(After(script, JavaScriptState), Detail::EncodeBase64(R"({"name":"Żółw","turns":3})"));
}

TEST_F(ConnectionStateTest, IsCleared) {
  UserEventResponse reply;
  reply.SetState("a", "1");
  reply.ClearStates();
  EXPECT_EQ(After(reply, DotNetState), NoStates);
  reply.SetState("turns", "3");
  EXPECT_EQ(After(reply, Detail::EncodeBase64(R"({"a":"MQ=="})")), DotNetState);
}

TEST_F(ConnectionStateTest, IsReplacedByRawText) {
  UserEventResponse reply;
  reply.SetState("a", "1");
  for (const char* text : {"anything, in one line", ""}) {
    reply.SetRawState(text);
    EXPECT_EQ(After(reply, DotNetState), text);
  }
  reply.SetState("turns", "4");
  EXPECT_EQ(After(reply, DotNetState), Detail::EncodeBase64(R"({"turns":"NA=="})"));
  for (const char* text : {"a\nb", "ü", "a\tb"}) {
    UserEventResponse bad;
    bad.SetRawState(text);
    ExpectRefused("raw state", [&] { (void)bad.ToHeader({}); });
    EXPECT_EQ(After(bad, DotNetState), std::nullopt);
  }
}

TEST_F(ConnectionStateTest, RefusesBadNamesAndValues) {
  ConnectionContext context;
  ConnectionStateUpdate name;
  name.SetState("\xff", "1");
  ExpectRefused("name of a state", [&] { (void)name.ToHeader(context); });
  context.StatesFormat = StateFormat::JavaScript;
  for (const char* value : {"", "three", "{", "\"\xff\"", "1 2"}) {
    ConnectionStateUpdate update;
    update.SetState("turns", value);
    ExpectRefused("value of a state", [&] { (void)update.ToHeader(context); });
  }
}

TEST_F(ConnectionStateTest, IsNotChangedByARefusal) {
  Hub->ToMessage = EventErrorResponse(400);
  const HttpResponse response = Handle(With(UserRequest(), "ce-connectionState", DotNetState));
  EXPECT_FALSE(response.Headers().Contains("ce-connectionState"));
}

// What one reply sets, the next event brings.
TEST_F(ConnectionStateTest, RoundTrips) {
  for (const StateFormat format : {StateFormat::DotNet, StateFormat::JavaScript}) {
    Options.States = format;
    UserEventResponse reply;
    reply.SetState("a", "\"x\"");
    reply.SetState("b", "[1,2.5,null]");
    const auto header = After(reply, NoStates);
    EXPECT_THAT(ContextWith(header.value()).States,
                ElementsAre(Pair("a", "\"x\""), Pair("b", "[1,2.5,null]")));
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
