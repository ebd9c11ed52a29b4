#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

std::string Header(const RestResponse& response, const std::string& name) {
  for (const auto& [each, value] : response.Headers) {
    if (each == name) return value;
  }
  return "";
}

TEST(Sends, ReachOnlyTheirReceivers) {
  ServiceBench service;
  auto& ann = service.Connect("c1", "ann", ClientProtocol::Raw, {"room"});
  auto& bob = service.Connect("c2", "bob", ClientProtocol::Json, {"room"});
  auto& cat = service.Connect("c3", "cat", ClientProtocol::Json);
  service.Call("POST", "/api/hubs/chat/:send?excluded=c3", "all", "text/plain");
  service.Call("POST", "/api/hubs/chat/groups/room/:send", "group", "text/plain");
  service.Call("POST", "/api/hubs/chat/users/bob/:send", "user", "text/plain");
  service.Call("POST", "/api/hubs/chat/connections/c3/:send", "connection", "text/plain");
  service.Call("POST", "/api/hubs/other/:send", "elsewhere", "text/plain");
  EXPECT_THAT(ann.Frames, ElementsAre("all", "group"));
  EXPECT_THAT(bob.Frames,
              ElementsAre(R"({"type":"message","from":"server","dataType":"text","data":"all"})",
                          R"({"type":"message","from":"group","group":"room","fromUserId":null,)"
                          R"("dataType":"text","data":"group"})",
                          R"({"type":"message","from":"server","dataType":"text","data":"user"})"));
  EXPECT_THAT(
      cat.Frames,
      ElementsAre(R"({"type":"message","from":"server","dataType":"text","data":"connection"})"));
}

TEST(Sends, ReachOnlyConnectionsThatTheFilterMatches) {
  ServiceBench service;
  auto& ann = service.Connect("c1", "ann", ClientProtocol::Raw, {"vip"});
  auto& bob = service.Connect("c2", "bob", ClientProtocol::Raw);
  const auto send = [&](const std::string& target) {
    return service.Call("POST", "/api/hubs/chat" + target, "x", "text/plain").Status;
  };
  EXPECT_EQ(send("/:send?filter=userId%20eq%20'ann'"), 202);
  EXPECT_EQ(send("/groups/vip/:send?filter='vip'%20in%20groups"), 202);
  EXPECT_EQ(send("/users/bob/:send?filter=userId%20eq%20'ann'"), 202);
  EXPECT_EQ(send("/:send?filter=protocol%20eq%20'json.webpubsub.azure.v1'"), 202);
  EXPECT_EQ(send("/:send?filter="), 202);
  EXPECT_THAT(ann.Frames, ElementsAre("x", "x", "x"));
  EXPECT_THAT(bob.Frames, ElementsAre("x"));
}

TEST(Sends, WithAnInvalidFilterReachNoConnection) {
  ServiceBench service;
  auto& client = service.Connect("c1", "ann");
  const RestResponse response =
      service.Call("POST", "/api/hubs/chat/:send?filter=userId%20lt%201", "x", "text/plain");
  EXPECT_EQ(response.Status, 400);
  EXPECT_EQ(json::parse(response.Body).at("message"),
            "Invalid syntax for 'userId lt 1': Type 'string', expect 'int'. (Parameter 'filter')");
  EXPECT_EQ(
      service
          .Call("POST", "/api/hubs/chat/:send?filter=length(userId)%20gt%20'a'", "x", "text/plain")
          .Status,
      500);
  EXPECT_THAT(client.Frames, IsEmpty());
}

struct BodyCase {
  std::string Name;
  std::string ContentType;
  std::string Body;
  int Status;
  std::string JsonFrame;
  std::string RawFrame;
};
void PrintTo(const BodyCase& row, std::ostream* out) { *out << row.Name; }

class SendBody : public testing::TestWithParam<BodyCase> {};

