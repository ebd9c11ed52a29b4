// No text that a user passes can split a request or change its target. Each row is one string
// argument of one operation. A request with a hostile text must equal the request with a harmless
// text, except for the encoded text itself. Otherwise, the text must be refused and nothing sent.
// The tests run over a scripted transport and, byte for byte, over libcurl.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "support/claims.hpp"
#include "support/jwt_verifier.hpp"
#include "support/scripted_server.hpp"
#include "support/test_client.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using Permission = WebPubSubPermission;
using Text = const std::string&;

constexpr const char* Harmless = "harmless";

std::vector<std::string> HostileTexts() {
  using namespace std::string_literals;
  return {
      "a\r\nX-Evil: 1",
      "a\r\n\r\nDELETE /api/hubs/chat HTTP/1.1\r\nHost: evil\r\n\r\n",
      "a\nX-Evil: 1",
      "a\rb",
      "\r\n",
      "a\0b"s,
      "\0"s,
      "a\x01"
      "b",
      "\x1b[2J",
      "a\x7f",
      "a\tb",
      "\xff",
      "a\xc0\xaf..\xc0\xaf",       // overlong slashes
      "\xc4\x8a",                  // U+010A, which a cast to char turns into a line feed
      "\xe2\x80\xa8",              // U+2028, a line separator
      "\xef\xbc\x8e\xef\xbc\x8e",  // full-width dots
      ".",
      "..",
      "%2e%2e",
      "%2e",
      ".%2e/",
      "../..",
      "/",
      "//evil.example/",
      "a/b",
      "a\\..\\b",
      "%0d%0aX-Evil: 1",
      "%00",
      "a?b=c",
      "a#b",
      "a&api-version=2021-10-01",
      "a;b=c",
      "a@evil.example",
      " ",
      "a b",
      "a HTTP/1.1",
      "\"',{}[]",
      "\\\"}",
  };
}

enum class Place {
  /// In the path or the query, percent-encoded.
  Url,
  /// In a literal of a filter in the query, percent-encoded, with quotes doubled.
  Filter,
  /// In a JSON body.
  Body,
  /// In a header field, unchanged.
  Header,
};

struct Row {
  std::string Name;
  Place Where;
  std::function<void(const Client&, Text)> Call;
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.Name; }

template <class Options, class Member, class Value>
Options With(Member member, Value value) {
  Options options;
  options.*member = std::move(value);
  return options;
}
SendOptions Excluding(Text id) {
  return With<SendOptions>(&SendOptions::Excluded, std::vector{id});
}
SendOptions Filtering(Text filter) {
  return With<SendOptions>(&SendOptions::Filter, ClientConnectionFilter(filter));
}
SendOptions Named(Text name) {
  return With<SendOptions>(&SendOptions::Metadata, std::map<std::string, std::string>{{name, "v"}});
}
SendOptions Valued(Text value) {
  return With<SendOptions>(&SendOptions::Metadata,
                           std::map<std::string, std::string>{{"n", value}});
}
CloseOptions Keeping(Text id) {
  return With<CloseOptions>(&CloseOptions::Excluded, std::vector{id});
}
CloseOptions Because(Text reason) { return With<CloseOptions>(&CloseOptions::Reason, reason); }
ClientAccessOptions User(Text id) {
  return With<ClientAccessOptions>(&ClientAccessOptions::UserId, id);
}
ClientAccessOptions Role(Text role) {
  return With<ClientAccessOptions>(&ClientAccessOptions::Roles, std::vector{role});
}
ClientAccessOptions Group(Text group) {
  return With<ClientAccessOptions>(&ClientAccessOptions::Groups, std::vector{group});
}

