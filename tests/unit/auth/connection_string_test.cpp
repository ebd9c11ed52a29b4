#include "auth/connection_string.hpp"

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/jwt_verifier.hpp"
#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

WebPubSubServiceClient MakeClient(const std::string& connectionString) {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::make_shared<ScriptedTransport>();
  return {connectionString, "chat", options};
}

// The signature of the client's token shows which key was read.
WireOutcome Parsed(const std::string& connectionString) {
  const auto client = MakeClient(connectionString);
  WireOutcome outcome;
  outcome.Endpoint = client.Endpoint();
  outcome.AccessUri = client.GetClientAccessUri();
  return outcome;
}

// Rows are named by their connection string.
WireCase Row(const std::string& connectionString) {
  return Runs(
      connectionString, [=](WireCall&) { return Parsed(connectionString); }, "connectionString");
}

std::function<void(WireCall&)> RefusedHere(const std::string& connectionString) {
  return
      [=](WireCall&) { ExpectRefused("connectionString", [&] { MakeClient(connectionString); }); };
}

class WireConnectionStrings : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireConnectionStrings, MatchDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireConnectionStrings,
                         ::testing::ValuesIn(WireConnectionStringCases()), WireTestName);

TEST(ConnectionString, AcceptsKeysInAnyCase) {
  const auto client = MakeClient("eNDPOINT=http://a;ACCESSKEY=k;port=81");
  EXPECT_EQ(client.Endpoint(), "http://a:81");
  EXPECT_NE(VerifiedPayload(AccessTokenOf(client.GetClientAccessUri()), "k"), "");
}

TEST(ConnectionString, KeepsTheBasePath) {
  EXPECT_EQ(MakeClient("Endpoint=https://a/base/;AccessKey=k;Port=8443").Endpoint(),
            "https://a:8443/base");
}

TEST(ConnectionString, IgnoresBlanksButThoseAroundTheAccessKey) {
  const auto client =
      MakeClient(" Endpoint = http://a ;\tAccessKey =k; Port = 81 ; Version = 1.0 \n");
  EXPECT_EQ(client.Endpoint(), "http://a:81");
  EXPECT_NE(VerifiedPayload(AccessTokenOf(client.GetClientAccessUri()), "k"), "");
}

// The exception for an invalid connection string never shows a part of the key.
struct BrokenRow {
  std::string Name;
  /// `<key>` stands for the key.
  std::string Text;
  std::string Says;
};

void PrintTo(const BrokenRow& row, std::ostream* out) { *out << row.Name; }

class BrokenConnectionString : public ::testing::TestWithParam<BrokenRow> {};

const std::string Secret = "S3cr3tKeyOfThisResource";

// The length of the longest part of the key that occurs in a text.
std::size_t LongestPiece(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < Secret.size(); ++begin) {
    for (std::size_t size = Secret.size() - begin; size > longest; --size) {
      if (text.find(Secret.substr(begin, size)) != std::string::npos) longest = size;
    }
  }
  return longest;
}

