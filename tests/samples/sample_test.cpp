#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "reverse_proxy.hpp"
#include "sample_fixture.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

using Texts = std::vector<std::string>;

/// A sample, what it has to print, and what has to arrive at the clients.
struct SampleRow {
  std::string Program;
  std::string Arguments;
  /// Each a part of the output.
  Texts Output;
  Texts Ann;
  Texts Bob;
  Texts Cat;
};
void PrintTo(const SampleRow& row, std::ostream* out) { *out << row.Program; }

class Sample : public SampleTest, public testing::WithParamInterface<SampleRow> {};

TEST_P(Sample, DoesWhatItShows) {
  const SampleRow& row = GetParam();
  const Ended ended = Run(row.Program, row.Arguments);
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  for (const std::string& part : row.Output) EXPECT_THAT(ended.Output, HasSubstr(part));
  EXPECT_EQ(ReceivedBy("ann"), row.Ann);
  EXPECT_EQ(ReceivedBy("bob"), row.Bob);
  EXPECT_EQ(ReceivedBy("cat"), row.Cat);
}

SampleRow WithoutMessages(std::string program, std::string arguments, Texts output) {
  return {std::move(program), std::move(arguments), std::move(output), {}, {}, {}};
}

SampleRow ForEverybody(std::string program, Texts output, const Texts& messages) {
  return {std::move(program), "", std::move(output), messages, messages, messages};
}

INSTANTIATE_TEST_SUITE_P(
    All, Sample,
    testing::Values(
        WithoutMessages("create_client", "",
                        {"connection string: connected to http://127.0.0.1",
                         "access key: connected", "token credential: connected",
                         "the group room has members"}),
        ForEverybody("broadcast",
                     {"text:   accepted with status 202", "json:   accepted with status 202",
                      "binary: accepted with status 202"},
                     {R"("Hello World!")", R"({"Bar":42,"Foo":"Hello"})", "binary:3q2+7w=="}),
        SampleRow{"send_to",
                  "room ann {bob}",
                  {"sent to the group room", "sent to the user ann", "sent to the connection "},
                  {R"("Hello, group!")", R"("Hello, user!")"},
                  {R"("Hello, group!")", R"("Hello, connection!")"},
                  {R"("Hello, group!")"}},
        SampleRow{"exclude_and_filter",
                  "{ann} bob",
                  {"sent to all but ", "sent where userId eq 'bob' and 'room' in groups"},
                  {},
                  {R"("For all the others")", R"("For one user, if in the room")"},
                  {R"("For all the others")"}},
        WithoutMessages("groups", "ann {bob}", {"readers: has members\nreaders: is empty\n"}),
        WithoutMessages("list_members", "room",
                        {"  ann\n", "  bob\n", "  cat\n", "a page of 2\na page of 1\n",
                         "3 members, 3 in pages"}),
        WithoutMessages("permissions", "{ann}",
                        {"granted: the client may send to room\n"
                         "revoked: the client may not send to room\n"}),
        SampleRow{"close_connections",
                  "{ann} bob",
                  {"closed the connection ", "closed all connections of the user bob",
                   "closed the other connections in the group room"},
                  {ClosedWith("you were idle for too long")},
                  {ClosedWith("you signed out")},
                  {ClosedWith("we are back in a minute")}},
        ForEverybody("deadline",
                     {"two messages accepted before the deadline\n"
                      "missed the deadline after 0 attempts\n"
                      "cancelled from another thread"},
                     {R"("first")", R"("second")"}),
        ForEverybody("logging",
                     {"[informational] Request ", " method=POST",
                      "my log: informational Request | ", " | method: POST | "},
                     {R"("Logged on the console")", R"("Logged by my logger")"}),
        WithoutMessages("mock_transport", "",
                        {"ok      a headline goes out\nok      it is the message\n"
                         "ok      the readers get it\nok      a refusal is noticed\n"}),
        ForEverybody("async_futures",
                     {"sent with status 202\nthe group room exists\n"
                      "adding nobody failed with status 404\n"},
                     {R"("Hello World!")"}),
        SampleRow{"coroutines",
                  "room",
                  {"greeted 3 members of room"},
                  {R"("Hello, ann!")"},
                  {R"("Hello, bob!")"},
                  {R"("Hello, cat!")"}},
        SampleRow{"fan_out",
                  "ann bob nobody",
                  {"a request for each user\n  ann: accepted\n  bob: accepted\n",
                   "a filter for many users\n  ann: accepted\n  bob: accepted\n"},
                  {R"("Dinner is ready")", R"("Dinner is over")"},
                  {R"("Dinner is ready")", R"("Dinner is over")"},
                  {}}),
    [](const testing::TestParamInfo<SampleRow>& row) { return row.param.Program; });