// Adds those of the four sends that `targets` names, with the options that `make` returns for a
// text.
void AddSends(std::vector<Row>& rows, const std::string& argument, Place where,
              const std::function<SendOptions(Text)>& make, const std::set<std::string>& targets) {
  const std::vector<std::pair<std::string, std::function<void(const Client&, const SendOptions&)>>>
      sends = {{"All", [](const Client& c, const SendOptions& o) { c.SendToAll("x", o); }},
               {"Group", [](const Client& c, const SendOptions& o) { c.SendToGroup("g", "x", o); }},
               {"User", [](const Client& c, const SendOptions& o) { c.SendToUser("u", "x", o); }},
               {"Connection",
                [](const Client& c, const SendOptions& o) { c.SendToConnection("c", "x", o); }}};
  for (const auto& [target, send] : sends) {
    if (targets.count(target) == 0) continue;
    rows.push_back({"SendTo" + target + "_" + argument, where,
                    [send = send, make](const Client& c, Text t) { send(c, make(t)); }});
  }
}

std::vector<Row> Rows() {
  const Permission send = Permission::SendToGroup;
  std::vector<Row> rows = {
      {"SendToGroup_group", Place::Url, [](const Client& c, Text t) { c.SendToGroup(t, "x"); }},
      {"SendToUser_userId", Place::Url, [](const Client& c, Text t) { c.SendToUser(t, "x"); }},
      {"SendToConnection_connectionId", Place::Url,
       [](const Client& c, Text t) { c.SendToConnection(t, "x"); }},
      {"SendToGroupAsync_group", Place::Url,
       [](const Client& c, Text t) { c.SendToGroupAsync(t, "x").Get(); }},
      {"SendToGroups_groups", Place::Url,
       [](const Client& c, Text t) { (void)c.SendToGroups({t}, "x").at(0).Value(); }},
      {"SendToUsers_userIds", Place::Url,
       [](const Client& c, Text t) {
         if (t.find('/') == std::string::npos) {
           (void)c.SendToUsers({t}, "x").at(0).Value();
         } else {
           c.SendToUser(t, "x");  // refuses it; the next row sends it
         }
       }},
      {"SendToUsers_userIds_slash", Place::Filter,
       [](const Client& c, Text t) { (void)c.SendToUsers({"/" + t}, "x").at(0).Value(); }},
      {"AddConnectionToGroup_group", Place::Url,
       [](const Client& c, Text t) { c.AddConnectionToGroup(t, "c"); }},
      {"AddConnectionToGroup_connectionId", Place::Url,
       [](const Client& c, Text t) { c.AddConnectionToGroup("g", t); }},
      {"RemoveConnectionFromGroup_group", Place::Url,
       [](const Client& c, Text t) { c.RemoveConnectionFromGroup(t, "c"); }},
      {"RemoveConnectionFromGroup_connectionId", Place::Url,
       [](const Client& c, Text t) { c.RemoveConnectionFromGroup("g", t); }},
      {"RemoveConnectionFromAllGroups_connectionId", Place::Url,
       [](const Client& c, Text t) { c.RemoveConnectionFromAllGroups(t); }},
      {"AddUserToGroup_group", Place::Url,
       [](const Client& c, Text t) { c.AddUserToGroup(t, "u"); }},
      {"AddUserToGroup_userId", Place::Url,
       [](const Client& c, Text t) { c.AddUserToGroup("g", t); }},
      {"RemoveUserFromGroup_group", Place::Url,
       [](const Client& c, Text t) { c.RemoveUserFromGroup(t, "u"); }},
      {"RemoveUserFromGroup_userId", Place::Url,
       [](const Client& c, Text t) { c.RemoveUserFromGroup("g", t); }},
      {"RemoveUserFromAllGroups_userId", Place::Url,
       [](const Client& c, Text t) { c.RemoveUserFromAllGroups(t); }},
      {"AddConnectionsToGroups_groups", Place::Body,
       [](const Client& c, Text t) { c.AddConnectionsToGroups({t}, "f"); }},
      {"AddConnectionsToGroups_filter", Place::Body,
       [](const Client& c, Text t) { c.AddConnectionsToGroups({"g"}, t); }},
      {"RemoveConnectionsFromGroups_groups", Place::Body,
       [](const Client& c, Text t) { c.RemoveConnectionsFromGroups({t}, "f"); }},
      {"RemoveConnectionsFromGroups_filter", Place::Body,
       [](const Client& c, Text t) { c.RemoveConnectionsFromGroups({"g"}, t); }},
      {"ListConnectionsInGroup_group", Place::Url,
       [](const Client& c, Text t) { (void)c.ListConnectionsInGroup(t).begin(); }},
      {"ListConnectionsInGroup_ContinuationToken", Place::Url,
       [](const Client& c, Text t) {
         const auto options = With<ListOptions>(&ListOptions::ContinuationToken, t);
         (void)c.ListConnectionsInGroup("g", options).begin();
       }},
      {"CloseConnection_connectionId", Place::Url,
       [](const Client& c, Text t) { c.CloseConnection(t); }},
      {"CloseConnection_reason", Place::Url,
       [](const Client& c, Text t) { c.CloseConnection("c", t); }},
      {"CloseAllConnections_Reason", Place::Url,
       [](const Client& c, Text t) { c.CloseAllConnections(Because(t)); }},
      {"CloseAllConnections_Excluded", Place::Url,
       [](const Client& c, Text t) { c.CloseAllConnections(Keeping(t)); }},
      {"CloseGroupConnections_group", Place::Url,
       [](const Client& c, Text t) { c.CloseGroupConnections(t); }},
      {"CloseGroupConnections_Reason", Place::Url,
       [](const Client& c, Text t) { c.CloseGroupConnections("g", Because(t)); }},
      {"CloseGroupConnections_Excluded", Place::Url,
       [](const Client& c, Text t) { c.CloseGroupConnections("g", Keeping(t)); }},
      {"CloseUserConnections_userId", Place::Url,
       [](const Client& c, Text t) { c.CloseUserConnections(t); }},
      {"CloseUserConnections_Reason", Place::Url,
       [](const Client& c, Text t) { c.CloseUserConnections("u", Because(t)); }},
      {"CloseUserConnections_Excluded", Place::Url,
       [](const Client& c, Text t) { c.CloseUserConnections("u", Keeping(t)); }},
      {"ConnectionExists_connectionId", Place::Url,
       [](const Client& c, Text t) { (void)c.ConnectionExists(t); }},
      {"GroupExists_group", Place::Url, [](const Client& c, Text t) { (void)c.GroupExists(t); }},
      {"UserExists_userId", Place::Url, [](const Client& c, Text t) { (void)c.UserExists(t); }},
      {"GrantPermission_connectionId", Place::Url,
       [=](const Client& c, Text t) { c.GrantPermission(send, t); }},
      {"GrantPermission_targetName", Place::Url,
       [=](const Client& c, Text t) { c.GrantPermission(send, "c", t); }},
      {"RevokePermission_connectionId", Place::Url,
       [=](const Client& c, Text t) { c.RevokePermission(send, t); }},
      {"RevokePermission_targetName", Place::Url,
       [=](const Client& c, Text t) { c.RevokePermission(send, "c", t); }},
      {"CheckPermission_connectionId", Place::Url,
       [=](const Client& c, Text t) { (void)c.CheckPermission(send, t); }},
      {"CheckPermission_targetName", Place::Url,
       [=](const Client& c, Text t) { (void)c.CheckPermission(send, "c", t); }},
      {"RequestContent_contentType", Place::Header,
       [](const Client& c, Text t) { c.SendToAll(RequestContent("x", t)); }},
      {"Context_clientRequestId", Place::Header,
       [](const Client& c, Text t) { c.SendToAll("x", {}, Context().WithClientRequestId(t)); }},
  };
  AddSends(rows, "Excluded", Place::Url, Excluding, {"All", "Group"});
  AddSends(rows, "Filter", Place::Url, Filtering, {"All", "Group", "User"});
  AddSends(rows, "MetadataName", Place::Header, Named, {"All", "Group", "User", "Connection"});
  AddSends(rows, "MetadataValue", Place::Header, Valued, {"All", "Group", "User", "Connection"});
  return rows;
}

