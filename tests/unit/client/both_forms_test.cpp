// Each operation in both forms: the asynchronous form sends and returns the same as the blocking
// form.

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;

// A call's result as text.
std::string Text(const Response& response) { return std::to_string(response.Status()); }
std::string Text(const ValueResponse<bool>& response) { return response.Value() ? "yes" : "no"; }
std::string Text(const std::string& url) { return url; }
std::string Text(const std::vector<Result<Response>>& results) {
  std::string text;
  for (const auto& result : results) text += Text(result.Value()) + " ";
  return text;
}

struct FormsRow {
  std::string Name;
  std::function<std::string(const Client&)> Blocking;
  std::function<std::string(const Client&)> Async;
};

void PrintTo(const FormsRow& row, std::ostream* out) { *out << row.Name; }

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): only a macro can write both forms of a call once
#define BOTH_FORMS(Name, ...)                                       \
  FormsRow {                                                        \
#Name, [](const Client& c) { return Text(c.Name(__VA_ARGS__)); }, \
        [](const Client& c) { return Text(c.Name##Async(__VA_ARGS__).Get()); } \
  }

SendOptions Sending() {
  SendOptions options;
  options.Metadata = {{"trace", "1"}};
  options.MessageTtl = std::chrono::seconds(9);
  return options;
}

SendOptions Filtering() {
  SendOptions options = Sending();
  options.Filter = "userId ne null";
  return options;
}

CloseOptions Closing() {
  CloseOptions options;
  options.Excluded = {"kept"};
  options.Reason = "over";
  return options;
}

ClientAccessOptions Access() {
  ClientAccessOptions options;
  options.UserId = "ann";
  options.Groups = {"room"};
  return options;
}

std::string IdsOf(const Client& client, bool async) {
  std::string ids;
  if (async) {
    auto pages = client.ListConnectionsInGroupAsync("room");
    for (auto page = pages.Next().Get(); page; page = pages.Next().Get()) {
      for (const auto& member : page->Values) ids += member.ConnectionId;
    }
  } else {
    for (const auto& member : client.ListConnectionsInGroup("room")) ids += member.ConnectionId;
  }
  return ids;
}

std::vector<FormsRow> Rows() {
  constexpr auto Send = WebPubSubPermission::SendToGroup;
  constexpr auto Join = WebPubSubPermission::JoinLeaveGroup;
  const std::vector<std::string> two = {"a", "b"};
  return {
      BOTH_FORMS(SendToAll, "hi", Filtering()),
      BOTH_FORMS(SendToGroup, "room", "hi", Filtering()),
      BOTH_FORMS(SendToUser, "ann", "hi", Filtering()),
      BOTH_FORMS(SendToConnection, "conn", "hi", Sending()),
      BOTH_FORMS(AddConnectionToGroup, "room", "conn"),
      BOTH_FORMS(RemoveConnectionFromGroup, "room", "conn"),
      BOTH_FORMS(RemoveConnectionFromAllGroups, "conn"),
      BOTH_FORMS(AddUserToGroup, "room", "ann"),
      BOTH_FORMS(RemoveUserFromGroup, "room", "ann"),
      BOTH_FORMS(RemoveUserFromAllGroups, "ann"),
      BOTH_FORMS(AddConnectionsToGroups, {"room"}, "userId ne null"),
      BOTH_FORMS(RemoveConnectionsFromGroups, {"room"}, "userId ne null"),
      BOTH_FORMS(CloseConnection, "conn", "over"),
      BOTH_FORMS(CloseAllConnections, Closing()),
      BOTH_FORMS(CloseGroupConnections, "room", Closing()),
      BOTH_FORMS(CloseUserConnections, "ann", Closing()),
      BOTH_FORMS(ConnectionExists, "conn"),
      BOTH_FORMS(GroupExists, "room"),
      BOTH_FORMS(UserExists, "ann"),
      BOTH_FORMS(GrantPermission, Send, "conn", "room"),
      BOTH_FORMS(RevokePermission, Join, "conn", "room"),
      BOTH_FORMS(CheckPermission, Send, "conn", "room"),
      BOTH_FORMS(GetClientAccessUri, Access()),
      BOTH_FORMS(GetServiceHealth, Context()),
      {"SendToUsers",
       [two](const Client& c) { return Text(c.SendToUsers(two, "hi", {}, Sending())); },
       [two](const Client& c) { return Text(c.SendToUsersAsync(two, "hi", {}, Sending()).Get()); }},
      {"SendToGroups",
       [two](const Client& c) { return Text(c.SendToGroups(two, "hi", {}, Sending())); },
       [two](const Client& c) {
         return Text(c.SendToGroupsAsync(two, "hi", {}, Sending()).Get());
       }},
      {"ListConnectionsInGroup", [](const Client& c) { return IdsOf(c, false); },
       [](const Client& c) { return IdsOf(c, true); }},
  };
}

#undef BOTH_FORMS

int SuccessOf(const HttpRequest& request) {
  const auto has = [&](const char* text) { return request.Url().find(text) != std::string::npos; };
  if (request.Method() == HttpMethod::Delete || has("/:closeConnections?")) return 204;
  return has("/:send?") ? 202 : 200;
}

// The requests that a call sent, and its result.
struct Made {
  std::vector<std::string> Requests;
  std::string Result;
};

// Makes a call on a new bench, so that ids and tokens are the same for both forms.
Made Make(const std::function<std::string(const Client&)>& call, bool withToken) {
  ClientBench bench;
  bench.Transport->Otherwise([](const HttpRequest& request, const Context&) {
    return HttpResponse(SuccessOf(request), {}, R"({"value":[{"connectionId":"c1"}],"token":"t"})");
  });
  Made made;
  made.Result = call(withToken ? bench.MakeTokenClient() : bench.MakeClient());
  for (const HttpRequest& request : bench.Transport->Requests()) {
    std::string text = std::string(ToString(request.Method())) + " " + request.Url() + "\n";
    for (const auto& [name, value] : request.Headers()) {
      // The calls of a fan-out start in any order, so their ids differ.
      if (name != "x-ms-client-request-id") text += name + ": " + value + "\n";
    }
    made.Requests.push_back(text.append(request.Body()));
  }
  std::sort(made.Requests.begin(), made.Requests.end());
  return made;
}

class BothForms : public ::testing::TestWithParam<FormsRow> {};

TEST_P(BothForms, SendAndGiveTheSame) {
  for (const bool withToken : {false, true}) {
    const Made blocking = Make(GetParam().Blocking, withToken);
    const Made async = Make(GetParam().Async, withToken);
    const bool isSigned = GetParam().Name == "GetClientAccessUri" && !withToken;
    EXPECT_EQ(blocking.Requests.empty(), isSigned);
    EXPECT_EQ(async.Requests, blocking.Requests);
    EXPECT_EQ(async.Result, blocking.Result);
    EXPECT_NE(async.Result, "");
  }
}

INSTANTIATE_TEST_SUITE_P(All, BothForms, ::testing::ValuesIn(Rows()),
                         [](const auto& test) { return test.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