TEST_P(SendBody, IsDeliveredAccordingToItsContentType) {
  ServiceBench service;
  auto& plain = service.Connect("c1", {}, ClientProtocol::Raw);
  auto& subprotocol = service.Connect("c2");
  const RestResponse response =
      service.Call("POST", "/api/hubs/chat/:send", GetParam().Body, GetParam().ContentType);
  EXPECT_EQ(response.Status, GetParam().Status);
  if (response.Status != 202) {
    EXPECT_THAT(plain.Frames, IsEmpty());
    return;
  }
  EXPECT_THAT(plain.Frames, ElementsAre(GetParam().RawFrame));
  EXPECT_THAT(subprotocol.Frames,
              ElementsAre(R"({"type":"message","from":"server",)" + GetParam().JsonFrame + "}"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, SendBody,
    testing::Values(
        BodyCase{"Text", "text/plain", "h\xc3\xa9 <b>", 202,
                 R"("dataType":"text","data":"h\u00E9 \u003Cb\u003E")", "h\xc3\xa9 <b>"},
        BodyCase{"TextWithCharset", "Text/Plain; charset=\"UTF-8\"", "x", 202,
                 R"("dataType":"text","data":"x")", "x"},
        BodyCase{"Latin1", "text/plain; charset=iso-8859-1", "\xe9", 202,
                 R"("dataType":"text","data":"\u00E9")", "\xc3\xa9"},
        BodyCase{"UnknownCharset", "text/plain; charset=klingon", "x", 415, "", ""},
        BodyCase{"EmptyText", "text/plain", "", 202, R"("dataType":"text","data":"")", ""},
        BodyCase{"Json", "application/json", "{ \"a\": 1.0 }", 202,
                 R"("dataType":"json","data":{ "a": 1.0 })", "{ \"a\": 1.0 }"},
        BodyCase{"JsonString", "application/json", "\"x\"", 202, R"("dataType":"json","data":"x")",
                 "\"x\""},
        BodyCase{"JsonNull", "application/json", "null", 202, R"("dataType":"json","data":null)",
                 "null"},
        BodyCase{"TwoJsonValues", "application/json", "1 2", 400, "", ""},
        BodyCase{"CutJson", "application/json", "{\"a\":", 400, "", ""},
        BodyCase{"EmptyJson", "application/json", "", 400, "", ""},
        BodyCase{"JsonWithMark", "application/json", "\xef\xbb\xbf{}", 400, "", ""},
        BodyCase{"DeepJson", "application/json", std::string(65, '[') + std::string(65, ']'), 400,
                 "", ""},
        BodyCase{"Binary", "application/octet-stream", std::string("\0\xff", 2), 202,
                 R"("dataType":"binary","data":"AP8=")", std::string("binary:\0\xff", 9)},
        BodyCase{"NoType", "", "x", 202, R"("dataType":"binary","data":"eA==")", "binary:x"},
        BodyCase{"Html", "text/html", "x", 415, "", ""}),
    [](const auto& row) { return row.param.Name; });

TEST(Metadata, IsDeliveredWithTheMessage) {
  ServiceBench service;
  auto& client = service.Connect("c1");
  service.Call(
      "POST", "/api/hubs/chat/:send", "m", "text/plain",
      {{"x-webpubsub-metadata-trace", "first, final"}, {"x-webpubsub-metadata-empty", ""}});
  EXPECT_THAT(client.Frames,
              ElementsAre(R"({"type":"message","from":"server","dataType":"text","data":"m",)"
                          R"("metadata":{"trace":"final","empty":""}})"));
}

TEST(Metadata, IsLimitedInSize) {
  ServiceBench service;
  const auto status = [&](const std::string& name, const std::string& value) {
    return service
        .Call("POST", "/api/hubs/chat/:send", "m", "text/plain",
              {{"x-webpubsub-metadata-" + name, value}})
        .Status;
  };
  EXPECT_EQ(status("k", std::string(1024, 'v')), 202);
  EXPECT_EQ(status("k", std::string(1025, 'v')), 400);
  EXPECT_EQ(status(std::string(256, 'k'), "v"), 202);
  EXPECT_EQ(status(std::string(257, 'k'), "v"), 400);
  EXPECT_EQ(status("", "v"), 400);
  EXPECT_EQ(status("k", "\xc3\xa9"), 400);
}

TEST(Closing, SendsTheReasonToTheClients) {
  ServiceBench service;
  auto& plain = service.Connect("c1", "ann", ClientProtocol::Raw);
  auto& subprotocol = service.Connect("c2", "ann");
  auto& other = service.Connect("c3", "ann");
  EXPECT_EQ(
      service.Call("POST", "/api/hubs/chat/users/ann/:closeConnections?excluded=c3&reason=bye")
          .Status,
      204);
  EXPECT_EQ(plain.CloseCode, 1000);
  EXPECT_THAT(plain.Frames, IsEmpty());
  EXPECT_EQ(subprotocol.CloseCode, 1000);
  EXPECT_THAT(subprotocol.Frames,
              ElementsAre(R"({"type":"system","event":"disconnected",)"
                          R"("message":"Application server closed the connection. Reason: bye"})"));
  EXPECT_EQ(other.CloseCode, std::nullopt);
  EXPECT_EQ(service.Call("HEAD", "/api/hubs/chat/connections/c2").Status, 404);
  EXPECT_EQ(service.Call("HEAD", "/api/hubs/chat/connections/c3").Status, 200);
}

TEST(Groups, ChangeByConnectionByUserAndInBulk) {
  ServiceBench service;
  service.Connect("c1", "ann");
  service.Connect("c2", "ann");
  service.Connect("c3", "bob");
  const auto groups = [&](const std::string& id) { return service.Chat().Find(id)->Groups; };
  service.Call("PUT", "/api/hubs/chat/groups/one/connections/c1");
  service.Call("PUT", "/api/hubs/chat/users/ann/groups/two");
  service.Call("POST", "/api/hubs/chat/:addToGroups", R"({"groups":["a","b"],"filter":null})",
               "application/json");
  EXPECT_THAT(groups("c1"), ElementsAre("a", "b", "one", "two"));
  EXPECT_THAT(groups("c3"), ElementsAre("a", "b"));
  service.Call("DELETE", "/api/hubs/chat/groups/one/connections/c1");
  service.Call("DELETE", "/api/hubs/chat/users/ann/groups/two");
  service.Call("POST", "/api/hubs/chat/:removeFromGroups", R"({"groups":["a"]})",
               "application/json");
  EXPECT_THAT(groups("c1"), ElementsAre("b"));
  service.Call("DELETE", "/api/hubs/chat/users/ann/groups");
  service.Call("DELETE", "/api/hubs/chat/connections/c3/groups");
  EXPECT_THAT(groups("c2"), IsEmpty());
  EXPECT_THAT(groups("c3"), IsEmpty());
}

TEST(Groups, ChangeInBulkOnlyWhereTheFilterMatches) {
  ServiceBench service;
  service.Connect("c1", "ann");
  service.Connect("c2", "bob");
  service.Call("POST", "/api/hubs/chat/:addToGroups",
               R"({"groups":["a"],"filter":"userId eq 'ann'"})", "application/json");
  EXPECT_THAT(service.Chat().Find("c1")->Groups, ElementsAre("a"));
  EXPECT_THAT(service.Chat().Find("c2")->Groups, IsEmpty());

  const RestResponse rejected =
      service.Call("POST", "/api/hubs/chat/:removeFromGroups",
                   R"({"groups":["a"],"filter":"userId lt 1"})", "application/json");
  const std::string message =
      "Invalid syntax for 'userId lt 1': Type 'string', expect 'int'. (Parameter 'filter')";
  EXPECT_EQ(rejected.Status, 400);
  EXPECT_EQ(Header(rejected, "Content-Type"), "application/problem+json; charset=utf-8");
  EXPECT_EQ(rejected.Body,
            R"({"code":"Error.BadRequest","message":")" + message +
                R"(","target":"Filter","errors":{"Filter":[")" + message +
                R"("]},"type":null,"title":"One or more validation errors occurred.",)"
                R"("status":400,"detail":null,"instance":null,"extensions":{}})");
  EXPECT_THAT(service.Chat().Find("c1")->Groups, ElementsAre("a"));
}