TEST_P(BrokenConnectionString, SaysWhatIsWrongWithoutTheKey) {
  std::string text = GetParam().Text;
  for (std::size_t at = text.find("<key>"); at != std::string::npos; at = text.find("<key>")) {
    text.replace(at, 5, Secret);
  }
  try {
    MakeClient(text);
    ADD_FAILURE() << "not refused: " << text;
  } catch (const std::invalid_argument& exception) {
    const std::string message = exception.what();
    EXPECT_EQ(message.rfind("connectionString: ", 0), 0U) << message;
    EXPECT_NE(message.find(GetParam().Says), std::string::npos) << message;
    // Two or three letters of the key may occur in an ordinary word. More must come from the key.
    EXPECT_LE(LongestPiece(message), 3U) << message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenConnectionString,
    ::testing::Values(
        BrokenRow{"Empty", "", "Endpoint"}, BrokenRow{"KeyAlone", "<key>", "Endpoint"},
        BrokenRow{"NoEndpoint", "AccessKey=<key>", "Endpoint"},
        BrokenRow{"NoAccessKey", "Endpoint=https://a;<key>", "AccessKey"},
        BrokenRow{"EmptyAccessKey", "Endpoint=https://a;AccessKey=;Other=<key>", "AccessKey"},
        BrokenRow{"BlankAccessKey", "Endpoint=https://a;AccessKey= ;Other=<key>", "AccessKey"},
        BrokenRow{"BlankBeforeKey", "Endpoint=https://a;AccessKey= <key>", "white space"},
        BrokenRow{"BlankAfterKey", "Endpoint=https://a;AccessKey=<key> ;", "white space"},
        BrokenRow{"TabAfterKey", "Endpoint=https://a;AccessKey=<key>\t;Port=80", "white space"},
        BrokenRow{"LineBreakAfterKey", "Endpoint=https://a;AccessKey=<key>\n", "white space"},
        BrokenRow{"LineBreakBeforeKey", "AccessKey=\r\n<key>;Endpoint=https://a", "white space"},
        BrokenRow{"NoBreakSpaceAfterKey", "AccessKey=<key>\xc2\xa0;Endpoint=https://a",
                  "white space"},
        BrokenRow{"MarkBeforeKey", "Endpoint=https://a;AccessKey=\xef\xbb\xbf<key>", "white space"},
        BrokenRow{"KeyTwice", "Endpoint=https://a;AccessKey=<key>;AccessKey=<key>", "AccessKey"},
        BrokenRow{"KeyAsUnknownPropertyTwice", "Endpoint=https://a;AccessKey=k;<key>=1;<key>=2",
                  "twice"},
        BrokenRow{"KeyAsPort", "Endpoint=https://a;AccessKey=k;Port=<key>", "Port"},
        BrokenRow{"KeyAsEndpoint", "Endpoint=https://<key> <key>;AccessKey=k", "Endpoint"},
        BrokenRow{"KeyInEndpointsQuery", "Endpoint=https://a/?key=<key>;AccessKey=<key>",
                  "Endpoint"},
        BrokenRow{"KeyInEndpointsUser", "Endpoint=https://u:<key>@a;AccessKey=<key>", "Endpoint"},
        BrokenRow{"KeyAsScheme", "Endpoint=<key>://a;AccessKey=<key>", "Endpoint"},
        BrokenRow{"CommaForSemicolon", "Endpoint=https://a,AccessKey=<key>", "AccessKey"},
        BrokenRow{"Quoted", "\"Endpoint=https://a;AccessKey=<key>\"", "Endpoint"},
        BrokenRow{"LineForSemicolon", "Endpoint=https://a\nAccessKey=<key>", "AccessKey"},
        BrokenRow{"EmptyEndpoint", "Endpoint=;AccessKey=<key>", "Endpoint"},
        BrokenRow{"PortTooLarge", "Endpoint=https://a;AccessKey=<key>;Port=65536", "Port"},
        BrokenRow{"PortNegative", "Endpoint=https://a;AccessKey=<key>;Port=-1", "Port"},
        BrokenRow{"PortSigns", "Endpoint=https://a;AccessKey=<key>;Port=+-1", "Port"}),
    [](const auto& test) { return test.param.Name; });

}  // namespace

std::vector<WireCase> WireConnectionStringCases() {
  const std::string key = std::string("AccessKey=") + TestKey;
  const std::string host = "Endpoint=https://host;";
  std::vector<WireCase> cases;
  for (const std::string& text : std::vector<std::string>{
           host + key + ";Version=1.0;",
           "Endpoint=http://host;" + key + ";Version=1.0;",
           "Endpoint=http://host;" + key + ";Version=1.0;Port=8080;",
           "Endpoint=https://host:8443;" + key,
           "Endpoint=https://host:8443;Port=9000;" + key,
           host + "AccessKey=abc==;",
           host + "AccessKey=a=b=c",
           host + key + ";junk;=x;a=",
           host + key + ";;;",
           "",
           ";",
           "Endpoint=https://host",
           key,
           "Endpoint=;" + key,
           host + "AccessKey= ",
           host + "Endpoint=https://b;" + key,
           host + key + ";Port=",
           host + key + ";Port=0",
           host + key + ";Port=65536",
           host + key + ";Port=abc",
           host + key + ";Port= 80 ",
           host + key + ";Port=+80",
           host + key + ";Port=443",
           "Endpoint=not a uri;" + key,
           host + key + ";Version=9.9",
           host + key + ";AuthType=aad",
           "Endpoint=https://[::1]:8080;" + key,
       }) {
    cases.push_back(Row(text));
  }
  const std::string blanks =
      std::string(" Endpoint = https://host/// ; AccessKey = ") + TestKey + " ";
  cases.push_back(Differs(blanks, "white space around the access key is refused (API.md)",
                          RefusedHere(blanks)));
  cases.push_back(RunsWith("Endpoint=host;" + key, {{"http://", "https://"}},
                           "an endpoint without a scheme means https",
                           [=](WireCall&) { return Parsed("Endpoint=host;" + key); }));
  cases.push_back(DotNetBug("Endpoint=ftp://host;" + key,
                            "dotnet.md 7: any scheme but http becomes wss",
                            RefusedHere("Endpoint=ftp://host;" + key)));
  cases.push_back(Differs("Endpoint=https://host?x=1;" + key,
                          "a query, fragment or user info in an endpoint is refused (API.md)",
                          RefusedHere("Endpoint=https://host?x=1;" + key)));
  return cases;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
