#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;
using Permission = WebPubSubPermission;
using Texts = std::vector<std::string>;

constexpr const char* Base = "https://wps.example/api/hubs/chat";

std::string Repeated(const std::string& text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

// A bench that responds to every operation with the status of its success.
class Arguments : public ClientBench {
 public:
  Arguments() {
    Transport->Otherwise([](const HttpRequest& request, const Context&) {
      const std::string& url = request.Url();
      const auto has = [&](const char* text) { return url.find(text) != std::string::npos; };
      int status = 200;
      if (has("/:send")) status = 202;
      if (has("/:closeConnections") || request.Method() == HttpMethod::Delete) status = 204;
      return HttpResponse(status, {}, R"({"value":[],"token":"t"})");
    });
  }

  void ExpectRefusedUnsent(const std::string& parameter,
                           const std::function<void(const Client&)>& call,
                           const std::string& says = std::string()) {
    const std::size_t before = Transport->Requests().size();
    ExpectRefused(
        parameter, [&] { call(MakeClient()); }, says);
    EXPECT_EQ(Transport->Requests().size(), before) << parameter << ": sent nevertheless";
  }
};

// ---- Names in the path, and the target name in the query

struct NameRow {
  std::string Name;
  std::string Parameter;
  /// The URL; `{}` stands for the encoded name.
  std::string Url;
  std::function<void(const Client&, const std::string&)> Call;

  bool IsGroup() const { return Parameter == "group" || Parameter == "targetName"; }
  /// The service doesn't decode a slash in a path. (slash_test.cpp is about such names.)
  bool TakesSlashes() const { return IsGroup(); }
  /// True if an empty name is left out instead of refused.
  bool IsOptional() const { return Parameter == "targetName"; }
};

void PrintTo(const NameRow& row, std::ostream* out) { *out << row.Name; }

std::vector<NameRow> NameRows() {
  const std::string permission = "/permissions/sendToGroup/connections/";
  const Permission send = Permission::SendToGroup;
  using N = const std::string&;
  return {
      {"SendToGroup", "group", "/groups/{}/:send?",
       [](const Client& c, N n) { c.SendToGroup(n, "x"); }},
      {"SendToUser", "userId", "/users/{}/:send?",
       [](const Client& c, N n) { c.SendToUser(n, "x"); }},
      {"SendToConnection", "connectionId", "/connections/{}/:send?",
       [](const Client& c, N n) { c.SendToConnection(n, "x"); }},
      {"AddConnectionToGroup_group", "group", "/groups/{}/connections/conn?",
       [](const Client& c, N n) { c.AddConnectionToGroup(n, "conn"); }},
      {"AddConnectionToGroup_connection", "connectionId", "/groups/room/connections/{}?",
       [](const Client& c, N n) { c.AddConnectionToGroup("room", n); }},
      {"RemoveConnectionFromGroup_group", "group", "/groups/{}/connections/conn?",
       [](const Client& c, N n) { c.RemoveConnectionFromGroup(n, "conn"); }},
      {"RemoveConnectionFromGroup_connection", "connectionId", "/groups/room/connections/{}?",
       [](const Client& c, N n) { c.RemoveConnectionFromGroup("room", n); }},
      {"RemoveConnectionFromAllGroups", "connectionId", "/connections/{}/groups?",
       [](const Client& c, N n) { c.RemoveConnectionFromAllGroups(n); }},
      {"AddUserToGroup_group", "group", "/users/ann/groups/{}?",
       [](const Client& c, N n) { c.AddUserToGroup(n, "ann"); }},
      {"AddUserToGroup_user", "userId", "/users/{}/groups/room?",
       [](const Client& c, N n) { c.AddUserToGroup("room", n); }},
      {"RemoveUserFromGroup_group", "group", "/users/ann/groups/{}?",
       [](const Client& c, N n) { c.RemoveUserFromGroup(n, "ann"); }},
      {"RemoveUserFromGroup_user", "userId", "/users/{}/groups/room?",
       [](const Client& c, N n) { c.RemoveUserFromGroup("room", n); }},
      {"RemoveUserFromAllGroups", "userId", "/users/{}/groups?",
       [](const Client& c, N n) { c.RemoveUserFromAllGroups(n); }},
      // The name is checked at once, not when the list is iterated.
      {"ListConnectionsInGroup", "group", "/groups/{}/connections?",
       [](const Client& c, N n) {
         const auto list = c.ListConnectionsInGroup(n);
         (void)list.begin();
       }},
      {"CloseConnection", "connectionId", "/connections/{}?",
       [](const Client& c, N n) { c.CloseConnection(n); }},
      {"CloseGroupConnections", "group", "/groups/{}/:closeConnections?",
       [](const Client& c, N n) { c.CloseGroupConnections(n); }},
      {"CloseUserConnections", "userId", "/users/{}/:closeConnections?",
       [](const Client& c, N n) { c.CloseUserConnections(n); }},
      {"ConnectionExists", "connectionId", "/connections/{}?",
       [](const Client& c, N n) { (void)c.ConnectionExists(n); }},
      {"GroupExists", "group", "/groups/{}?", [](const Client& c, N n) { (void)c.GroupExists(n); }},
      {"UserExists", "userId", "/users/{}?", [](const Client& c, N n) { (void)c.UserExists(n); }},
      {"GrantPermission", "connectionId", permission + "{}?",
       [=](const Client& c, N n) { c.GrantPermission(send, n); }},
      {"RevokePermission", "connectionId", permission + "{}?",
       [=](const Client& c, N n) { c.RevokePermission(send, n); }},
      {"CheckPermission", "connectionId", permission + "{}?",
       [=](const Client& c, N n) { (void)c.CheckPermission(send, n); }},
      {"GrantPermission_target", "targetName", permission + "conn?targetName={}&",
       [=](const Client& c, N n) { c.GrantPermission(send, "conn", n); }},
      {"RevokePermission_target", "targetName", permission + "conn?targetName={}&",
       [=](const Client& c, N n) { c.RevokePermission(send, "conn", n); }},
      {"CheckPermission_target", "targetName", permission + "conn?targetName={}&",
       [=](const Client& c, N n) { (void)c.CheckPermission(send, "conn", n); }},
  };
}

class NameArgument : public ::testing::TestWithParam<NameRow>, protected Arguments {
 protected:
  void ExpectRefusedName(const std::string& name) {
    SCOPED_TRACE("\"" + name.substr(0, 20) + "\"");
    ExpectRefusedUnsent(GetParam().Parameter,
                        [&](const Client& client) { GetParam().Call(client, name); });
  }

  void ExpectSent(const std::string& name, const std::string& encoded) {
    SCOPED_TRACE(encoded.substr(0, 20));
    const std::size_t before = Transport->Requests().size();
    GetParam().Call(MakeClient(), name);
    const auto urls = Urls();
    ASSERT_EQ(urls.size(), before + 1);
    std::string expected = Base + GetParam().Url + "api-version=2024-12-01";
    expected.replace(expected.find("{}"), 2, encoded);
    EXPECT_EQ(urls.back(), expected);
  }
};

TEST_P(NameArgument, RefusesBlankNames) {
  for (const char* blank : {" ", "\t", "\n", " \t\r\n\v\f "}) ExpectRefusedName(blank);
  if (!GetParam().IsOptional()) ExpectRefusedName("");
}

TEST_P(NameArgument, RefusesDotSegments) {
  ExpectRefusedName(".");
  ExpectRefusedName("..");
}

TEST_P(NameArgument, RefusesWhatIsNotUtf8) {
  ExpectRefusedName("\xff");
  ExpectRefusedName("a\xc3");             // truncated
  ExpectRefusedName("\x80");              // no lead byte
  ExpectRefusedName("\xc0\xaf");          // an overlong slash
  ExpectRefusedName("\xe0\x80\xae");      // an overlong dot
  ExpectRefusedName("\xed\xa0\x80");      // a surrogate
  ExpectRefusedName("\xf4\x90\x80\x80");  // beyond Unicode
  ExpectRefusedName("gr\xfc\xdf");        // Latin-1
}

TEST_P(NameArgument, IsEncodedAsOneSegment) {
  ExpectSent("a\r\nX-Evil: 1", "a%0D%0AX-Evil%3A%201");
  ExpectSent(std::string("a\0b", 3), "a%00b");
  ExpectSent("%2e%2e", "%252e%252e");
  if (GetParam().TakesSlashes()) {
    ExpectSent("a/../b", "a%2F..%2Fb");
    ExpectSent("../../:send", "..%2F..%2F%3Asend");
  } else {
    ExpectRefusedName("a/../b");
    ExpectRefusedName("../../:send");
  }
  ExpectSent("...", "...");
  ExpectSent("..a", "..a");
  ExpectSent(" a ", "%20a%20");
  ExpectSent("a?b#c&d=e+f", "a%3Fb%23c%26d%3De%2Bf");
  ExpectSent("\xf4\x8f\xbf\xbf", "%F4%8F%BF%BF");
}

TEST_P(NameArgument, OfAGroupHasAtMost1024Characters) {
  ExpectSent(std::string(1024, 'g'), std::string(1024, 'g'));
  ExpectSent(Repeated("é", 1024), Repeated("%C3%A9", 1024));
  ExpectSent(Repeated("😀", 512), Repeated("%F0%9F%98%80", 512));
  if (GetParam().IsGroup()) {
    ExpectRefusedName(std::string(1025, 'g'));
    ExpectRefusedName(Repeated("é", 1025));
    // The limit counts UTF-16 code units, as the service does.
    ExpectRefusedName(Repeated("😀", 512) + "g");
  } else {
    ExpectSent(std::string(1025, 'g'), std::string(1025, 'g'));
  }
}

INSTANTIATE_TEST_SUITE_P(All, NameArgument, ::testing::ValuesIn(NameRows()),
                         [](const auto& test) { return test.param.Name; });

TEST(TargetName, IsLeftOutIfEmpty) {
  Arguments bench;
  bench.MakeClient().GrantPermission(Permission::SendToGroup, "conn", "");
  EXPECT_EQ(bench.Urls().at(0), std::string(Base) +
                                    "/permissions/sendToGroup/connections/conn"
                                    "?api-version=2024-12-01");
}

// ---- Texts in the query

struct TextRow {
  std::string Name;
  std::string Parameter;
  /// The parameter of the query.
  std::string Query;
  std::function<void(const Client&, const std::string&)> Call;
};

void PrintTo(const TextRow& row, std::ostream* out) { *out << row.Name; }

SendOptions Excluding(const std::string& id) {
  SendOptions options;
  options.Excluded = {"first", id};
  return options;
}

SendOptions Filtering(const ClientConnectionFilter& filter) {
  SendOptions options;
  options.Filter = filter;
  return options;
}

CloseOptions Keeping(const std::string& id) {
  CloseOptions options;
  options.Excluded = {"first", id};
  return options;
}

CloseOptions Because(const std::string& reason) {
  CloseOptions options;
  options.Reason = reason;
  return options;
}

std::vector<TextRow> TextRows() {
  using T = const std::string&;
  return {
      {"SendToAll_Excluded", "options.Excluded", "excluded",
       [](const Client& c, T t) { c.SendToAll("x", Excluding(t)); }},
      {"SendToGroup_Excluded", "options.Excluded", "excluded",
       [](const Client& c, T t) { c.SendToGroup("room", "x", Excluding(t)); }},
      {"SendToAll_Filter", "options.Filter", "filter",
       [](const Client& c, T t) { c.SendToAll("x", Filtering(t)); }},
      {"SendToGroup_Filter", "options.Filter", "filter",
       [](const Client& c, T t) { c.SendToGroup("room", "x", Filtering(t)); }},
      {"SendToUser_Filter", "options.Filter", "filter",
       [](const Client& c, T t) { c.SendToUser("ann", "x", Filtering(t)); }},
      {"CloseConnection", "reason", "reason",
       [](const Client& c, T t) { c.CloseConnection("conn", t); }},
      {"CloseAllConnections_Reason", "options.Reason", "reason",
       [](const Client& c, T t) { c.CloseAllConnections(Because(t)); }},
      {"CloseGroupConnections_Reason", "options.Reason", "reason",
       [](const Client& c, T t) { c.CloseGroupConnections("room", Because(t)); }},
      {"CloseUserConnections_Reason", "options.Reason", "reason",
       [](const Client& c, T t) { c.CloseUserConnections("ann", Because(t)); }},
      {"CloseAllConnections_Excluded", "options.Excluded", "excluded",
       [](const Client& c, T t) { c.CloseAllConnections(Keeping(t)); }},
      {"CloseGroupConnections_Excluded", "options.Excluded", "excluded",
       [](const Client& c, T t) { c.CloseGroupConnections("room", Keeping(t)); }},
      {"CloseUserConnections_Excluded", "options.Excluded", "excluded",
       [](const Client& c, T t) { c.CloseUserConnections("ann", Keeping(t)); }},
      {"ListConnectionsInGroup_Token", "options.ContinuationToken", "continuationToken",
       [](const Client& c, T t) {
         ListOptions options;
         options.ContinuationToken = t;
         const auto list = c.ListConnectionsInGroup("room", options);
         (void)list.begin();
       }},
  };
}

class TextArgument : public ::testing::TestWithParam<TextRow>, protected Arguments {};

TEST_P(TextArgument, IsEncoded) {
  const std::pair<std::string, std::string> texts[] = {
      {"a\r\nX-Evil: 1", "a%0D%0AX-Evil%3A%201"},
      {std::string("a\0b", 3), "a%00b"},
      {"..", ".."},
      {"%2e&api-version=1#", "%252e%26api-version%3D1%23"},
      {" 'ü' ", "%20%27%C3%BC%27%20"},
  };
  for (const auto& [text, encoded] : texts) {
    GetParam().Call(MakeClient(), text);
    const std::string url = Urls().back() + "&";
    EXPECT_NE(url.find(GetParam().Query + "=" + encoded + "&"), std::string::npos) << url;
  }
}

TEST_P(TextArgument, MustBeUtf8) {
  for (const char* text : {"\xff", "gr\xfc\xdf", "\xed\xa0\x80"}) {
    ExpectRefusedUnsent(GetParam().Parameter,
                        [&](const Client& client) { GetParam().Call(client, text); });
  }
}

// An empty id isn't silently left out: a connection would wrongly receive the message, or be
// closed.
TEST_P(TextArgument, IsLeftOutIfEmptyUnlessItIsAnId) {
  const auto call = [](const Client& client) { GetParam().Call(client, ""); };
  if (GetParam().Query == "excluded") {
    ExpectRefusedUnsent("options.Excluded", call);
    return;
  }
  call(MakeClient());
  EXPECT_EQ(Urls().back().find(GetParam().Query + "="), std::string::npos) << Urls().back();
}

INSTANTIATE_TEST_SUITE_P(All, TextArgument, ::testing::ValuesIn(TextRows()),
                         [](const auto& test) { return test.param.Name; });

// ---- Options of sends

TEST(SendOption, FilterMustNotHaveBeenMovedFrom) {
  Arguments arguments;
  SendOptions options = Filtering("userId eq 'ann'");
  const SendOptions taken = std::move(options);
  const SendOptions& moved = options;  // NOLINT(bugprone-use-after-move)
  const std::pair<const char*, std::function<void(const Client&)>> calls[] = {
      {"options.Filter", [&](const Client& c) { c.SendToAll("x", moved); }},
      {"options.Filter", [&](const Client& c) { c.SendToGroup("room", "x", moved); }},
      {"options.Filter", [&](const Client& c) { c.SendToUser("ann", "x", moved); }},
      {"options.Filter", [&](const Client& c) { c.SendToConnection("conn", "x", moved); }},
      {"options.Filter",
       [&](const Client& c) {
         c.SendToUsers({"ann", "a/b"}, "x", {}, moved);
       }},
      {"options.Filter", [&](const Client& c) { c.SendToGroups({"room"}, "x", {}, moved); }},
      {"filter", [&](const Client& c) { c.AddConnectionsToGroups({"room"}, moved.Filter); }},
      {"filter", [&](const Client& c) { c.RemoveConnectionsFromGroups({"room"}, moved.Filter); }},
  };
  for (const auto& [parameter, call] : calls) arguments.ExpectRefusedUnsent(parameter, call);
}

TEST(SendOption, FilterMustNotBeBlank) {
  Arguments bench;
  for (const char* blank : {" ", "\t\n"}) {
    bench.ExpectRefusedUnsent("options.Filter",
                              [&](const Client& c) { c.SendToAll("x", Filtering(blank)); });
  }
}

TEST(SendOption, AllConnectionsSendsNoFilter) {
  Arguments bench;
  bench.MakeClient().SendToAll("x", Filtering(ClientConnectionFilter::AllConnections()));
  EXPECT_EQ(bench.Urls().at(0).find("filter="), std::string::npos);
}

TEST(SendOption, IsRefusedByAnOperationThatDoesNotSupportIt) {
  Arguments bench;
  bench.ExpectRefusedUnsent("options.Excluded",
                            [](const Client& c) { c.SendToUser("ann", "x", Excluding("a")); });
  bench.ExpectRefusedUnsent(
      "options.Excluded", [](const Client& c) { c.SendToConnection("conn", "x", Excluding("a")); });
  bench.ExpectRefusedUnsent("options.Filter", [](const Client& c) {
    c.SendToConnection("conn", "x", Filtering("userId eq 'a'"));
  });
  bench.ExpectRefusedUnsent("options.Filter", [](const Client& c) {
    c.SendToConnection("conn", "x", Filtering(ClientConnectionFilter::AllConnections()));
  });
}

TEST(SendOption, MessageTtlIs0To300Seconds) {
  Arguments bench;
  const auto send = [](const Client& c, std::chrono::seconds timeToLive) {
    SendOptions options;
    options.MessageTtl = timeToLive;
    c.SendToAll("x", options);
    c.SendToGroup("room", "x", options);
    c.SendToUser("ann", "x", options);
    c.SendToConnection("conn", "x", options);
  };
  for (const int seconds : {-1, 301, 86400}) {
    bench.ExpectRefusedUnsent("options.MessageTtl",
                              [&](const Client& c) { send(c, std::chrono::seconds(seconds)); });
  }
  bench.ExpectRefusedUnsent("options.MessageTtl",
                            [&](const Client& c) { send(c, std::chrono::seconds::min()); });
  for (const int seconds : {0, 300}) {
    EXPECT_NO_THROW(send(bench.MakeClient(), std::chrono::seconds(seconds)));
  }
}

struct MetadataRow {
  std::string Name;
  std::map<std::string, std::string> Metadata;
  bool Accepted;
};

void PrintTo(const MetadataRow& row, std::ostream* out) { *out << row.Name; }

class MetadataArgument : public ::testing::TestWithParam<MetadataRow>, protected Arguments {};

TEST_P(MetadataArgument, IsCheckedInEverySend) {
  SendOptions options;
  options.Metadata = GetParam().Metadata;
  const std::vector<std::function<void(const Client&)>> sends = {
      [&](const Client& c) { c.SendToAll("x", options); },
      [&](const Client& c) { c.SendToGroup("room", "x", options); },
      [&](const Client& c) { c.SendToUser("ann", "x", options); },
      [&](const Client& c) { c.SendToConnection("conn", "x", options); }};
  for (const auto& send : sends) {
    if (GetParam().Accepted) {
      EXPECT_NO_THROW(send(MakeClient()));
    } else {
      ExpectRefusedUnsent("options.Metadata", send);
    }
  }
}

std::map<std::string, std::string> Large(int entries, std::size_t nameAndValue,
                                         std::map<std::string, std::string> metadata = {}) {
  for (int i = 0; i < entries; ++i) {
    const std::string name = "n" + std::to_string(1000 + i);
    metadata[name] = std::string(nameAndValue - name.size(), 'v');
  }
  return metadata;
}

INSTANTIATE_TEST_SUITE_P(
    All, MetadataArgument,
    ::testing::Values(MetadataRow{"Usual", {{"trace", "abc"}}, true},
                      MetadataRow{"NoValue", {{"a", ""}}, true},
                      MetadataRow{"BlankInside", {{"a", "b c"}}, true},
                      MetadataRow{"EveryTokenMark", {{"!#$%&'*+-.^_`|~", "x"}}, true},
                      MetadataRow{"LongestName", {{std::string(256, 'n'), "x"}}, true},
                      MetadataRow{"NameTooLong", {{std::string(257, 'n'), "x"}}, false},
                      MetadataRow{"LongestValue", {{"n", std::string(1024, 'v')}}, true},
                      MetadataRow{"ValueTooLong", {{"n", std::string(1025, 'v')}}, false},
                      MetadataRow{"Largest", Large(8, 1024), true},
                      MetadataRow{"TooLarge", Large(8, 1024, {{"n", ""}}), false},
                      MetadataRow{"NoName", {{"", "x"}}, false},
                      MetadataRow{"BlankInName", {{"a b", "x"}}, false},
                      MetadataRow{"ColonInName", {{"a:b", "x"}}, false},
                      MetadataRow{"LineInName", {{"a\r\nb", "x"}}, false},
                      MetadataRow{"UmlautInName", {{"ä", "x"}}, false},
                      MetadataRow{"Comma", {{"a", "b,c"}}, false},
                      MetadataRow{"LeadingBlank", {{"a", " b"}}, false},
                      MetadataRow{"TrailingBlank", {{"a", "b "}}, false},
                      MetadataRow{"LineInValue", {{"a", "b\r\nX: y"}}, false},
                      MetadataRow{"TabInValue", {{"a", "b\tc"}}, false},
                      MetadataRow{"NulInValue", {{"a", std::string("b\0c", 3)}}, false},
                      MetadataRow{"UmlautInValue", {{"a", "ü"}}, false},
                      MetadataRow{"DelInValue", {{"a", "\x7f"}}, false},
                      // The service ignores the case of names, so the last value would win.
                      MetadataRow{"TwiceExceptForCase", {{"Trace", "1"}, {"trace", "2"}}, false}),
    [](const auto& test) { return test.param.Name; });

// ---- Lists

TEST(ListOption, MaxPageSizeIs1To200) {
  Arguments bench;
  const auto list = [](const Client& c, int size) {
    ListOptions options;
    options.MaxPageSize = size;
    const auto members = c.ListConnectionsInGroup("room", options);
  };
  for (const int size : {std::numeric_limits<int>::min(), -1, 0, 201}) {
    bench.ExpectRefusedUnsent("options.MaxPageSize", [&](const Client& c) { list(c, size); });
  }
  for (const int size : {1, 200}) EXPECT_NO_THROW(list(bench.MakeClient(), size));
}

TEST(ListOption, MaxCountIsAtLeast1) {
  Arguments bench;
  const auto list = [](const Client& c, int count) {
    ListOptions options;
    options.MaxCount = count;
    const auto members = c.ListConnectionsInGroup("room", options);
  };
  for (const int count : {std::numeric_limits<int>::min(), -1, 0}) {
    bench.ExpectRefusedUnsent("options.MaxCount", [&](const Client& c) { list(c, count); });
  }
  for (const int count : {1, std::numeric_limits<int>::max()}) {
    EXPECT_NO_THROW(list(bench.MakeClient(), count));
  }
}

// ---- Bulk changes of groups

struct BulkRow {
  std::string Name;
  std::string Target;
  std::function<void(const Client&, const Texts&, const ClientConnectionFilter&)> Call;
};

void PrintTo(const BulkRow& row, std::ostream* out) { *out << row.Name; }

class BulkChange : public ::testing::TestWithParam<BulkRow>, protected Arguments {
 protected:
  void ExpectRefusedChange(const std::string& parameter, const Texts& groups,
                           const ClientConnectionFilter& filter) {
    ExpectRefusedUnsent(parameter, [&](const Client& c) { GetParam().Call(c, groups, filter); });
  }

  std::string BodyOf(const Texts& groups, const ClientConnectionFilter& filter) {
    GetParam().Call(MakeClient(), groups, filter);
    return std::string(Transport->Requests().back().Body());
  }
};

TEST_P(BulkChange, NeedsAGroup) { ExpectRefusedChange("groups", {}, "userId eq 'a'"); }

TEST_P(BulkChange, RefusesInvalidGroupNames) {
  for (const char* group : {"", " ", ".", "..", "\xff"}) {
    ExpectRefusedChange("groups", {"room", group}, "userId eq 'a'");
  }
  ExpectRefusedChange("groups", {std::string(1025, 'g')}, "userId eq 'a'");
}

TEST_P(BulkChange, NeverSelectsTheWholeHubByAccident) {
  for (const char* filter : {"", " ", "\t\r\n"}) ExpectRefusedChange("filter", {"room"}, filter);
  ExpectRefusedChange("filter", {"room"}, ClientConnectionFilter());
  ExpectRefusedChange("filter", {"room"}, ClientConnectionFilter::Create(""));
}

TEST_P(BulkChange, SelectsTheWholeHubOnlyWithAllConnections) {
  EXPECT_EQ(BodyOf({"room"}, ClientConnectionFilter::AllConnections()),
            R"({"filter":null,"groups":["room"]})");
}

TEST_P(BulkChange, RefusesAFilterThatIsNotUtf8) {
  ExpectRefusedChange("filter", {"room"}, "userId eq '\xff'");
}

TEST_P(BulkChange, SendsNamesUnchanged) {
  EXPECT_EQ(BodyOf({"a/b\"\n", "😀"}, "userId eq 'x'"),
            R"({"filter":"userId eq 'x'","groups":["a/b\"\n","😀"]})");
  EXPECT_EQ(Urls().back(), Base + GetParam().Target + "?api-version=2024-12-01");
  EXPECT_EQ(Transport->Requests().back().Headers().Get("Content-Type"), "application/json");
}