TEST(Groups, RejectInvalidBulkBodies) {
  ServiceBench service;
  const auto status = [&](const std::string& body, const std::string& type = "application/json") {
    return service.Call("POST", "/api/hubs/chat/:addToGroups", body, type).Status;
  };
  EXPECT_EQ(status(R"({"groups":["g"]})"), 200);
  EXPECT_EQ(status(R"({"Groups":["g"],"more":1})"), 200);
  EXPECT_EQ(status(R"({"groups":["g"]})", "text/plain"), 415);
  for (const char* body :
       {"", "[]", "{", R"({"groups":"g"})", R"({"groups":[1]})", R"({"groups":["g"],"filter":1})",
        "{}", "null", R"({"groups":[]})", R"({"groups":[" "]})", R"({"groups":[null]})"}) {
    EXPECT_EQ(status(body), 400) << body;
  }
  EXPECT_EQ(status(R"({"groups":["g"],"filter":"userId eq"})"), 400);
  EXPECT_EQ(status(R"({"groups":["g"],"filter":" "})"), 400);
}

TEST(Listing, RejectsForeignContinuationTokens) {
  ServiceBench service;
  service.Connect("c1", {}, ClientProtocol::Json, {"a", "b"});
  service.Connect("c2", {}, ClientProtocol::Json, {"a", "b"});
  const json page =
      json::parse(service.Call("GET", "/api/hubs/chat/groups/a/connections?maxpagesize=1").Body);
  const std::string link = page.at("nextLink");
  const std::string query = link.substr(link.find('?'));
  EXPECT_EQ(service.Call("GET", "/api/hubs/chat/groups/a/connections" + query).Status, 200);
  EXPECT_EQ(service.Call("GET", "/api/hubs/chat/groups/b/connections" + query).Status, 400);
  EXPECT_EQ(
      service.Call("GET", "/api/hubs/chat/groups/a/connections?continuationToken=garbage").Status,
      400);
  EXPECT_EQ(service.Call("GET", "/api/hubs/chat/groups/a/connections?continuationToken=").Status,
            400);
}

