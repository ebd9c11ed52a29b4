// Replays rows about groups: paged lists of members, and bulk changes.

#include <gtest/gtest.h>

#include <optional>

#include "local_service/text.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

/// The clients of one group, ordered by id.
class Members {
 public:
  Members(Stage& stage, std::string group) : stage_(stage), group_(std::move(group)) {}

  /// Connects one client for each user. Ids are random, so it reconnects until they are in the
  /// order of the users.
  void Connect(const std::vector<std::string>& users) {
    const std::size_t slice = 16 * 16 / users.size();
    for (std::size_t i = 0; i < users.size(); ++i) {
      ClientSpec spec;
      spec.User = users[i];
      spec.Subprotocol = JsonSubprotocol;
      std::optional<RecordedClient> client;
      do {
        client = stage_.Connect(spec);
      } while (std::stoul(stage_.LastId().substr(0, 2), nullptr, 16) / slice != i);
      EXPECT_EQ(
          stage_.CallHub("PUT", "/groups/" + group_ + "/connections/" + stage_.LastId()).Status,
          200);
      clients_.push_back(*std::move(client));
      ids_.push_back(stage_.LastId());
    }
  }

  void Remove(std::size_t index) {
    EXPECT_EQ(stage_.CallHub("DELETE", "/groups/" + group_ + "/connections/" + ids_[index]).Status,
              204);
  }

  /// The continuation token of the first page, for this page size.
  std::string ContinuationToken(int pageSize) {
    const json page =
        json::parse(stage_
                        .CallHub("GET", "/groups/" + group_ +
                                            "/connections?maxpagesize=" + std::to_string(pageSize))
                        .Body);
    const std::string link = page.at("nextLink");
    const std::size_t begin = link.find("continuationToken=") + 18;
    return link.substr(begin, link.find('&', begin) - begin);
  }

 private:
  Stage& stage_;
  std::string group_;
  std::vector<RecordedClient> clients_;
  std::vector<std::string> ids_;
};

constexpr std::size_t AnonymousMember = 1;

// Whether a row was recorded before one of the members left.
bool IsBeforeOneLeft(const RecordedRow& row) {
  return row.Name == "all five" || row.Name == "maxpagesize=2, page 2 (nextLink followed)" ||
         row.Name == "token of other hub" || row.Name == "token whose anchor connection left";
}

std::vector<std::string> UsersIn(const std::string& group, const Stage& stage) {
  std::vector<std::string> users;
  const json state = json::parse(stage.Service.State());
  for (const json& one : state.at("hubs").at("blk").at("connections")) {
    const auto groups = one.at("groups").get<std::vector<std::string>>();
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) {
      users.push_back(one.at("userId"));
    }
  }
  std::sort(users.begin(), users.end());
  return users;
}

}  // namespace

void ReplayList(const RecordedRow& row, Amendments& amended) {
  Stage stage("lst", amended);
  const bool hasBlank = row.Name.find("sp ace") != std::string::npos;
  Members members(stage, hasBlank ? "sp%20ace" : "G");
  if (hasBlank) {
    members.Connect({"x", "y"});
    return stage.Replay(row);
  }
  members.Connect({"u1", "", "u2", "u3", "u0"});
  stage.Values["<token>"] = members.ContinuationToken(2);
  if (!IsBeforeOneLeft(row) || row.Name == "token whose anchor connection left") {
    members.Remove(AnonymousMember);
  }
  stage.Replay(row);
}

void ReplayNextLink(const RecordedRow& row, Amendments& amended) {
  Stage stage("nl", amended);
  const std::string path = row.Content.at("request").at("path");
  const std::size_t begin = path.find("/groups/") + 8;
  ClientSpec spec;
  spec.Groups = {DecodePathSegment(path.substr(begin, path.find('/', begin) - begin))};
  const RecordedClient first = stage.Connect(spec);
  const RecordedClient second = stage.Connect(spec);
  stage.Replay(row);
}

void ReplayBulk(const RecordedRow& row, Amendments& amended) {
  const bool isOfAlice = row.Name == "nobody added after failing filter: group q";
  Stage stage(isOfAlice ? "x2" : "blk", amended);
  if (isOfAlice) {
    ClientSpec alice;
    alice.User = "alice";
    const RecordedClient client = stage.Connect(alice);
    stage.CallHub("POST", "/:addToGroups", R"({"groups":["q"],"filter":"length(userId) gt 'a'"})",
                  "application/json");
    return stage.Replay(row);
  }
  ClientSpec a;
  a.User = "a";
  a.Groups = {"all1", "all2"};
  ClientSpec b = a;
  b.User = "b";
  b.Groups.push_back("x");
  const RecordedClient first = stage.Connect(a);
  const RecordedClient second = stage.Connect(b);
  stage.Values["<1040 bytes>"] = R"({"groups":[")" + std::string(1025, 'g') + R"("]})";
  stage.Replay(row);
  if (!row.Content.contains("effect")) return;
  const json groups = json::parse(row.Content.at("request").at("body").get<std::string>());
  json effect = json::array();
  for (const json& group : groups.at("groups")) effect.push_back(UsersIn(group, stage));
  EXPECT_EQ(effect.size() == 1 ? effect.front() : effect, row.Content.at("effect"));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