int SuccessOf(std::string_view method, std::string_view url) {
  const auto has = [&](std::string_view text) { return url.find(text) != std::string_view::npos; };
  if (method == "DELETE" || has("/:closeConnections?")) return 204;
  return has("/:send?") ? 202 : 200;
}

constexpr const char* ResponseBody = R"({"value":[],"token":"t"})";

// A request's first line, headers and body, without the parts that differ from call to call.
std::string Written(const HttpRequest& request) {
  std::string text =
      std::string(ToString(request.Method())) + " " + request.Url() + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.Headers()) {
    if (name != "Authorization" && value.size() != 36) text += name + ": " + value + "\r\n";
  }
  return text.append("\r\n").append(request.Body());
}

// The bytes of a request without the parts that differ from call to call.
std::string WithoutWhatDiffers(const std::string& bytes) {
  std::string kept;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find("\r\n", begin), bytes.size() - 2) + 2;
    const std::string line = bytes.substr(begin, end - begin);
    const auto begins = [&](const char* name) { return line.rfind(name, 0) == 0; };
    const bool isId = begins("x-ms-client-request-id: ") && line.size() == 24 + 36 + 2;
    if (!isId && !begins("Authorization: ") && !begins("Content-Length: ")) kept += line;
    begin = end;
  }
  return kept;
}

