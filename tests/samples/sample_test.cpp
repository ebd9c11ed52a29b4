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
using ::testing::Not;
using ::testing::SizeIs;

using Texts = std::vector<std::string>;

/// A sample, what it must print, and what the clients must receive.
struct SampleRow {
  std::string Program;
  std::string Arguments;
  /// Texts that must be part of the output.
  Texts Output;
  Texts Ann;
  Texts Bob;
  Texts Cat;
};
void PrintTo(const SampleRow& row, std::ostream* out) { *out << row.Program; }

class Sample : public SampleTest, public testing::WithParamInterface<SampleRow> {};

TEST_P(Sample, PrintsAndSendsWhatIsExpected) {
  const SampleRow& row = GetParam();
  const ProgramResult result = Run(row.Program, row.Arguments);
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  for (const std::string& part : row.Output) EXPECT_THAT(result.Output, HasSubstr(part));
  EXPECT_EQ(ReceivedBy("ann"), row.Ann);
  EXPECT_EQ(ReceivedBy("bob"), row.Bob);
  EXPECT_EQ(ReceivedBy("cat"), row.Cat);
}

SampleRow WithoutMessages(std::string program, std::string arguments, Texts output) {
  return {std::move(program), std::move(arguments), std::move(output), {}, {}, {}};
}

SampleRow ForAllClients(std::string program, Texts output, const Texts& messages) {
  return {std::move(program), "", std::move(output), messages, messages, messages};
}

INSTANTIATE_TEST_SUITE_P(
    All, Sample,
    testing::Values(
        WithoutMessages("create_client", "",
                        {"connection string: connected to http://127.0.0.1",
                         "access key: connected", "token credential: connected",
                         "the group room has members"}),
        ForAllClients("broadcast",
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
        ForAllClients("deadline",
                      {"two messages accepted before the deadline\n"
                       "missed the deadline after 0 attempts\n"
                       "cancelled from another thread"},
                      {R"("first")", R"("second")"}),
        ForAllClients("logging",
                      {"[informational] Request ", " method=POST",
                       "my log: informational Request | ", " | method: POST | "},
                      {R"("Logged on the console")", R"("Logged by my logger")"}),
        WithoutMessages("mock_transport", "",
                        {"ok      a headline goes out\nok      it is the message\n"
                         "ok      the readers get it\nok      a refusal is noticed\n"}),
        ForAllClients("async_futures",
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
  const ProgramResult result = Run("client_access", "ann");
  ASSERT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("/clients/mqtt/hubs/chat?access_token="));
  const std::size_t start = result.Output.find("ws://", result.Output.find("the user:"));
  WebSocketClient guest(result.Output.substr(start, result.Output.find('\n', start) - start),
                        JsonSubprotocol);
  const auto greeting = guest.Receive(Patience);
  ASSERT_TRUE(greeting.has_value());
  EXPECT_THAT(greeting->Data, HasSubstr(R"("userId":"ann")"));
}

TEST_F(SampleTest, ReverseProxy) {
  const ReverseProxy proxy(Service.Port());
  const ProgramResult result = Run("reverse_proxy", proxy.Url());
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("to " + proxy.Url() + "/api/hubs/chat/:send?"));
  EXPECT_THAT(result.Output, HasSubstr("accepted by " + Service.Endpoint() + "\n"));
  EXPECT_EQ(ReceivedBy("ann"), Texts{R"("Hello through the proxy!")"});
}

TEST_F(SampleTest, Retry) {
  RefuseSends(429, 2);
  const ProgramResult result = Run("retry", "");
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_EQ(result.Output,
            "attempt 1: status 429\nattempt 2: status 429\nattempt 3: status 202\naccepted\n");
  EXPECT_EQ(ReceivedBy("ann"), Texts{R"("Hello, in spite of all!")"});
}

TEST_F(SampleTest, RetryReportsWhetherAFailedSendMayHaveBeenAccepted) {
  LocalService::Fault lost;
  lost.Method = "POST";
  lost.Action = LocalService::FaultAction::DropAfterHandling;
  Service.AddFault(lost);
  const ProgramResult result = Run("retry", "");
  EXPECT_EQ(result.ExitCode, 1) << result.Output;
  EXPECT_THAT(result.Output,
              HasSubstr("failed after 1 attempts; the message may have been accepted"));
}

TEST_F(SampleTest, KeyRotation) {
  const ProgramResult result = Run("key_rotation", "");
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("40 messages accepted, before and after the rotation\n"
                                       "a wrong key is refused with status 401\n"));
  EXPECT_THAT(ReceivedBy("ann"), SizeIs(40));
}

