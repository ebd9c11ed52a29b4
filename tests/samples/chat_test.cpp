// Tests of the chat's backend without a browser. tests/browser tests it with one.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chat/backend.hpp"
#include "chat/secret.hpp"
#include "chat_guest.hpp"
#include "local_service/tests/http_connection.hpp"
#include "sample_fixture.hpp"
#include "support/http_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::HttpConnection;
using nlohmann::json;
using Samples::field;
using Samples::Request;
using Samples::verb;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* Token = "0123456789abcdef";
constexpr const char* Host = "127.0.0.1:8000";
constexpr const char* OwnOrigin = "http://127.0.0.1:8000";

Request Get(const std::string& target) {
  Request request{verb::get, target, 11};
  request.set(field::host, Host);
  return request;
}

Request Post(const std::string& target, const json& body) {
  Request request{verb::post, target, 11};
  request.set(field::host, Host);
  request.set(field::origin, OwnOrigin);
  request.set(field::content_type, "application/json");
  request.body() = body.dump();
  return request;
}

Request AsAdmin(Request request, const std::string& token = Token) {
  request.set(field::authorization, "Bearer " + token);
  return request;
}

class ChatBackend : public SampleTest {
 protected:
  ::Chat::Backend Backend{Service.ConnectionString(), "chat", Token};

  json Ask(const Request& request, unsigned expected = 200) {
    const Samples::Response response = Backend.Handle(request);
    EXPECT_EQ(response.result_int(), expected) << request.target() << ' ' << response.body();
    return json::parse(response.body());
  }
  json Negotiate(const std::string& user, const std::string& key = {}, unsigned expected = 200) {
    json body = {{"user", user}};
    if (!key.empty()) body["key"] = key;
    return Ask(Post("/negotiate", body), expected);
  }
};

TEST_F(ChatBackend, GivesUrlsThatAllowOnlyItsRooms) {
  const json negotiated = Negotiate("dora");
  EXPECT_EQ(negotiated.at("rooms"), json({"lobby", "engineering", "lunch"}));
  Guest dora(negotiated.at("url"));
  dora.Join("lobby");
  EXPECT_EQ(dora.Next().at("success"), true);
  dora.Say("lobby", "hi");
  const json message = dora.Next();
  EXPECT_EQ(message.at("fromUserId"), "dora");
  EXPECT_EQ(message.at("data"), "hi");
  EXPECT_EQ(dora.Next().at("success"), true);
  dora.Join("room");
  EXPECT_EQ(dora.Next().at("error").at("name"), "Forbidden");
  dora.Say("room", "hi");
  EXPECT_EQ(dora.Next().at("error").at("name"), "Forbidden");
}

TEST_F(ChatBackend, GivesANameToOnePersonAtATime) {
  const json first = Negotiate("dora");
  {
    const Guest dora(first.at("url"));
    EXPECT_THAT(Negotiate("dora", "", 409).at("error"), HasSubstr("already called dora"));
    Negotiate("dora", "a guess", 409);
    EXPECT_EQ(Negotiate("dora", first.at("key")).at("key"), first.at("key"));
  }
  while (Client.UserExists("dora"))
    continue;  // until the service notices that dora has disconnected
  EXPECT_NE(Negotiate("dora").at("key"), first.at("key"));
}

TEST_F(ChatBackend, ChecksNames) {
  for (const char* name : {"x", "dora", "d-o.r_a", "4you", "abcdefghijklmnopqrstuvwxyz012345"}) {
    Negotiate(name);
  }
  for (const char* name : {"", " ", "Dora", "dora ", "-dora", "dora.", "d/a", "<b>", "d\"a",
                           "dor\xC3\xA1", "admin", "server", "abcdefghijklmnopqrstuvwxyz0123456"}) {
    Negotiate(name, "", 400);
  }
  Ask(Post("/negotiate", json::object()), 400);
  Ask(Post("/negotiate", {{"user", 1}}), 400);
  Ask(Post("/negotiate", json::array()), 400);
}