std::string PercentDecoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
    } else {
      decoded += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return decoded;
}

std::string WithQuotesDoubled(const std::string& text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '\'' ? 2 : 1, c);
  return doubled;
}

// The part of a request that replaces the harmless text of another request, or nothing if the rest
// differs too.
std::optional<std::string> AtThePlace(const std::string& harmless, const std::string& sent) {
  const std::size_t at = harmless.find(Harmless);
  const std::string after = harmless.substr(at + std::strlen(Harmless));
  if (sent.size() < at + after.size() || sent.compare(0, at, harmless, 0, at) != 0 ||
      sent.compare(sent.size() - after.size(), after.size(), after) != 0) {
    return std::nullopt;
  }
  return sent.substr(at, sent.size() - at - after.size());
}

void ExpectOnlyTheTextDiffers(Place where, const std::string& harmless, const std::string& sent,
                              const std::string& text) {
  const auto found = AtThePlace(harmless, sent);
  ASSERT_TRUE(found) << sent << "\ndiffers in more than the text from\n" << harmless;
  const auto isUnreserved = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-._~%").find(c) != std::string_view::npos;
  };
  switch (where) {
    case Place::Url:
      EXPECT_TRUE(std::all_of(found->begin(), found->end(), isUnreserved)) << *found;
      EXPECT_EQ(PercentDecoded(*found), text);
      break;
    case Place::Filter:
      EXPECT_TRUE(std::all_of(found->begin(), found->end(), isUnreserved)) << *found;
      EXPECT_EQ(PercentDecoded(*found), WithQuotesDoubled(text));
      break;
    case Place::Body:
      EXPECT_EQ(nlohmann::json::parse('"' + *found + '"'), text);
      break;
    case Place::Header:
      EXPECT_EQ(*found, text);
      EXPECT_TRUE(std::all_of(found->begin(), found->end(), [](char c) {
        return c >= ' ' && c < '\x7f';
      })) << *found;
      break;
  }
}

// Returns true if the text was refused. Any exception but std::invalid_argument fails the test.
bool IsRefused(const Row& row, const Client& client, const std::string& text) {
  try {
    row.Call(client, text);
    return false;
  } catch (const std::invalid_argument&) {
    return true;
  } catch (const std::exception& other) {
    ADD_FAILURE() << "neither sent nor refused: " << other.what();
    return true;
  }
}