TEST_F(SampleTest, AsyncCallbacks) {
  const ProgramResult result = Run("async_callbacks", "");
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("20 of 20 messages accepted"));
  const Texts received = ReceivedBy("ann");
  EXPECT_THAT(received, SizeIs(21));
  EXPECT_THAT(received, IsSupersetOf({R"("0")", R"("19")", R"("good-bye")"}));
}

TEST_F(SampleTest, Backpressure) {
  const ProgramResult result = Run("backpressure", "");
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("waiting:  200 accepted, 0 dropped\ndropping: "));
}

TEST_F(SampleTest, TokenCredential) {
  const std::string file = testing::TempDir() + "webpubsub_sample_token";
  std::ofstream(file) << Environment.at("WebPubSubAccessToken") << "\t4102444800\n";
  const ProgramResult result = Run("token_credential", file);
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_EQ(result.Output,
            "asked for a token for https://webpubsub.azure.com/.default\n"
            "2 messages and a client access URL with 1 token\n");
  EXPECT_EQ(ReceivedBy("ann"), (Texts{R"("Hello without a key!")", R"("Hello again!")"}));
}

#ifdef WEBPUBSUB_HAS_SPDLOG
TEST_F(SampleTest, LoggingSpdlog) {
  const ProgramResult result = Run("logging_spdlog", "");
  EXPECT_EQ(result.ExitCode, 0) << result.Output;
  EXPECT_THAT(result.Output, HasSubstr("[webpubsub] [info] event=Request clientRequestId=\""));
  EXPECT_THAT(result.Output, HasSubstr(" method=\"POST\" "));
  EXPECT_THAT(result.Output, HasSubstr("[news] [warning] event=Response "));
  EXPECT_THAT(result.Output, HasSubstr("[news] [error] PUT /api/hubs/chat/groups/room/"));
  EXPECT_THAT(result.Output, Not(HasSubstr("[news] [info]")));
  EXPECT_EQ(ReceivedBy("ann"),
            (Texts{R"("Logged for the process")", R"("Not logged, for it succeeds")"}));
}
#endif

class SampleUsage : public SampleTest, public testing::WithParamInterface<const char*> {};

TEST_P(SampleUsage, IsPrintedIfArgumentsAreMissing) {
  const ProgramResult result = Run(GetParam(), "");
  EXPECT_EQ(result.ExitCode, 2);
  EXPECT_THAT(result.Output, HasSubstr(std::string("usage: ") + GetParam() + ' '));
}

INSTANTIATE_TEST_SUITE_P(All, SampleUsage,
                         testing::Values("client_access", "close_connections", "coroutines",
                                         "exclude_and_filter", "fan_out", "groups", "list_members",
                                         "permissions", "reverse_proxy", "send_to",
                                         "token_credential"),
                         [](const auto& row) { return row.param; });

TEST_F(SampleTest, ReportsAMissingEnvironmentVariable) {
  Environment.clear();
  const ProgramResult result = Run("broadcast", "");
  EXPECT_EQ(result.ExitCode, 1);
  EXPECT_THAT(result.Output,
              HasSubstr("please set the environment variable WebPubSubConnectionString"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