INSTANTIATE_TEST_SUITE_P(All, BulkChange,
                         ::testing::Values(BulkRow{"Add", "/:addToGroups",
                                                   [](const Client& c, const Texts& groups,
                                                      const ClientConnectionFilter& filter) {
                                                     c.AddConnectionsToGroups(groups, filter);
                                                   }},
                                           BulkRow{"Remove", "/:removeFromGroups",
                                                   [](const Client& c, const Texts& groups,
                                                      const ClientConnectionFilter& filter) {
                                                     c.RemoveConnectionsFromGroups(groups, filter);
                                                   }}),
                         [](const auto& test) { return test.param.Name; });

TEST(PermissionArgument, MustBeAnEnumerator) {
  Arguments bench;
  const auto none = static_cast<Permission>(99);
  bench.ExpectRefusedUnsent("permission",
                            [=](const Client& c) { c.GrantPermission(none, "conn"); });
  bench.ExpectRefusedUnsent("permission",
                            [=](const Client& c) { c.RevokePermission(none, "conn"); });
  bench.ExpectRefusedUnsent("permission",
                            [=](const Client& c) { (void)c.CheckPermission(none, "conn"); });
}

// ---- Features that a service version lacks

struct VersionRow {
  std::string Name;
  ServiceVersion Needed;
  std::string Parameter;
  std::function<void(const Client&)> Call;
};