class Injection : public ::testing::TestWithParam<Row> {};

TEST_P(Injection, CannotSplitOrRedirectARequest) {
  const Row& row = GetParam();
  ClientBench bench;
  bench.Transport->Otherwise([](const HttpRequest& request, const Context&) {
    return HttpResponse(SuccessOf(ToString(request.Method()), request.Url()), {}, ResponseBody);
  });
  const Client client = bench.MakeClient();
  ASSERT_FALSE(IsRefused(row, client, Harmless));
  const std::string harmless = Written(bench.Transport->Requests().at(0));
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    const std::size_t before = bench.Transport->Requests().size();
    const bool refused = IsRefused(row, client, text);
    const auto requests = bench.Transport->Requests();
    ASSERT_EQ(requests.size(), before + (refused ? 0 : 1));
    if (!refused) {
      ExpectOnlyTheTextDiffers(row.Where, harmless, Written(requests.back()), text);
    }
  }
}

// All requests use one connection, so the server sees an extra request whenever it arrives.
TEST_P(Injection, CannotSplitOrRedirectWhatLibcurlWrites) {
  const Row& row = GetParam();
  ScriptedServer server([](ScriptedConnection& connection, int) {
    for (std::string request = connection.ReadRequest(); !request.empty();
         request = connection.ReadRequest()) {
      const std::string method = request.substr(0, request.find(' '));
      const int status = SuccessOf(method, request.substr(0, request.find("\r\n")));
      const std::string body = status == 200 && method != "HEAD" ? ResponseBody : "";
      connection.Write("HTTP/1.1 " + std::to_string(status) + " Fine\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body);
    }
  });
  const Client client(server.Url(), "chat", AzureKeyCredential(TestKey));
  ASSERT_FALSE(IsRefused(row, client, Harmless));
  const std::string harmless = WithoutWhatDiffers(server.Requests().at(0));
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    const std::size_t before = server.Requests().size();
    const bool refused = IsRefused(row, client, text);
    const auto requests = server.Requests();
    ASSERT_EQ(requests.size(), before + (refused ? 0 : 1));
    if (!refused) {
      ExpectOnlyTheTextDiffers(row.Where, harmless, WithoutWhatDiffers(requests.back()), text);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Injection, ::testing::ValuesIn(Rows()),
                         [](const auto& test) { return test.param.Name; });

// ---- Client access URLs: the texts are in a token's claims, or in the query of a token request

struct AccessRow {
  std::string Name;
  std::function<ClientAccessOptions(Text)> Make;
  std::string Claim;
};

void PrintTo(const AccessRow& row, std::ostream* out) { *out << row.Name; }

class AccessInjection : public ::testing::TestWithParam<AccessRow> {};

TEST_P(AccessInjection, StaysOneClaimOfTheToken) {
  ClientBench bench;
  const Client client = bench.MakeClient();
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    std::string url;
    try {
      url = client.GetClientAccessUri(GetParam().Make(text));
    } catch (const std::invalid_argument&) {
      continue;
    }
    EXPECT_EQ(url.rfind("wss://wps.example/client/hubs/chat?access_token=", 0), 0U) << url;
    EXPECT_EQ(AccessTokenOf(url).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                                                   "uvwxyz0123456789-_."),
              std::string::npos);
    auto claims = nlohmann::json::parse(VerifiedPayload(AccessTokenOf(url), TestKey));
    const auto& claim = claims.at(GetParam().Claim);
    EXPECT_EQ(claim.is_array() ? claim.at(0) : claim, text);
    for (const char* expected : {"nbf", "exp", "iat", "aud"}) EXPECT_EQ(claims.erase(expected), 1U);
    EXPECT_EQ(claims.size(), 1U);
  }
}

