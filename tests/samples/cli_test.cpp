#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sample_fixture.hpp"

// The exit codes are those that `webpubsub --help` lists.
namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

using Texts = std::vector<std::string>;

/// Runs the command-line tool with the hub "chat".
class Cli : public SampleTest {
 protected:
  ProgramResult Webpubsub(const std::string& arguments) {
    return Run("webpubsub", "--hub chat " + arguments);
  }
  void ExpectDone(const std::string& arguments, const std::string& output) {
    const ProgramResult result = Webpubsub(arguments);
    EXPECT_EQ(result.ExitCode, 0) << arguments;
    EXPECT_THAT(result.Output, HasSubstr(output)) << arguments;
  }
};

TEST_F(Cli, SendsTextJsonAndFiles) {
  const std::string file = testing::TempDir() + "webpubsub_cli_bytes";
  std::ofstream(file, std::ios::binary) << "\xDE\xAD\xBE\xEF";
  ExpectDone("send --all hello", R"({"status":202,"clientRequestId":")");
  ExpectDone(R"(send --group room --json '{"a":1}' --exclude {bob})", R"("status":202)");
  ExpectDone("send --user bob --binary-file " + file, R"("status":202)");
  ExpectDone("send --connection {cat} -- --all", R"("status":202)");
  ExpectDone(R"(send --all --filter "userId eq 'bob'" --ttl=30 filtered)", R"("status":202)");
  EXPECT_EQ(ReceivedBy("ann"), (Texts{R"("hello")", R"({"a":1})"}));
  EXPECT_EQ(ReceivedBy("bob"), (Texts{R"("hello")", "binary:3q2+7w==", R"("filtered")"}));
  EXPECT_EQ(ReceivedBy("cat"), (Texts{R"("hello")", R"({"a":1})", R"("--all")"}));
}

TEST_F(Cli, ReportsYesOrNoInItsExitCode) {
  ExpectDone("exists --user ann", "{\"exists\":true}\n");
  ExpectDone("exists --group room", "{\"exists\":true}\n");
  ExpectDone("exists --connection {ann}", "{\"exists\":true}\n");
  const ProgramResult result = Webpubsub("exists --user nobody");
  EXPECT_EQ(result.ExitCode, 1);
  EXPECT_EQ(result.Output, "{\"exists\":false}\n");
}

TEST_F(Cli, ListsEachMemberInALine) {
  const std::string line = R"re(\{"connectionId":"[^"]+","userId":"(ann|bob|cat)"\})re"
                           "\n";
  const ProgramResult all = Webpubsub("list --group room");
  EXPECT_EQ(all.ExitCode, 0);
  EXPECT_THAT(all.Output, MatchesRegex(line + line + line));
  EXPECT_THAT(Webpubsub("list --group room --max 2").Output, MatchesRegex(line + line));
}

TEST_F(Cli, ChangesGroups) {
  ExpectDone("add --group one --user ann", R"("status":200)");
  ExpectDone("add --group one --connection {bob}", R"("status":200)");
  ExpectDone("add --group two --group three --all", R"("status":200)");
  ExpectDone("exists --group one", "true");
  ExpectDone("exists --group three", "true");
  ExpectDone("remove --group one --user ann", R"("status":204)");
  ExpectDone("remove --group one --connection {bob}", R"("status":204)");
  ExpectDone("remove --group two --filter \"userId ne null\"", R"("status":200)");
  ExpectDone("remove --all-groups --user ann", R"("status":204)");
  ExpectDone("remove --all-groups --connection {bob}", R"("status":204)");
  EXPECT_EQ(Webpubsub("exists --group one").ExitCode, 1);
  EXPECT_EQ(Webpubsub("exists --group two").ExitCode, 1);
  EXPECT_THAT(Webpubsub("list --group three").Output, HasSubstr(R"("cat"})"));
}

TEST_F(Cli, GrantsChecksAndRevokes) {
  ExpectDone("grant sendToGroup --connection {ann} --group room", R"("status":200)");
  ExpectDone("check sendToGroup --connection {ann} --group room", R"({"allowed":true})");
  ExpectDone("revoke sendToGroup --connection {ann} --group room", R"("status":204)");
  EXPECT_EQ(Webpubsub("check sendToGroup --connection {ann} --group room").ExitCode, 1);
}

TEST_F(Cli, ClosesConnections) {
  ExpectDone("close --connection {ann} --reason 'good-bye, ann'", R"("status":204)");
  ExpectDone("close --user bob --reason 'good-bye, bob'", R"("status":204)");
  ExpectDone("close --all", R"("status":204)");
  EXPECT_EQ(ReceivedBy("ann"), Texts{ClosedWith("good-bye, ann")});
  EXPECT_EQ(ReceivedBy("bob"), Texts{ClosedWith("good-bye, bob")});
}

TEST_F(Cli, MakesUrlsThatClientsConnectWith) {
  const ProgramResult result =
      Webpubsub("url --user dan --group room --role webpubsub.sendToGroup");
  ASSERT_EQ(result.ExitCode, 0) << result.Output;
  WebSocketClient dan(nlohmann::json::parse(result.Output).at("url"), JsonSubprotocol);
  const auto greeting = dan.Receive(Patience);
  ASSERT_TRUE(greeting.has_value());
  EXPECT_THAT(greeting->Data, HasSubstr(R"("userId":"dan")"));
  ExpectDone("url --protocol mqtt --minutes 5", "/clients/mqtt/hubs/chat");
}

