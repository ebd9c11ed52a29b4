#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr std::size_t Dot = 3;
constexpr std::size_t DotDot = 4;
constexpr std::size_t LoneSurrogate = 10;

const std::vector<std::string> Names = {
    "a b/c+d%e?f#g&h=i",
    "grüße-日本-😀",
    "!*'();:@$,[]~-_.",
    ".",
    "..",
    "a/../b",
    "%2F%20",
    " lead trail ",
    "back\\slash\"quote<>|^`{}",
    "tab\tnl\nend",
    "lone\xed\xa0\x80surrogate",
    "group1",
    "user@example.com",
};

// One place for a name in a URL, and the names that the table tests there.
struct Place {
  std::string Name;
  std::function<WireOutcome(WireCall&, const std::string&)> Call;
  std::string Parameter;
  std::vector<std::size_t> Indices;
};

WireOutcome SendFiltered(WireCall& c, const std::string& filter) {
  SendOptions options;
  options.Filter = filter;
  return c.Client().SendToUser("u", "m", options);
}

WireOutcome CloseExcluding(WireCall& c, const std::string& connectionId) {
  CloseOptions options;
  options.Excluded = {connectionId};
  return c.Client().CloseGroupConnections("g", options);
}

std::vector<Place> Places() {
  return {
      {"enc.path.group",
       [](WireCall& c, const std::string& n) { return c.Client().GroupExists(n); },
       "group",
       {0, 1, 2, 3, 4, 5, 6, 7, 9, 12}},
      {"enc.path.user",
       [](WireCall& c, const std::string& n) { return c.Client().UserExists(n); },
       "userId",
       {1, 2, 3, 4, 5, 7, 8, 9, 10, 11}},
      {"enc.path.connection",
       [](WireCall& c, const std::string& n) { return c.Client().ConnectionExists(n); },
       "connectionId",
       {0, 1, 2, 4, 5, 8, 10, 12}},
      {"enc.path.send",
       [](WireCall& c, const std::string& n) { return c.Client().SendToGroup(n, "x"); },
       "group",
       {0, 3, 4, 6, 8, 9, 10, 12}},
      {"enc.query.reason",
       [](WireCall& c, const std::string& n) { return c.Client().CloseConnection("c", n); },
       "reason",
       {0, 1, 2, 3, 6, 7, 8, 10, 11}},
      {"enc.query.filter", SendFiltered, "options.Filter", {1, 3, 4, 5, 7, 9, 12}},
      {"enc.query.excluded", CloseExcluding, "options.Excluded", {0, 1, 4, 5, 7, 8, 12}},
      {"enc.query.target",
       [](WireCall& c, const std::string& n) {
         return c.Client().CheckPermission(WebPubSubPermission::SendToGroup, "c", n);
       },
       "targetName",
       {0, 1, 2, 3, 4, 6, 7, 8, 11, 12}},
      {"enc.hub",
       [](WireCall& c, const std::string& n) { return c.ClientOf(n).UserExists("u"); },
       "hub",
       {0, 1, 3, 8, 10, 12}},
  };
}

// A dot segment is refused as a name. As any other text, it is sent.
bool IsName(const Place& place) {
  return place.Name.rfind("enc.path.", 0) == 0 || place.Name == "enc.query.target";
}

WireCase MakeCase(const Place& place, std::size_t index) {
  const std::string name = place.Name + "." + std::to_string(index);
  const auto call = [place, index](WireCall& c) { return place.Call(c, Names[index]); };
  if (index == LoneSurrogate) {
    return DotNetOnly(name, "lone surrogates, which UTF-8 text can't hold",
                      Refused(place.Parameter, call));
  }
  if (place.Name == "enc.hub") {
    return Differs(name, "a hub that doesn't match the service's pattern is refused",
                   Refused(place.Parameter, call));
  }
  if (IsName(place) && (index == Dot || index == DotDot)) {
    return Differs(name, ". and .. are refused as names, because they widen the target",
                   Refused(place.Parameter, call));
  }
  const bool takesSlashes = place.Parameter != "userId" && place.Parameter != "connectionId";
  if (IsName(place) && !takesSlashes && Names[index].find('/') != std::string::npos) {
    return Differs(name, "a slash is refused where the service doesn't decode it",
                   Refused(place.Parameter, call));
  }
  return Runs(name, call);
}

std::string PrintableAscii() {
  std::string text;
  for (char c = 0x20; c < 0x7f; ++c) text += c;
  return text;
}

class WireEncoding : public ::testing::TestWithParam<WireCase> {};

TEST_P(WireEncoding, MatchesDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WireEncoding, ::testing::ValuesIn(WireEncodingCases()),
                         WireTestName);

}  // namespace

std::vector<WireCase> WireEncodingCases() {
  std::vector<WireCase> cases;
  for (const Place& place : Places()) {
    for (const std::size_t index : place.Indices) cases.push_back(MakeCase(place, index));
  }
  cases.push_back(
      Runs("enc.path.ascii", [](WireCall& c) { return c.Client().GroupExists(PrintableAscii()); }));
  cases.push_back(Runs("enc.query.ascii", [](WireCall& c) {
    return c.Client().CloseConnection("c", PrintableAscii());
  }));
  return cases;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