TEST_F(ChatBackend, ListsTheMembersOfARoom) {
  EXPECT_THAT(Ask(Get("/members?room=lobby")).at("members"), IsEmpty());
  Guest dora(Negotiate("dora").at("url"));
  dora.Join("lobby");
  dora.Next();
  EXPECT_EQ(Ask(Get("/members?room=lobby")).at("members"), json::parse(R"([{"user":"dora"}])"));
  EXPECT_EQ(Ask(AsAdmin(Get("/members?room=lobby"))).at("members").at(0).at("connectionId"),
            dora.ConnectionId);
  EXPECT_THAT(Ask(Get("/members?room=lunch")).at("members"), IsEmpty());
  Ask(Get("/members?room=room"), 404);
  Ask(Get("/members"), 404);
  Ask(AsAdmin(Get("/members?room=lobby"), "a guess"), 403);
}

TEST_F(ChatBackend, BroadcastsForTheAdministrator) {
  Ask(AsAdmin(Post("/admin/broadcast", {{"text", "Lunch is\nready"}})));
  EXPECT_THAT(ReceivedBy("ann"), ElementsAre(R"("Lunch is\nready")"));
}

TEST_F(ChatBackend, ClosesAConnectionWithAReason) {
  Guest dora(Negotiate("dora").at("url"));
  Ask(AsAdmin(Post("/admin/close", {{"connectionId", dora.ConnectionId}, {"reason", "too loud"}})));
  EXPECT_EQ(dora.Next().at("message"),
            "Application server closed the connection. Reason: too loud");
  EXPECT_THAT(dora.Next(), IsEmpty());
  EXPECT_EQ(dora.Socket.CloseCode(), 1000);
}

TEST_F(ChatBackend, RefusesRequestsWithoutTheAdministratorsToken) {
  const std::vector<std::pair<std::string, json>> actions = {
      {"/admin/broadcast", {{"text", "hi"}}},
      {"/admin/close", {{"connectionId", "c"}, {"reason", "r"}}}};
  for (const auto& [path, body] : actions) {
    Ask(Post(path, body), 403);
    for (const std::string token : {"", "0123456789abcdeF", "0123456789abcdef0"}) {
      Ask(AsAdmin(Post(path, body), token), 403);
    }
    Request basic = Post(path, body);
    basic.set(field::authorization, std::string("Basic ") + Token);
    Ask(basic, 403);
  }
  EXPECT_THAT(ReceivedBy("ann"), IsEmpty());
}

TEST_F(ChatBackend, RefusesInvalidActions) {
  for (const json& body :
       {json(), json("text"), json::object(), json{{"text", ""}}, json{{"text", 1}},
        json{{"text", "a\tb"}}, json{{"text", std::string(4001, 'x')}}}) {
    Ask(AsAdmin(Post("/admin/broadcast", body)), 400);
  }
  for (const json& body : {json{{"connectionId", "c"}}, json{{"reason", "r"}},
                           json{{"connectionId", ".."}, {"reason", "r"}},
                           json{{"connectionId", "c"}, {"reason", std::string(801, 'x')}}}) {
    Ask(AsAdmin(Post("/admin/close", body)), 400);
  }
  Ask(Post("/negotiate", {{"user", std::string(16 * 1024, 'x')}}), 413);
  Request bad = AsAdmin(Post("/admin/broadcast", {}));
  bad.body() = "{\"text\":\"\xFF\"}";
  Ask(bad, 400);
}

// Includes requests that another page in the same browser could send.
TEST_F(ChatBackend, RefusesRequestsFromOtherPages) {
  struct Case {
    std::string Host;
    std::string Origin;
    std::string ContentType;
    unsigned Status;
  };
  const std::string json_ = "application/json";
  for (const Case& row :
       {Case{Host, OwnOrigin, json_, 200},
        Case{"localhost:8000", "http://localhost:8000", json_, 200},
        Case{Host, "", "application/json; charset=utf-8", 200},
        Case{Host, "http://evil.example", json_, 403}, Case{Host, "null", json_, 403},
        Case{Host, "http://127.0.0.1:9000", json_, 403},
        Case{Host, "https://127.0.0.1:8000", json_, 403},
        Case{Host, "http://localhost:8000", json_, 403},
        Case{"evil.example:8000", "http://evil.example:8000", json_, 403},
        Case{"127.0.0.1.evil.example", "", json_, 403}, Case{"", "", json_, 403},
        Case{Host, OwnOrigin, "text/plain", 415},
        Case{Host, OwnOrigin, "application/x-www-form-urlencoded", 415},
        Case{Host, OwnOrigin, "", 415}}) {
    for (Request request : {Post("/negotiate", {{"user", "dora"}}),
                            AsAdmin(Post("/admin/broadcast", {{"text", "hi"}}))}) {
      request.set(field::host, row.Host);
      request.erase(field::origin);
      if (!row.Origin.empty()) request.set(field::origin, row.Origin);
      request.set(field::content_type, row.ContentType);
      Ask(request, row.Status);
    }
  }
  Request rebound = Get("/members?room=lobby");
  rebound.set(field::host, "evil.example");
  Ask(rebound, 403);
}