TEST_F(SampleTest, ClientAccess) {
  const Ended ended = Run("client_access", "ann");
  ASSERT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_THAT(ended.Output, HasSubstr("/clients/mqtt/hubs/chat?access_token="));
  const std::size_t start = ended.Output.find("ws://", ended.Output.find("the user:"));
  WebSocketClient guest(ended.Output.substr(start, ended.Output.find('\n', start) - start),
                        JsonSubprotocol);
  const auto greeting = guest.Receive(Patience);
  ASSERT_TRUE(greeting.has_value());
  EXPECT_THAT(greeting->Data, HasSubstr(R"("userId":"ann")"));
}

TEST_F(SampleTest, ReverseProxy) {
  const ReverseProxy proxy(Service.Port());
  const Ended ended = Run("reverse_proxy", proxy.Url());
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_THAT(ended.Output, HasSubstr("to " + proxy.Url() + "/api/hubs/chat/:send?"));
  EXPECT_THAT(ended.Output, HasSubstr("accepted by " + Service.Endpoint() + "\n"));
  EXPECT_EQ(ReceivedBy("ann"), Texts{R"("Hello through the proxy!")"});
}

TEST_F(SampleTest, Retry) {
  LocalService::Fault busy;
  busy.Method = "POST";
  busy.Status = 503;
  busy.Count = 2;
  Service.AddFault(busy);
  const Ended ended = Run("retry", "");
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_EQ(ended.Output,
            "attempt 1: status 503\nattempt 2: status 503\nattempt 3: status 202\naccepted\n");
  EXPECT_EQ(ReceivedBy("ann"), Texts{R"("Hello, in spite of all!")"});
}

TEST_F(SampleTest, RetrySaysWhatIsKnownOfASendThatFailed) {
  LocalService::Fault lost;
  lost.Method = "POST";
  lost.Action = LocalService::FaultAction::DropAfterHandling;
  Service.AddFault(lost);
  const Ended ended = Run("retry", "");
  EXPECT_EQ(ended.ExitCode, 1) << ended.Output;
  EXPECT_THAT(ended.Output,
              HasSubstr("failed after 1 attempts; the message may have been accepted"));
}

TEST_F(SampleTest, KeyRotation) {
  const Ended ended = Run("key_rotation", "");
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_THAT(ended.Output, HasSubstr("40 messages accepted, before and after the rotation\n"
                                      "a wrong key is refused with status 401\n"));
  EXPECT_THAT(ReceivedBy("ann"), SizeIs(40));
}

TEST_F(SampleTest, AsyncCallbacks) {
  const Ended ended = Run("async_callbacks", "");
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_THAT(ended.Output, HasSubstr("20 of 20 messages accepted"));
  const Texts received = ReceivedBy("ann");
  EXPECT_THAT(received, SizeIs(21));
  EXPECT_THAT(received, IsSupersetOf({R"("0")", R"("19")", R"("good-bye")"}));
}

TEST_F(SampleTest, Backpressure) {
  const Ended ended = Run("backpressure", "");
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_THAT(ended.Output, HasSubstr("waiting:  200 accepted, 0 dropped\ndropping: "));
}

TEST_F(SampleTest, TokenCredential) {
  const std::string file = testing::TempDir() + "webpubsub_sample_token";
  std::ofstream(file) << Environment.at("WebPubSubAccessToken") << "\t4102444800\n";
  const Ended ended = Run("token_credential", file);
  EXPECT_EQ(ended.ExitCode, 0) << ended.Output;
  EXPECT_EQ(ended.Output,
            "asked for a token for https://webpubsub.azure.com/.default\n"
            "2 messages and a client access URL with 1 token\n");
  EXPECT_EQ(ReceivedBy("ann"), (Texts{R"("Hello without a key!")", R"("Hello again!")"}));
}

class SampleUsage : public SampleTest, public testing::WithParamInterface<const char*> {};

TEST_P(SampleUsage, IsShownWhereArgumentsAreMissing) {
  const Ended ended = Run(GetParam(), "");
  EXPECT_EQ(ended.ExitCode, 2);
  EXPECT_THAT(ended.Output, HasSubstr(std::string("usage: ") + GetParam() + ' '));
}

INSTANTIATE_TEST_SUITE_P(All, SampleUsage,
                         testing::Values("client_access", "close_connections", "coroutines",
                                         "exclude_and_filter", "fan_out", "groups", "list_members",
                                         "permissions", "reverse_proxy", "send_to",
                                         "token_credential"),
                         [](const auto& row) { return row.param; });

TEST_F(SampleTest, SaysWhichEnvironmentVariableIsMissing) {
  Environment.clear();
  const Ended ended = Run("broadcast", "");
  EXPECT_EQ(ended.ExitCode, 1);
  EXPECT_THAT(ended.Output,
              HasSubstr("please set the environment variable WebPubSubConnectionString"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