void PrintTo(const VersionRow& row, std::ostream* out) { *out << row.Name; }

class ServiceVersionNeed : public ::testing::TestWithParam<std::tuple<VersionRow, ServiceVersion>>,
                           protected Arguments {};

TEST_P(ServiceVersionNeed, IsNamedIfTheVersionLacksIt) {
  const auto& [row, used] = GetParam();
  WebPubSubServiceClientOptions options;
  options.ApiVersion = used;
  const Client client = MakeClient(options);
  if (used < row.Needed) {
    ExpectRefused(
        row.Parameter, [&, &call = row.Call] { call(client); }, std::string(ToString(row.Needed)));
    EXPECT_TRUE(Transport->Requests().empty());
  } else {
    EXPECT_NO_THROW(row.Call(client));
    for (const std::string& url : Urls()) {
      EXPECT_NE(url.find("api-version=" + std::string(ToString(used))), std::string::npos) << url;
    }
  }
}

SendOptions Keeping(std::chrono::seconds timeToLive) {
  SendOptions options;
  options.MessageTtl = timeToLive;
  return options;
}

std::vector<VersionRow> VersionRows() {
  constexpr auto Filters = ServiceVersion::V2022_11_01;
  constexpr auto Bulk = ServiceVersion::V2024_01_01;
  constexpr auto Lists = ServiceVersion::V2024_12_01;
  const std::chrono::seconds zero(0);
  return {
      {"FilterToAll", Filters, "options.Filter",
       [](const Client& c) { c.SendToAll("x", Filtering("f")); }},
      {"FilterToGroup", Filters, "options.Filter",
       [](const Client& c) { c.SendToGroup("room", "x", Filtering("f")); }},
      {"FilterToUser", Filters, "options.Filter",
       [](const Client& c) { c.SendToUser("ann", "x", Filtering("f")); }},
      {"RemoveConnectionFromAllGroups", Filters, "RemoveConnectionFromAllGroups",
       [](const Client& c) { c.RemoveConnectionFromAllGroups("conn"); }},
      {"InitialGroups", Filters, "options.Groups",
       [](const Client& c) {
         ClientAccessOptions options;
         options.Groups = {"room"};
         (void)c.GetClientAccessUri(options);
       }},
      {"TtlToAll", Bulk, "options.MessageTtl",
       [=](const Client& c) { c.SendToAll("x", Keeping(zero)); }},
      {"TtlToGroup", Bulk, "options.MessageTtl",
       [=](const Client& c) { c.SendToGroup("room", "x", Keeping(zero)); }},
      {"TtlToUser", Bulk, "options.MessageTtl",
       [=](const Client& c) { c.SendToUser("ann", "x", Keeping(zero)); }},
      {"TtlToConnection", Bulk, "options.MessageTtl",
       [=](const Client& c) { c.SendToConnection("conn", "x", Keeping(zero)); }},
      {"AddConnectionsToGroups", Bulk, "AddConnectionsToGroups",
       [](const Client& c) { c.AddConnectionsToGroups({"room"}, "f"); }},
      {"RemoveConnectionsFromGroups", Bulk, "RemoveConnectionsFromGroups",
       [](const Client& c) { c.RemoveConnectionsFromGroups({"room"}, "f"); }},
      {"Mqtt", Bulk, "options.Protocol (Mqtt)",
       [](const Client& c) {
         ClientAccessOptions options;
         options.Protocol = WebPubSubClientProtocol::Mqtt;
         (void)c.GetClientAccessUri(options);
       }},
      {"ListConnectionsInGroup", Lists, "ListConnectionsInGroup",
       [](const Client& c) {
         const auto list = c.ListConnectionsInGroup("room");
         (void)list.begin();
       }},
      {"FeaturesOfTheFirstVersion", ServiceVersion::V2021_10_01, "",
       [](const Client& c) {
         c.SendToAll("x", Excluding("a"));
         c.CloseAllConnections(Because("r"));
         c.GrantPermission(Permission::SendToGroup, "conn", "room");
         (void)c.GetClientAccessUri();
       }},
  };
}

