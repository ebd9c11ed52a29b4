// Replays rows about the tokens of requests, and about generated client tokens.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "local_service/text.hpp"
#include "replay.hpp"
#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* EntraAudience = "https://webpubsub.azure.com";

std::int64_t SecondsFromNow(int seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds;
}

/// A valid token, which a recipe then changes.
struct Draft {
  json Header = {{"alg", "HS256"}, {"typ", "JWT"}};
  json Payload;
  std::string Key;
  std::string Digest = "SHA256";
  /// The host, port and path of the audience.
  std::string Authority;
  std::string Path;

  [[nodiscard]] std::string Url() const { return "http://" + Authority + Path; }
};

struct Recipe {
  const char* Name;
  void (*Change)(Draft& draft);
};

constexpr Recipe Recipes[] = {
    {"good", [](Draft&) {}},
    {"signed with other key", [](Draft& one) { one.Key = "another key"; }},
    {"alg HS512 right key",
     [](Draft& one) {
       one.Header["alg"] = "HS512";
       one.Digest = "SHA512";
     }},
    {"header without typ", [](Draft& one) { one.Header.erase("typ"); }},
    {"exp 290 s ago", [](Draft& one) { one.Payload["exp"] = SecondsFromNow(-290); }},
    {"exp 310 s ago", [](Draft& one) { one.Payload["exp"] = SecondsFromNow(-310); }},
    {"exp as string",
     [](Draft& one) { one.Payload["exp"] = std::to_string(SecondsFromNow(3600)); }},
    {"exp float",
     [](Draft& one) { one.Payload["exp"] = static_cast<double>(SecondsFromNow(3600)) + 0.5; }},
    {"nbf 60 s ahead", [](Draft& one) { one.Payload["nbf"] = SecondsFromNow(60); }},
    {"no iat", [](Draft& one) { one.Payload.erase("iat"); }},
    {"iss anything", [](Draft& one) { one.Payload["iss"] = "anybody"; }},
    {"no aud", [](Draft& one) { one.Payload.erase("aud"); }},
    {"aud with other query", [](Draft& one) { one.Payload["aud"] = one.Url() + "?other=1"; }},
    {"aud trailing slash", [](Draft& one) { one.Payload["aud"] = one.Url() + "/"; }},
    {"aud child path /child", [](Draft& one) { one.Payload["aud"] = one.Url() + "/child"; }},
    {"aud path + \"x\"", [](Draft& one) { one.Payload["aud"] = one.Url() + "x"; }},
    {"aud parent path",
     [](Draft& one) { one.Payload["aud"] = one.Url().substr(0, one.Url().rfind('/')); }},
    {"aud endpoint only", [](Draft& one) { one.Payload["aud"] = "http://" + one.Authority; }},
    {"aud endpoint with slash",
     [](Draft& one) { one.Payload["aud"] = "http://" + one.Authority + "/"; }},
    {"aud ws", [](Draft& one) { one.Payload["aud"] = "ws://" + one.Authority + one.Path; }},
    {"aud wss", [](Draft& one) { one.Payload["aud"] = "wss://" + one.Authority + one.Path; }},
    {"aud other port", [](Draft& one) { one.Payload["aud"] = "http://127.0.0.1:1" + one.Path; }},
    {"aud host in upper case, Host header localhost",
     [](Draft& one) {
       const std::string port = one.Authority.substr(one.Authority.find(':'));
       one.Payload["aud"] = "http://LOCALHOST" + port + one.Path;
     }},
    {"aud path in other case",
     [](Draft& one) {
       one.Payload["aud"] = "http://" + one.Authority + ReplaceAll(one.Path, "/groups", "/GROUPS");
     }},
    {"aud other hub",
     [](Draft& one) {
       one.Payload["aud"] = "http://" + one.Authority + ReplaceAll(one.Path, "/jw/", "/wj/");
     }},
    {"aud other group",
     [](Draft& one) {
       one.Payload["aud"] = "http://" + one.Authority + ReplaceAll(one.Path, "/Gr/", "/Rg/");
     }},
    {"aud array one match",
     [](Draft& one) {
       one.Payload["aud"] = {"http://elsewhere/", one.Url()};
     }},
    {"aud array none",
     [](Draft& one) {
       one.Payload["aud"] = {"http://elsewhere/", one.Url() + "x"};
     }},
    {"aud https://webpubsub.azure.com, key-signed",
     [](Draft& one) { one.Payload["aud"] = EntraAudience; }},
    {"request URL with trailing slash, aud without",
     [](Draft& one) { one.Payload["aud"] = one.Url().substr(0, one.Url().size() - 1); }},
    {"request path in other case than aud",
     [](Draft& one) { one.Payload["aud"] = "http://" + one.Authority + ToLower(one.Path); }},
    {"Host header other than the address, aud = Host",
     [](Draft& one) { one.Payload["aud"] = "http://example.com" + one.Path; }},
    {"X-Forwarded-Host is ignored",
     [](Draft& one) { one.Payload["aud"] = "http://example.com" + one.Path; }},
};