TEST_F(Cli, ChecksHealthWithoutAHub) {
  const ProgramResult result = Run("webpubsub", "health");
  EXPECT_EQ(result.ExitCode, 0);
  EXPECT_THAT(result.Output, HasSubstr(R"("status":200)"));
}

TEST_F(Cli, ReportsARefusalByTheService) {
  const ProgramResult result = Webpubsub("add --group one --user nobody");
  EXPECT_EQ(result.ExitCode, 3);
  EXPECT_THAT(result.Output, HasSubstr(R"("status":404,"code":"Warning.User.NotExisted")"));
}

TEST_F(Cli, ReportsThatTheServiceIsUnreachable) {
  Environment["WebPubSubConnectionString"] = "Endpoint=http://127.0.0.1:1;AccessKey=secret-key";
  const ProgramResult result = Webpubsub("send --all hello --timeout 1");
  EXPECT_EQ(result.ExitCode, 4);
  EXPECT_THAT(result.Output, HasSubstr(R"("mayHaveBeenAccepted":false)"));
  EXPECT_THAT(result.Output, Not(HasSubstr("secret-key")));
}

// A script must not take it for a success: the URL or the list is lost.
TEST_F(Cli, ReportsThatItsOutputIsLost) {
  const std::string errors = testing::TempDir() + "webpubsub_cli_errors";
  for (const std::string command :
       {"url --user dan", "list --group room", "exists --user ann", "send --all hello", "--help"}) {
    EXPECT_EQ(Webpubsub(command + " >/dev/full 2>" + errors + " #").ExitCode, 4) << command;
    std::ostringstream said;
    said << std::ifstream(errors).rdbuf();
    EXPECT_EQ(said.str(), "{\"error\":\"standard output can't be written\"}\n") << command;
  }
}

TEST_F(Cli, AcceptsTheConnectionStringAsAnOption) {
  Environment.clear();
  ExpectDone("exists --user ann --connection-string '" + Service.ConnectionString() + "'", "true");
}

TEST_F(Cli, PrintsHelp) {
  const ProgramResult result = Run("webpubsub", "--help");
  EXPECT_EQ(result.ExitCode, 0);
  EXPECT_THAT(result.Output, StartsWith("webpubsub: "));
}

struct BadCommandLine {
  std::string Arguments;
  std::string Why;
};
void PrintTo(const BadCommandLine& row, std::ostream* out) { *out << row.Arguments; }

class CliUsage : public SampleTest, public testing::WithParamInterface<BadCommandLine> {};

TEST_P(CliUsage, IsRefusedBeforeAnythingIsSent) {
  const std::size_t before = Service.Requests().size();
  const ProgramResult result = Run("webpubsub", GetParam().Arguments);
  EXPECT_EQ(result.ExitCode, 2);
  EXPECT_THAT(result.Output, HasSubstr(GetParam().Why));
  EXPECT_EQ(Service.Requests().size(), before);
}

INSTANTIATE_TEST_SUITE_P(
    All, CliUsage,
    testing::Values(
        BadCommandLine{"", "give a command"}, BadCommandLine{"shout", "there is no command shout"},
        BadCommandLine{"send --all hello", "--hub is missing"},
        BadCommandLine{"send --hub", "--hub requires a value"},
        BadCommandLine{"send --hub chat --all=yes hello", "--all takes no value"},
        BadCommandLine{"send --hub chat --all --filter '' hello", "--filter requires a value"},
        BadCommandLine{"grant sendToGroup --hub chat --connection a --group=",
                       "--group requires a value"},
        BadCommandLine{"send --hub chat hello", "give one of --all, --group, --user, --connection"},
        BadCommandLine{"send --hub chat --all --user ann hello", "give one of --all"},
        BadCommandLine{"send --hub chat --all", "send requires one text"},
        BadCommandLine{"send --hub chat --all hello world", "send requires one text"},
        BadCommandLine{"send --hub chat --all hello --json 1", "give one message"},
        BadCommandLine{"send --hub chat --all --binary-file /no/such/file", "can't read"},
        BadCommandLine{"send --hub chat --all --ttl soon hello", "--ttl requires a whole number"},
        BadCommandLine{"send --hub chat --user ann --exclude c hello", "Excluded"},
        BadCommandLine{"send --hub chat --group .. hello", "group"},
        BadCommandLine{"send --hub chat --group a --group b hello",
                       "--group may be given only once"},
        BadCommandLine{"list --hub chat --group room --reason x", "list doesn't accept --reason"},
        BadCommandLine{"list --hub chat --group room more", "list doesn't accept more"},
        BadCommandLine{"add --hub chat --all", "groups"},
        BadCommandLine{"close --hub chat --connection a --exclude b", "--exclude is not valid"},
        BadCommandLine{"grant --hub chat fly --connection a", "a permission is"},
        BadCommandLine{"url --hub chat --minutes 0", "--minutes must be at least 1"},
        BadCommandLine{"url --hub chat --minutes -1", "--minutes requires a whole number"},
        BadCommandLine{"url --hub chat --protocol pigeon", "--protocol is"}));

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