INSTANTIATE_TEST_SUITE_P(
    All, ServiceVersionNeed,
    ::testing::Combine(::testing::ValuesIn(VersionRows()),
                       ::testing::Values(ServiceVersion::V2021_10_01, ServiceVersion::V2022_11_01,
                                         ServiceVersion::V2023_07_01, ServiceVersion::V2024_01_01,
                                         ServiceVersion::V2024_12_01)),
    [](const auto& test) {
      std::string version(ToString(std::get<1>(test.param)));
      for (char& c : version) {
        if (c == '-') c = '_';
      }
      return std::get<0>(test.param).Name + "_" + version;
    });

// ---- The URL's length

struct LengthRow {
  std::string Name;
  /// Makes a URL whose length grows by one with each character of the text.
  std::function<void(const Client&, const std::string&)> Call;
};

void PrintTo(const LengthRow& row, std::ostream* out) { *out << row.Name; }

std::vector<LengthRow> LengthRows() {
  using T = const std::string&;
  const auto continuing = [](T token) {
    ListOptions options;
    options.ContinuationToken = token;
    return options;
  };
  return {
      {"SendToAll_Excluded", [](const Client& c, T t) { c.SendToAll("x", Excluding(t)); }},
      {"SendToAllAsync_Filter",
       [](const Client& c, T t) { c.SendToAllAsync("x", Filtering(t)).Get(); }},
      {"SendToUser", [](const Client& c, T t) { c.SendToUser(t, "x"); }},
      {"AddConnectionToGroup",
       [](const Client& c, T t) { c.AddConnectionToGroupAsync("room", t).Get(); }},
      {"CloseConnection_Reason", [](const Client& c, T t) { c.CloseConnection("conn", t); }},
      {"CloseAllConnections_Excluded",
       [](const Client& c, T t) { c.CloseAllConnectionsAsync(Keeping(t)).Get(); }},
      {"ConnectionExists", [](const Client& c, T t) { (void)c.ConnectionExists(t); }},
      {"GrantPermission",
       [](const Client& c, T t) { c.GrantPermission(Permission::SendToGroup, t); }},
      {"ListConnectionsInGroup_Token",
       [=](const Client& c, T t) {
         (void)c.ListConnectionsInGroup("room", continuing(t)).begin();
       }},
      {"ListConnectionsInGroupAsync_Link",
       [=](const Client& c, T t) {
         auto pages = c.ListConnectionsInGroupAsync(
             "room", continuing(std::string(Base) + "/x?api-version=2024-12-01&t=" + t));
         (void)pages.Next().Get();
       }},
      {"SendToUsers",
       [](const Client& c, T t) {
         (void)c.SendToUsers({"ann", t}, "x");
       }},
      {"SendToUsersAsync_Slash",
       [](const Client& c, T t) {
         (void)c.SendToUsersAsync({"ann", "/" + t}, "x").Get();
       }},
      {"SendToUsers_Filter",
       [](const Client& c, T t) {
         FanOutOptions how;
         how.Strategy = FanOutStrategy::Filter;
         (void)c.SendToUsers({t}, "x", how);
       }},
      {"SendToGroups_Options",
       [](const Client& c, T t) {
         (void)c.SendToGroups({"a", "b"}, "x", {}, Excluding(t));
       }},
  };
}