std::string Sign(const Draft& draft) {
  return MakeToken({draft.Header.dump(), draft.Payload.dump(), draft.Key, draft.Digest});
}

Draft GoodDraft(const RecordedRow& row, const Stage& stage) {
  const std::string target = stage.Fill(row.Content.at("request").at("path"));
  Draft draft;
  draft.Authority = stage.Host();
  draft.Path = target.substr(0, target.find('?'));
  draft.Key = ServiceOptions().PrimaryKey;
  draft.Payload = {{"aud", draft.Url()}, {"iat", SecondsFromNow(0)}, {"exp", SecondsFromNow(3600)}};
  return draft;
}

// The service does not check the signature of Entra tokens.
std::string EntraToken(int lifetime) {
  Draft draft;
  draft.Key = "a key of Entra";
  draft.Payload = {{"aud", EntraAudience}, {"exp", SecondsFromNow(lifetime)}};
  return Sign(draft);
}

json DecodePart(const std::string& token, int number) {
  std::string rest = token;
  for (int i = 0; i < number; ++i) rest = rest.substr(rest.find('.') + 1);
  return json::parse(DecodeBase64Url(rest.substr(0, rest.find('.'))).value_or(""), nullptr, false);
}

void ExpectDecoded(const json& recorded, const HttpResponse& response, Stage& stage) {
  const std::string token = json::parse(response.Body).at("token");
  json header = DecodePart(token, 0);
  json payload = DecodePart(token, 1);
  stage.Amend("R: a generated token has kid, iss and iat");
  EXPECT_TRUE(header.contains("kid"));
  EXPECT_EQ(payload.at("iss"), EntraAudience);
  EXPECT_EQ(payload.at("iat"), payload.at("nbf"));
  header.erase("kid");
  payload.erase("iss");
  payload.erase("iat");

  json expected = recorded.at(1);
  expected["aud"] = stage.Fill(expected.at("aud"));
  const std::int64_t lifetime =
      expected.at("exp").get<std::int64_t>() - expected.at("nbf").get<std::int64_t>();
  EXPECT_NEAR(static_cast<double>(payload.at("nbf")), static_cast<double>(SecondsFromNow(0)), 60);
  expected["nbf"] = payload.at("nbf");
  expected["exp"] = payload.at("nbf").get<std::int64_t>() + lifetime;
  EXPECT_EQ(header, recorded.at(0));
  EXPECT_EQ(payload, expected);
}

}  // namespace

void ReplayRequestToken(const RecordedRow& row, Amendments& amended) {
  Stage stage("jw", amended);
  if (row.Content.at("request").at("auth") == "none") return stage.Replay(row, {});
  Draft draft = GoodDraft(row, stage);
  if (row.Name == "Basic scheme") return stage.Replay(row, {"Basic dXNlcjpwYXNzd29yZA=="});
  if (row.Name == "two Authorization values") {
    return stage.Replay(row, {"Bearer " + Sign(draft), "Bearer " + Sign(draft)});
  }
  const auto* recipe = std::find_if(std::begin(Recipes), std::end(Recipes),
                                    [&](const Recipe& one) { return one.Name == row.Name; });
  if (recipe == std::end(Recipes)) return FailUnknown(row);
  recipe->Change(draft);
  stage.Replay(row, {"Bearer " + Sign(draft)});
}

void ReplayGeneratedToken(const RecordedRow& row, Amendments& amended) {
  const json& request = row.Content.at("request");
  const std::string auth = request.at("auth");
  const bool isEntra = auth.rfind("Entra-style", 0) == 0;
  ServiceOptions options;
  options.AcceptsEntraTokens = row.Name.rfind("default port", 0) != 0;
  Stage stage("gt", amended, options);
  const int lifetime = row.Name == "Entra token expired 10 min" ? -600 : 3600;
  const std::string token = isEntra ? EntraToken(lifetime) : Sign(GoodDraft(row, stage));
  stage.Replay(row, {"Bearer " + token});
  if (row.Content.contains("decoded")) {
    ExpectDecoded(row.Content.at("decoded"), stage.Send(row, {"Bearer " + token}), stage);
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