TEST_P(AccessInjection, StaysOneParameterOfTheRequest) {
  ClientBench bench;
  bench.Transport->Otherwise(
      [](const HttpRequest&, const Context&) { return HttpResponse(200, {}, ResponseBody); });
  const Client client = bench.MakeTokenClient();
  const Row row{GetParam().Name, Place::Url, [make = GetParam().Make](const Client& c, Text t) {
                  (void)c.GetClientAccessUri(make(t));
                }};
  ASSERT_FALSE(IsRefused(row, client, Harmless));
  const std::string harmless = Written(bench.Transport->Requests().at(0));
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    const std::size_t before = bench.Transport->Requests().size();
    const bool refused = IsRefused(row, client, text);
    ASSERT_EQ(bench.Transport->Requests().size(), before + (refused ? 0 : 1));
    if (refused) continue;
    ExpectOnlyTheTextDiffers(Place::Url, harmless, Written(bench.Transport->Requests().back()),
                             text);
  }
}

INSTANTIATE_TEST_SUITE_P(All, AccessInjection,
                         ::testing::Values(AccessRow{"UserId", User, "sub"},
                                           AccessRow{"Roles", Role, "role"},
                                           AccessRow{"Groups", Group, "webpubsub.group"}),
                         [](const auto& test) { return test.param.Name; });

// ---- Options of a client

struct OptionRow {
  std::string Name;
  std::string Parameter;
  std::function<void(WebPubSubServiceClientOptions&, Text)> Set;
};

void PrintTo(const OptionRow& row, std::ostream* out) { *out << row.Name; }

class OptionInjection : public ::testing::TestWithParam<OptionRow> {};

TEST_P(OptionInjection, RefusesControlCharacters) {
  for (const std::string& text :
       {std::string("a\r\nX-Evil: 1"), std::string("http://p\nb"), std::string("http://p\0b", 10),
        std::string("a\x01"), std::string("a\x7f")}) {
    SCOPED_TRACE(::testing::PrintToString(text));
    WebPubSubServiceClientOptions options;
    options.Transport.ClientCertificate = "certificate.pem";
    GetParam().Set(options, text);
    ExpectRefused(GetParam().Parameter, [&] {
      Client("https://wps.example", "chat", AzureKeyCredential(TestKey), options);
    });
  }
}

using Options = WebPubSubServiceClientOptions;

std::vector<OptionRow> OptionRows() {
  return {
      {"ApplicationId", "options.Telemetry.ApplicationId",
       [](Options& o, Text t) { o.Telemetry.ApplicationId = t; }},
      {"ReverseProxyEndpoint", "options.ReverseProxyEndpoint",
       [](Options& o, Text t) { o.ReverseProxyEndpoint = t; }},
      {"Proxy", "options.Transport.Proxy", [](Options& o, Text t) { o.Transport.Proxy = t; }},
      {"NoProxy", "options.Transport.NoProxy", [](Options& o, Text t) { o.Transport.NoProxy = t; }},
      {"ProxyUser", "options.Transport.ProxyUser",
       [](Options& o, Text t) { o.Transport.ProxyUser = t; }},
      {"ProxyPassword", "options.Transport.ProxyPassword",
       [](Options& o, Text t) { o.Transport.ProxyPassword = t; }},
      {"CaFile", "options.Transport.CaFile", [](Options& o, Text t) { o.Transport.CaFile = t; }},
      {"CaPath", "options.Transport.CaPath", [](Options& o, Text t) { o.Transport.CaPath = t; }},
      {"ClientCertificate", "options.Transport.ClientCertificate",
       [](Options& o, Text t) { o.Transport.ClientCertificate = t; }},
      {"ClientKey", "options.Transport.ClientKey",
       [](Options& o, Text t) { o.Transport.ClientKey = t; }},
  };
}

INSTANTIATE_TEST_SUITE_P(All, OptionInjection, ::testing::ValuesIn(OptionRows()),
                         [](const auto& test) { return test.param.Name; });