TEST_F(ChatBackend, ServesThePageAndNothingElse) {
  const Samples::Response page = Backend.Handle(Get("/"));
  EXPECT_EQ(page.result_int(), 200U);
  EXPECT_THAT(page.body(), StartsWith("<!doctype html>"));
  EXPECT_EQ(page[field::content_type], "text/html; charset=utf-8");
  EXPECT_EQ(page["X-Content-Type-Options"], "nosniff");
  const std::string policy(page["Content-Security-Policy"]);
  EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'self'"));
  EXPECT_THAT(policy, HasSubstr(" ws://127.0.0.1:" + std::to_string(Service.Port()) + ";"));
  EXPECT_EQ(Backend.Handle(Get("/chat.css"))[field::content_type], "text/css; charset=utf-8");
  for (const char* script : {"/chat.js", "/view.js", "/connection.js", "/backend.js"}) {
    const Samples::Response file = Backend.Handle(Get(script));
    EXPECT_EQ(file.result_int(), 200U) << script;
    EXPECT_EQ(file[field::content_type], "text/javascript; charset=utf-8");
    for (const char* way :
         {"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("}) {
      EXPECT_THAT(file.body(), Not(HasSubstr(way))) << script;
    }
  }
  for (const char* path : {"/nothing", "/../main.cpp", "//", "/chat.css/", "*", ""}) {
    Ask(Get(path), 404);
  }
}

TEST_F(ChatBackend, ReportsAFailureOfTheServiceWithoutDetails) {
  LocalService::Fault fault;
  fault.Status = 400;  // not retried
  fault.Body = "internal detail";
  fault.Count = 0;
  Service.AddFault(fault);
  testing::internal::CaptureStderr();
  const json response = Ask(AsAdmin(Post("/admin/broadcast", {{"text", "hi"}})), 502);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(response.at("error"), Not(HasSubstr("internal")));
  EXPECT_THAT(log, HasSubstr("chat: "));
  EXPECT_THAT(log, Not(HasSubstr("Bearer")));
}

TEST_F(ChatBackend, IsServedOverSockets) {
  Samples::HttpServer server(0);
  server.Serve([this](const Request& request) { return Backend.Handle(request); });
  HttpConnection connection(server.Port());
  for (const std::string target : {"/", "/members?room=lobby"}) {
    connection.Send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(connection.Receive()->Status, 200) << target;
  }
  HttpConnection tooLarge(server.Port());
  tooLarge.Send("POST /negotiate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\n");
  EXPECT_TRUE(tooLarge.IsClosed());
  EXPECT_THROW(Samples::HttpServer another(server.Port()), std::runtime_error);
  server.Stop();
  EXPECT_TRUE(connection.IsClosed());
}

TEST(ChatSecret, IsRandomAndComparedInFull) {
  std::set<std::string> secrets;
  for (int i = 0; i < 100; ++i) secrets.insert(::Chat::RandomSecret());
  EXPECT_EQ(secrets.size(), 100U);
  EXPECT_EQ(secrets.begin()->size(), 32U);
  EXPECT_TRUE(::Chat::IsSameSecret("abc", "abc"));
  EXPECT_FALSE(::Chat::IsSameSecret("abd", "abc"));
  EXPECT_FALSE(::Chat::IsSameSecret("ab", "abc"));
  EXPECT_FALSE(::Chat::IsSameSecret("", "abc"));
}

TEST_F(SampleTest, ChatPrintsItsUsage) {
  EXPECT_THAT(Run("chat", "--help").Output, StartsWith("usage: chat "));
  for (const char* arguments : {"--prot 1", "--port", "--port 65536", "--port x"}) {
    const ProgramResult result = Run("chat", arguments);
    EXPECT_EQ(result.ExitCode, 2) << arguments;
    EXPECT_THAT(result.Output, HasSubstr("usage: chat "));
  }
  const ProgramResult busy = Run("chat", "--port " + std::to_string(Service.Port()));
  EXPECT_EQ(busy.ExitCode, 1);
  EXPECT_THAT(busy.Output, HasSubstr("can't serve on 127.0.0.1:"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