TEST(GrantedPermissions, TakeEffectAndAreLimited) {
  ServiceBench service;
  service.Connect("c1", {}, ClientProtocol::Json, {}, {"webpubsub.joinLeaveGroups.room*"});
  const auto call = [&](const std::string& method, const std::string& group) {
    return service
        .Call(method,
              "/api/hubs/chat/permissions/joinLeaveGroup/connections/c1?targetName=" + group)
        .Status;
  };
  EXPECT_EQ(call("HEAD", "room1"), 200);
  EXPECT_EQ(call("DELETE", "room1"), 204);
  EXPECT_EQ(call("HEAD", "room1"), 404);
  EXPECT_EQ(call("PUT", "room1"), 200);
  EXPECT_EQ(call("HEAD", "room1"), 200);
  EXPECT_EQ(call("PUT", ""), 400);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(call("PUT", "g" + std::to_string(i)), 200);
  EXPECT_EQ(call("PUT", "one-too-many"), 409);
  EXPECT_EQ(call("HEAD", "one-too-many"), 404);
}

struct PathCase {
  std::string Segment;
  std::string Name;
};

TEST(Paths, AreDecodedOnceExceptForSlashes) {
  for (const PathCase& row :
       {PathCase{"a%2Fb", "a%2Fb"}, PathCase{"a%2fb", "a%2fb"}, PathCase{"a%252Fb", "a%2Fb"},
        PathCase{"a%20b", "a b"}, PathCase{"a+b", "a+b"}, PathCase{"a%2Bb", "a+b"},
        PathCase{"a%2520b", "a%20b"}, PathCase{"%C3%A9", "\xc3\xa9"}, PathCase{"%zz", "%zz"}}) {
    ServiceBench service;
    auto& client = service.Connect("c1", {}, ClientProtocol::Raw, {row.Name});
    service.Call("POST", "/api/hubs/chat/groups/" + row.Segment + "/:send", "x", "text/plain");
    EXPECT_THAT(client.Frames, ElementsAre("x")) << row.Segment;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