TEST(HubInjection, IsRefused) {
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    ExpectRefused("hub", [&] { Client("https://wps.example", text, AzureKeyCredential(TestKey)); });
  }
}

TEST(EndpointInjection, StaysOneHostAndPath) {
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    for (const std::string& endpoint : {"https://" + text, "https://wps.example/" + text}) {
      try {
        const std::string url = ParseEndpoint(endpoint, "endpoint").Url();
        EXPECT_EQ(url.find_first_of("\r\n?# "), std::string::npos) << url;
        EXPECT_LE(url.find('/', 8), url.find('@')) << url;
      } catch (const std::invalid_argument&) {
      }
    }
  }
}

// ---- Policies, which may change a request in any way

class ChangingPolicy final : public HttpPolicy {
 public:
  explicit ChangingPolicy(std::function<void(HttpRequest&)> change) : change_(std::move(change)) {}
  void OnRequest(HttpRequest& request, int, const Context&) const override { change_(request); }

 private:
  std::function<void(HttpRequest&)> change_;
};

class PolicyInjection : public ::testing::Test {
 protected:
  // Sends over libcurl, with a policy that changes every attempt.
  void Send(std::function<void(HttpRequest&)> change) {
    WebPubSubServiceClientOptions options;
    options.PerRetryPolicies = {std::make_shared<ChangingPolicy>(std::move(change))};
    Client(Server.Url(), "chat", AzureKeyCredential(TestKey), options).SendToAll("x");
  }

  ScriptedServer Server{[](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  }};
};

TEST_F(PolicyInjection, OfAHeaderThatCouldSplitTheRequestEndsTheCall) {
  for (const std::string& text : HostileTexts()) {
    SCOPED_TRACE(::testing::PrintToString(text));
    const bool splits = std::any_of(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
    });
    const auto send = [&] {
      Send([&](HttpRequest& request) { request.Headers().Set("x-by-policy", text); });
    };
    const std::size_t before = Server.Requests().size();
    if (splits) {
      EXPECT_THROW(send(), std::invalid_argument);
      EXPECT_EQ(Server.Requests().size(), before);
    } else {
      send();
      ASSERT_EQ(Server.Requests().size(), before + 1);
      // libcurl omits a header whose value is blank.
      const std::string expected = text == " " ? "" : "\r\nx-by-policy: " + text + "\r\n";
      EXPECT_THAT(Server.Requests().back(), ::testing::HasSubstr(expected));
    }
  }
}

TEST_F(PolicyInjection, OfAnInvalidUrlEndsTheCall) {
  for (const std::string& text :
       {std::string("\r\nX-Evil: 1"), std::string("\0", 1), std::string("\n"),
        std::string(" HTTP/1.1"), std::string("\x7f"), std::string("\xc3\xa4")}) {
    SCOPED_TRACE(::testing::PrintToString(text));
    EXPECT_THROW(
        Send([&](HttpRequest& request) { request.SetUrl(Server.Url() + "/a" + text + "/b"); }),
        TransportException);
    EXPECT_EQ(Server.Requests().size(), 0U);
  }
}

// Otherwise, a policy's URL could read a file or speak another protocol to the server.
TEST_F(PolicyInjection, OfAUrlWithAnotherSchemeEndsTheCall) {
  const std::string place = Server.Url().substr(std::string_view("http").size()) + "/etc/passwd";
  for (const std::string& url : {"ftp" + place, "gopher" + place, "telnet" + place, "dict" + place,
                                 "ws" + place, std::string("file:///etc/passwd")}) {
    SCOPED_TRACE(url);
    const auto failed = Thrown<TransportException>(
        [&] { Send([&](HttpRequest& request) { request.SetUrl(url); }); });
    EXPECT_EQ(failed.Cause(), TransportError::Other);
    EXPECT_FALSE(failed.MayHaveBeenAccepted());
    EXPECT_EQ(failed.Attempts(), 1);
  }
  EXPECT_EQ(Server.Connections(), 0);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
