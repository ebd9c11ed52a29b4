#include "local_service/live_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "service_bench.hpp"
#include "service_fixture.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

RestRequest MakeGet(const std::string& target, const std::string& accept = {}) {
  RestRequest request;
  request.Method = "GET";
  request.Target = target;
  request.Host = Host;
  if (!accept.empty()) request.Headers = {{"accept", accept}};
  return request;
}

std::string HeaderOf(const RestResponse& response, const std::string& name) {
  for (const auto& [each, value] : response.Headers) {
    if (each == name) return value;
  }
  return "";
}

TEST(LivePage, IsServedToClientsThatAcceptHtml) {
  struct Case {
    std::string Accept;
    bool IsServed;
  };
  for (const Case& row :
       {Case{"text/html", true}, Case{"application/xml;q=0.9, Text/HTML;q=0.8,*/*", true},
        Case{"", false}, Case{"*/*", false}, Case{"application/json", false},
        Case{"text/html5", false}, Case{"text/*", false}}) {
    const ServerState state{ServiceOptions()};
    const auto response = HandleLivePage(MakeGet("/", row.Accept), true, state);
    EXPECT_EQ(response.has_value(), row.IsServed) << row.Accept;
  }
}

TEST(LivePage, IsServedWithItsFiles) {
  const ServerState state{ServiceOptions()};
  const auto page = HandleLivePage(MakeGet("/?x=1", "text/html"), true, state);
  EXPECT_EQ(HeaderOf(*page, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(HeaderOf(*page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(HeaderOf(*page, "Vary"), "Accept");
  for (const char* file : {"/_local/live.css", "/_local/live.js"}) {
    EXPECT_THAT(page->Body, HasSubstr(std::string("\"") + file + '"'));
    EXPECT_THAT(HandleLivePage(MakeGet(file), true, state)->Body, SizeIs(testing::Gt(500U)))
        << file;
  }
}

// The content of a message must not become markup of the page.
TEST(LivePage, InsertsDataOnlyAsText) {
  const ServerState state{ServiceOptions()};
  const auto script = HandleLivePage(MakeGet("/_local/live.js"), true, state);
  for (const char* way : {"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("}) {
    EXPECT_THAT(script->Body, Not(HasSubstr(way)));
  }
}

TEST(LivePage, IsDisabledWhereOtherMachinesCouldReachIt) {
  const auto serves = [](const ServiceOptions& options, bool fromLoopback,
                         const std::string& host) {
    const ServerState state(options);
    bool servesAny = false;
    for (const char* target : {"/", "/_local/live", "/_local/live.css", "/_local/live.js"}) {
      RestRequest request = MakeGet(target, "text/html");
      request.Host = host;
      servesAny = servesAny || HandleLivePage(request, fromLoopback, state).has_value();
    }
    return servesAny;
  };
  ServiceOptions options;
  EXPECT_TRUE(serves(options, true, Host));
  EXPECT_FALSE(serves(options, false, Host));
  EXPECT_FALSE(serves(options, true, "example.com"));
  options.HasTestControls = false;
  EXPECT_FALSE(serves(options, true, Host));
  for (const char* host : {"0.0.0.0", "::", "192.168.0.1"}) {
    options = ServiceOptions();
    options.Host = host;
    EXPECT_FALSE(serves(options, true, Host)) << host;
  }
}

TEST(LivePage, IsServedOnlyForGet) {
  const ServerState state{ServiceOptions()};
  for (const char* method : {"HEAD", "POST", "DELETE"}) {
    RestRequest request = MakeGet("/", "text/html");
    request.Method = method;
    EXPECT_FALSE(HandleLivePage(request, true, state)) << method;
  }
}

TEST_F(ServiceTest, ShowsTrafficOnTheLivePage) {
  auto ann = ConnectJson(std::string(R"("sub":"ann",)") + AllRoles);
  Next(ann);
  ann.SendText(R"({"type":"sendToGroup","group":"room","dataType":"text","data":"<b>&hi"})");
  Next(ann);
  EXPECT_EQ(Client.SendText("/:send", "to all"), 202);
  const std::string body = Client.Get("/_local/live").Body;
  const json live = json::parse(body);
  EXPECT_EQ(live.at("state").at("hubs").at("chat").at("connections").at(0).at("userId"), "ann");
  const json& messages = live.at("messages");
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[0].at("fromUser"), "ann");
  EXPECT_EQ(messages[0].at("group"), "room");
  EXPECT_EQ(messages[0].at("preview"), "<b>&hi");
  EXPECT_EQ(messages[0].at("firstReceivers"), json({"ann"}));
  EXPECT_EQ(messages[1].at("fromConnection"), nullptr);
  EXPECT_EQ(messages[1].at("dataType"), "text");
  EXPECT_EQ(messages[1].at("receivers"), 1);
  const json& request = live.at("requests").at(0);
  EXPECT_EQ(request.at("path"), "/api/hubs/chat/:send");
  EXPECT_EQ(request.at("status"), 202);
  for (const char* secret : {"Bearer", "authorization", "access_token", "eyJ", "ABCDEFGHIJKL"}) {
    EXPECT_THAT(body, Not(HasSubstr(secret)));
  }
  Service.Reset();
  EXPECT_EQ(json::parse(Client.Get("/_local/live").Body).at("messages"), json::array());
}

TEST_F(ServiceTest, ShowsTheLastRequestsOnTheLivePage) {
  for (int i = 0; i < 60; ++i) EXPECT_EQ(Client.Call("GET", "/" + std::to_string(i)), 404);
  const json live = json::parse(Client.Get("/_local/live").Body);
  ASSERT_THAT(live.at("requests"), SizeIs(50));
  EXPECT_EQ(live.at("requests").front().at("path"), "/10");
  EXPECT_EQ(live.at("requests").back().at("path"), "/59");
}

TEST_F(ServiceTest, ServesTheLivePageOnlyToBrowsers) {
  EXPECT_EQ(Service.LivePage(), Service.Endpoint() + "/");
  EXPECT_THAT(Client.Get("/", {{"Accept", "text/html,*/*"}}).Body, HasSubstr("<!doctype html>"));
  EXPECT_EQ(Client.Get("/", {{"Accept", "*/*"}}).Status, 404);
  EXPECT_EQ(Client.Get("/").Status, 404);
  EXPECT_EQ(Client.Get("/", {{"Accept", "text/html"}, {"Origin", "http://example.com"}}).Status,
            404);
}

TEST(LivePage, IsDisabledOnAddressesOtherThanLoopback) {
  ServiceOptions options;
  options.Host = "0.0.0.0";
  const LocalService::Service service(options);
  const ServiceClient client(service);
  EXPECT_EQ(service.LivePage(), std::nullopt);
  EXPECT_EQ(client.Get("/", {{"Accept", "text/html"}}).Status, 404);
  EXPECT_EQ(client.Get("/_local/live").Status, 404);
}

TEST(LivePage, DoesNotLogItsOwnPolling) {
  std::vector<std::string> lines;
  ServiceOptions options;
  options.Log = [&lines](const std::string& line) { lines.push_back(line); };
  LocalService::Service service(options);
  const ServiceClient client(service);
  EXPECT_EQ(client.Call("GET", "/_local/live"), 200);
  EXPECT_EQ(client.Call("GET", "/_local/state"), 200);
  service.Stop();
  EXPECT_THAT(lines, testing::ElementsAre("GET /_local/state 200"));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
