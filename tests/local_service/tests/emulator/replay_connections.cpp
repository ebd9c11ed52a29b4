// Replays rows about connections: closing and permissions.

#include <gtest/gtest.h>

#include <map>

#include "reliable_client.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

// The frames until the connection ends, and how it ends.
json DescribeUntilEnd(RecordedClient& client) {
  std::vector<RecordedFrame> frames;
  while (auto frame = client.Receive()) frames.push_back(*std::move(frame));
  return {{"frames", TextsOf(frames)}, {"close", DescribeEnd(client)}};
}

// Closing

void ReplayCloseAll(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  RecordedClient raw = stage.Connect(spec);
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient subprotocol = stage.Connect(spec);
  RecordedClient reliable = stage.Connect(ReliableSpec(""));
  stage.Replay(row);
  EXPECT_EQ((json{{"json", DescribeUntilEnd(subprotocol)},
                  {"raw", DescribeUntilEnd(raw)},
                  {"reliable", DescribeUntilEnd(reliable)}}),
            row.Content.at("observed"));
}

void ReplayCloseUser(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  spec.User = "cu";
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient other = stage.Connect(spec);
  RecordedClient excluded = stage.Connect(spec);
  stage.Values["<id>"] = stage.LastId();
  stage.Replay(row);
  const json stays = {{"frames", TextsOf(stage.Received(excluded))},
                      {"close", DescribeEnd(excluded)}};
  EXPECT_EQ((json{{"excluded", stays}, {"other", DescribeUntilEnd(other)}}),
            row.Content.at("observed"));
}

void ReplayCloseGroup(const RecordedRow& row, Stage& stage) {
  ClientSpec spec;
  spec.Groups = {"cg"};
  spec.Subprotocol = JsonSubprotocol;
  RecordedClient client = stage.Connect(spec);
  stage.Replay(row);
  EXPECT_EQ(DescribeUntilEnd(client), row.Content.at("observed"));
}

void ReplayCloseDetached(const RecordedRow& row, Stage& stage) {
  ReliableClient client(stage);
  client.Abort();
  stage.Values["<id>"] = client.Id;
  if (row.Name == "detached reliable: exists before close") return stage.Replay(row);
  EXPECT_EQ(stage.CallHub("DELETE", "/connections/" + client.Id).Status, 204);
  if (row.Name == "detached reliable: exists after close") return stage.Replay(row);
  const json& observed = row.Content.at("observed");
  ExpectRejected({{"upgrade", observed.at("open")}, {"close", observed.at("close")}},
                 client.Recover());
}

// Permissions

/// The steps before a row, such as `PUT sendToGroup a` or a message of the client.
const std::map<std::string, std::vector<std::string>>& PreviousSteps() {
  // By the number of the row, because several rows have the same name.
  static const std::map<std::string, std::vector<std::string>> Rows = {
      {"425", {"PUT sendToGroup a"}},
      {"426", {"PUT sendToGroup a"}},
      {"427", {"PUT sendToGroup a"}},
      {"428", {"PUT sendToGroup a", "DELETE sendToGroup a"}},
      {"429", {"PUT sendToGroup a", "DELETE sendToGroup a"}},
      {"431", {"DELETE sendToGroup wx", "PUT sendToGroup wx"}},
      {"432", {"DELETE sendToGroup wx", "PUT sendToGroup wx"}},
      {"434", {"PUT joinLeaveGroup j"}},
      {"435", {"PUT joinLeaveGroup j", "join j"}},
      {"436", {"PUT joinLeaveGroup j", "join j", "DELETE joinLeaveGroup j"}},
      {"437", {"PUT joinLeaveGroup j", "join j", "DELETE joinLeaveGroup j"}},
      {"449", {"1000 literals", "DELETE joinLeaveGroup g0"}},
  };
  return Rows;
}

/// A client whose only initial permission is a pattern.
class PermittedClient {
 public:
  explicit PermittedClient(Stage& stage) : stage_(stage), client_(stage.Connect(Spec())) {
    stage.Values["<id>"] = stage.LastId();
  }

  void Do(const std::string& step) {
    if (step == "1000 literals") return FillUp();
    if (step == "join j") {
      EXPECT_EQ(Say("joinGroup", "j", 1).at("success"), true);
      return;
    }
    const std::size_t first = step.find(' ');
    const std::size_t second = step.find(' ', first + 1);
    EXPECT_LE(Change(step.substr(0, first), step.substr(first + 1, second - first - 1),
                     step.substr(second + 1))
                  .Status,
              204);
  }
  void FillUp() {
    for (int i = 0; i < 1000; ++i) {
      EXPECT_EQ(Change("PUT", "joinLeaveGroup", "g" + std::to_string(i)).Status, 200);
    }
  }
  HttpResponse Change(const std::string& method, const std::string& permission,
                      const std::string& group) {
    return stage_.CallHub(method, "/permissions/" + permission + "/connections/" +
                                      stage_.Values.at("<id>") + "?targetName=" + group);
  }
  /// Sends a message, and returns the acknowledgement.
  json Say(const std::string& type, const std::string& group, int ackId) {
    return json::parse(Ask(type, group, ackId));
  }
  std::string Ask(const std::string& type, const std::string& group, int ackId) {
    client_.SendText(json{{"type", type}, {"group", group}, {"data", 1}, {"ackId", ackId}}.dump());
    return client_.Receive().value_or(RecordedFrame()).Data;
  }

 private:
  static ClientSpec Spec() {
    ClientSpec spec;
    spec.Roles = {"webpubsub.sendToGroups.w*"};
    spec.Subprotocol = JsonSubprotocol;
    return spec;
  }

  Stage& stage_;
  RecordedClient client_;
};

}  // namespace

void ReplayClose(const RecordedRow& row, Amendments& amended) {
  Stage stage("cl", amended);
  if (row.Name.rfind("closeAll", 0) == 0) return ReplayCloseAll(row, stage);
  if (row.Name.rfind("closeUser", 0) == 0) return ReplayCloseUser(row, stage);
  if (row.Name.rfind("closeGroup", 0) == 0) return ReplayCloseGroup(row, stage);
  ReplayCloseDetached(row, stage);
}

void ReplayPermission(const RecordedRow& row, Amendments& amended) {
  Stage stage("pm", amended);
  PermittedClient client(stage);
  const auto before = PreviousSteps().find(std::to_string(row.Number));
  if (before != PreviousSteps().end()) {
    for (const std::string& step : before->second) client.Do(step);
  }
  if (row.Content.contains("request")) return stage.Replay(row);
  const json& observed = row.Content.at("observed");
  if (observed.is_boolean()) {
    const bool isPattern = row.Name.find("wx") != std::string::npos;
    EXPECT_EQ(client.Say("sendToGroup", isPattern ? "wx" : "a", 1).at("success"), observed);
  } else if (row.Name == "join j") {
    EXPECT_EQ(json::array({client.Ask("joinGroup", "j", 7)}), observed);
  } else if (row.Name == "leave j after revoke") {
    EXPECT_EQ(json::array({client.Ask("leaveGroup", "j", 8)}), observed);
  } else if (row.Name == "literal limit reached at grant number 1000") {
    client.FillUp();
    stage.Expect(observed, "PUT", client.Change("PUT", "joinLeaveGroup", "g1000"));
  } else {
    FailUnknown(row);
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