class UrlLength : public ::testing::TestWithParam<LengthRow>, protected Arguments {};

TEST_P(UrlLength, IsAtMost64KiB) {
  constexpr std::size_t Longest = std::size_t{64} * 1024;
  const auto longest = [this] {
    std::size_t length = 0;
    for (const std::string& url : Urls()) length = std::max(length, url.size());
    return length;
  };
  const std::string text = "longer-than-the-rest";
  GetParam().Call(MakeClient(), text);
  const std::size_t rest = longest() - text.size();
  GetParam().Call(MakeClient(), std::string(Longest - rest, 'x'));
  EXPECT_EQ(longest(), Longest);
  const std::size_t sent = Urls().size();
  for (const std::size_t length : {Longest - rest + 1, 4 * Longest}) {
    try {
      GetParam().Call(MakeClient(), std::string(length, 'x'));
      ADD_FAILURE() << "not refused";
    } catch (const std::invalid_argument& exception) {
      EXPECT_NE(std::string(exception.what()).find("64 KiB"), std::string::npos)
          << exception.what();
    }
  }
  EXPECT_EQ(Urls().size(), sent);
}

INSTANTIATE_TEST_SUITE_P(All, UrlLength, ::testing::ValuesIn(LengthRows()),
                         [](const auto& test) { return test.param.Name; });

TEST(UrlLengthOfATokenRequest, IsAtMost64KiB) {
  Arguments bench;
  const auto client = bench.MakeTokenClient();
  ClientAccessOptions access;
  access.Groups.assign(70, std::string(1024, 'g'));
  ExpectRefused(
      "GetClientAccessUri", [&] { (void)client.GetClientAccessUri(access); }, "64 KiB");
  ExpectRefused(
      "GetClientAccessUri", [&] { (void)client.GetClientAccessUriAsync(access); }, "64 KiB");
  EXPECT_TRUE(bench.Urls().empty());
  EXPECT_FALSE(bench.MakeClient().GetClientAccessUri(access).empty());  // signed, not requested
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
