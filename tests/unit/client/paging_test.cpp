#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Texts = std::vector<std::string>;

constexpr const char* FirstUrl =
    "https://wps.example/api/hubs/chat/groups/room/connections?api-version=2024-12-01";
constexpr const char* SecondUrl =
    "https://wps.example/api/hubs/chat/groups/room/connections?continuationToken=2"
    "&api-version=2024-12-01";

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

// A page with these members. `nextLink` is JSON, and is omitted if it's empty.
std::string PageOf(const Texts& connectionIds, const std::string& nextLink = std::string()) {
  std::string body = R"({"value":[)";
  for (const std::string& id : connectionIds) {
    if (body.back() != '[') body += ',';
    body += R"({"connectionId":")" + id + "\"}";
  }
  body += ']';
  if (!nextLink.empty()) body += R"(,"nextLink":)" + nextLink;
  return body + '}';
}

Texts IdsOf(const Pageable<WebPubSubGroupMember>& list) {
  Texts ids;
  for (const auto& member : list) ids.push_back(member.ConnectionId);
  return ids;
}

class Paging : public ::testing::Test, protected ClientBench {
 protected:
  void WillRespondWithPage(const Texts& ids, const std::string& nextLink = std::string()) {
    Transport->WillRespond(200, {{"Content-Type", "application/json"}}, PageOf(ids, nextLink));
  }

  Pageable<WebPubSubGroupMember> List(const ListOptions& options = {},
                                      const Context& context = {}) {
    return MakeClient().ListConnectionsInGroup("room", options, context);
  }
};

static_assert(std::is_same_v<
              std::iterator_traits<Pageable<WebPubSubGroupMember>::Iterator>::iterator_category,
              std::input_iterator_tag>);
static_assert(std::is_same_v<
              std::iterator_traits<PageRange<WebPubSubGroupMember>::Iterator>::iterator_category,
              std::input_iterator_tag>);

TEST_F(Paging, SendsNothingBeforeTheListIsIterated) {
  const auto list = List();
  const auto pages = list.AsPages();
  const auto end = list.end();
  EXPECT_TRUE(Urls().empty());
  WillRespondWithPage({});
  EXPECT_TRUE(list.begin() == end);
  EXPECT_EQ(Urls(), Texts{FirstUrl});
}

TEST_F(Paging, FetchesAPageWhenThePreviousOneIsUsedUp) {
  WillRespondWithPage({"a", "b"}, Quoted(SecondUrl));
  WillRespondWithPage({"c"});
  const auto list = List();
  auto member = list.begin();
  EXPECT_EQ(member->ConnectionId, "a");
  ++member;
  EXPECT_EQ((*member).ConnectionId, "b");
  EXPECT_EQ(Urls().size(), 1U);
  ++member;
  EXPECT_EQ(member->ConnectionId, "c");
  EXPECT_EQ(Urls(), (Texts{FirstUrl, SecondUrl}));
  ++member;
  EXPECT_TRUE(member == list.end());
  EXPECT_EQ(Urls().size(), 2U);
}

TEST_F(Paging, ReadsMembers) {
  Transport->WillRespond(200, {},
                         R"({"value":[{"connectionId":"a","userId":"ann"},)"
                         R"({"connectionId":"b","userId":null},{"connectionId":"c"},)"
                         R"({"connectionId":"d","userId":"","more":[1]}],"etag":"x"})");
  std::vector<std::optional<std::string>> users;
  for (const auto& member : List()) users.push_back(member.UserId);
  EXPECT_EQ(users, (std::vector<std::optional<std::string>>{"ann", std::nullopt, std::nullopt,
                                                            std::string()}));
}

TEST_F(Paging, ReturnsPagesWithTheirResponses) {
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  Transport->WillRespond(200, {{"x-ms-request-id", "second"}}, PageOf({"b"}));
  Texts tokens;
  Texts requestIds;
  for (const auto& page : List().AsPages()) {
    EXPECT_EQ(page.Values.size(), 1U);
    EXPECT_EQ(page.RawResponse.Status(), 200);
    tokens.push_back(page.ContinuationToken);
    requestIds.push_back(page.RawResponse.ServiceRequestId());
  }
  EXPECT_EQ(tokens, (Texts{SecondUrl, ""}));
  EXPECT_EQ(requestIds, (Texts{"", "second"}));
}

TEST_F(Paging, ContinuesAfterEmptyPages) {
  WillRespondWithPage({}, Quoted("?page=2"));
  WillRespondWithPage({}, Quoted("?page=3"));
  WillRespondWithPage({"a"}, Quoted("?page=4"));
  WillRespondWithPage({}, Quoted("?page=5"));
  WillRespondWithPage({});
  EXPECT_EQ(IdsOf(List()), Texts{"a"});
  EXPECT_EQ(Urls().size(), 5U);
}

TEST_F(Paging, StartsAgainOnEveryIteration) {
  const auto list = List();
  for (int round = 0; round < 2; ++round) {
    WillRespondWithPage({"a"}, Quoted(SecondUrl));
    WillRespondWithPage({"b"});
    EXPECT_EQ(IdsOf(list), (Texts{"a", "b"}));
  }
  EXPECT_EQ(Urls(), (Texts{FirstUrl, SecondUrl, FirstUrl, SecondUrl}));
}

TEST_F(Paging, OutlivesItsClient) {
  std::optional<WebPubSubServiceClient> client = MakeClient();
  const auto list = client->ListConnectionsInGroup(std::string("room"));
  client.reset();
  WillRespondWithPage({"a"});
  EXPECT_EQ(IdsOf(list), Texts{"a"});
}

TEST_F(Paging, SendsSizesInTheFirstRequestOnly) {
  ListOptions options;
  options.MaxPageSize = 200;
  options.MaxCount = 2147483647;
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  WillRespondWithPage({"b"});
  IdsOf(List(options));
  EXPECT_EQ(Urls(), (Texts{"https://wps.example/api/hubs/chat/groups/room/connections"
                           "?maxpagesize=200&top=2147483647&api-version=2024-12-01",
                           SecondUrl}));
}

// ---- Resuming

TEST_F(Paging, ResumesFromAPagesContinuationToken) {
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  ListOptions options;
  options.MaxPageSize = 1;
  const auto pages = List(options).AsPages();
  options.ContinuationToken = pages.begin()->ContinuationToken;

  WillRespondWithPage({"b"});
  EXPECT_EQ(IdsOf(List(options)), Texts{"b"});
  EXPECT_EQ(Urls().back(), SecondUrl);
}

TEST_F(Paging, ResumesFromTheServicesBareToken) {
  ListOptions options;
  options.ContinuationToken = "c+2/=";
  options.MaxPageSize = 5;
  WillRespondWithPage({"b"});
  EXPECT_EQ(IdsOf(List(options)), Texts{"b"});
  EXPECT_EQ(Urls().back(),
            "https://wps.example/api/hubs/chat/groups/room/connections"
            "?maxpagesize=5&continuationToken=c%2B2%2F%3D&api-version=2024-12-01");
}

TEST_F(Paging, RefusesAContinuationTokenForAnotherOrigin) {
  for (const char* token : {"https://evil.example/x", "http://wps.example/api/hubs/chat",
                            "https://wps.example:8443/x", "https://u:p@wps.example/x"}) {
    ListOptions options;
    options.ContinuationToken = token;
    ExpectRefused("options.ContinuationToken", [&] { (void)List(options); });
  }
  EXPECT_TRUE(Urls().empty());
}

// ---- Links

struct LinkRow {
  std::string Name;
  /// JSON, or empty if the page has no link.
  std::string NextLink;
  /// The URL of the second page, or empty if there is none.
  std::string Expected;
};

void PrintTo(const LinkRow& row, std::ostream* out) { *out << row.Name; }

class NextLink : public Paging, public ::testing::WithParamInterface<LinkRow> {};

TEST_P(NextLink, LeadsToTheNextPage) {
  WillRespondWithPage({"a"}, GetParam().NextLink);
  Texts ids = {"a"};
  Texts urls = {FirstUrl};
  if (!GetParam().Expected.empty()) {
    WillRespondWithPage({"b"});
    ids.emplace_back("b");
    urls.push_back(GetParam().Expected);
  }
  EXPECT_EQ(IdsOf(List()), ids);
  EXPECT_EQ(Urls(), urls);
}

INSTANTIATE_TEST_SUITE_P(
    All, NextLink,
    ::testing::Values(
        LinkRow{"Absent", "", ""}, LinkRow{"Null", "null", ""}, LinkRow{"Empty", R"("")", ""},
        LinkRow{"Absolute", Quoted(SecondUrl), SecondUrl},
        LinkRow{"Query", R"("?continuationToken=2&api-version=2024-12-01")", SecondUrl},
        LinkRow{
            "AbsolutePath",
            R"("/api/hubs/chat/groups/room/connections?continuationToken=2&api-version=2024-12-01")",
            SecondUrl},
        LinkRow{"RelativePath", R"("connections?continuationToken=2&api-version=2024-12-01")",
                SecondUrl},
        LinkRow{
            "NetworkPath",
            R"("//wps.example/api/hubs/chat/groups/room/connections?continuationToken=2&api-version=2024-12-01")",
            SecondUrl},
        LinkRow{"DefaultPort", R"("https://wps.example:443/api/x?y=1")",
                "https://wps.example/api/x?y=1"},
        LinkRow{"UpperCase", R"("HTTPS://WPS.Example/api/X?y=1")", "https://wps.example/api/X?y=1"},
        LinkRow{"EscapesStay", R"("https://wps.example/api/a%2Fb?t=c%2B2%2f")",
                "https://wps.example/api/a%2Fb?t=c%2B2%2f"}),
    [](const auto& test) { return test.param.Name; });

class ForeignLink : public Paging, public ::testing::WithParamInterface<LinkRow> {};

// Otherwise, the token would go to another server.
TEST_P(ForeignLink, IsNotFollowed) {
  WillRespondWithPage({"a"}, GetParam().NextLink);
  const auto pages = List().AsPages();
  EXPECT_THROW((void)pages.begin(), InvalidResponseException);
  EXPECT_EQ(Urls().size(), 1U);
}

TEST_P(ForeignLink, IsNotFollowedWithABearerTokenEither) {
  WillRespondWithPage({"a"}, GetParam().NextLink);
  const auto list = MakeTokenClient().ListConnectionsInGroup("room");
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
  EXPECT_EQ(Urls().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    All, ForeignLink,
    ::testing::Values(LinkRow{"Host", R"("https://evil.example/api/x")", ""},
                      LinkRow{"SubDomain", R"("https://wps.example.evil.example/api/x")", ""},
                      LinkRow{"NetworkPath", R"("//evil.example/api/x")", ""},
                      LinkRow{"Port", R"("https://wps.example:8443/api/x")", ""},
                      LinkRow{"Scheme", R"("http://wps.example/api/x")", ""},
                      LinkRow{"SchemeAndPort", R"("http://wps.example:443/api/x")", ""},
                      LinkRow{"User", R"("https://u@wps.example/api/x")", ""},
                      LinkRow{"UserAndPassword", R"("https://u:p@wps.example/api/x")", ""},
                      LinkRow{"HostAsUser", R"("https://wps.example@evil.example/api/x")", ""},
                      LinkRow{"Backslashes", R"("https:\\\\evil.example\\api")", ""},
                      LinkRow{"OtherScheme", R"("ftp://wps.example/api/x")", ""},
                      LinkRow{"File", R"("file:///etc/passwd")", ""},
                      LinkRow{"Line", R"("https://wps.example/api/x\r\nX-Evil: 1")", ""},
                      LinkRow{"Nul", R"("https://wps.example/\u0000x")", ""},
                      LinkRow{"Fragment", R"("https://wps.example/api/x#y")", ""},
                      LinkRow{"NoUrl", R"("https://[")", ""}),
    [](const auto& test) { return test.param.Name; });

TEST_F(Paging, StaysBelowTheBasePath) {
  WillRespondWithPage({"a"}, Quoted("https://wps.example/other/x"));
  const auto list =
      MakeClient({}, "chat", "https://wps.example/base").ListConnectionsInGroup("room");
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
  WillRespondWithPage({"a"}, Quoted("https://wps.example/base/../other/x"));
  EXPECT_THROW((void)list.begin(), InvalidResponseException);
  WillRespondWithPage({"a"}, Quoted("https://wps.example/base/x"));
  WillRespondWithPage({"b"});
  EXPECT_EQ(IdsOf(list), (Texts{"a", "b"}));
}

TEST_F(Paging, ContinuesThroughTheReverseProxy) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://proxy.example/awps";
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  WillRespondWithPage({"b"});
  IdsOf(MakeClient(options).ListConnectionsInGroup("room"));
  EXPECT_EQ(Urls().back(),
            "https://proxy.example/awps/api/hubs/chat/groups/room/connections"
            "?continuationToken=2&api-version=2024-12-01");
}

TEST_F(Paging, RefusesAPageThatLinksToItself) {
  for (const std::string& link :
       {std::string(FirstUrl), std::string("?api-version=2024-12-01"),
        std::string("https://wps.example:443/api/hubs/chat/groups/room/connections"
                    "?api-version=2024-12-01")}) {
    WillRespondWithPage({"a"}, Quoted(link));
    EXPECT_THROW((void)List().begin(), InvalidResponseException) << link;
  }
  EXPECT_EQ(Urls().size(), 3U);
}

// ---- Invalid pages

struct BodyRow {
  std::string Name;
  std::string Body;
};

void PrintTo(const BodyRow& row, std::ostream* out) { *out << row.Name; }

class NoPage : public Paging, public ::testing::WithParamInterface<BodyRow> {};

TEST_P(NoPage, IsAnErrorThatNamesThePage) {
  Transport->WillRespond(200, {{"Content-Type", "application/json"}}, GetParam().Body);
  try {
    (void)List().begin();
    ADD_FAILURE() << "accepted as a page";
  } catch (const InvalidResponseException& exception) {
    EXPECT_NE(std::string(exception.what()).find("page"), std::string::npos) << exception.what();
    EXPECT_EQ(exception.Attempts(), 1);
  }
  EXPECT_EQ(Urls().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    All, NoPage,
    ::testing::Values(
        BodyRow{"Empty", ""}, BodyRow{"Text", "OK"}, BodyRow{"Html", "<html>Sign in</html>"},
        BodyRow{"CutShort", R"({"value":[{"connectionId":"a"})"}, BodyRow{"Null", "null"},
        BodyRow{"Array", R"([{"connectionId":"a"}])"}, BodyRow{"NoValue", "{}"},
        BodyRow{"NullValue", R"({"value":null})"}, BodyRow{"ObjectValue", R"({"value":{}})"},
        BodyRow{"TextMember", R"({"value":["a"]})"}, BodyRow{"NullMember", R"({"value":[null]})"},
        BodyRow{"NoConnectionId", R"({"value":[{"userId":"ann"}]})"},
        BodyRow{"NullConnectionId", R"({"value":[{"connectionId":null}]})"},
        BodyRow{"NumberConnectionId", R"({"value":[{"connectionId":1}]})"},
        BodyRow{"NumberUserId", R"({"value":[{"connectionId":"a","userId":1}]})"},
        BodyRow{"SecondMemberBroken", R"({"value":[{"connectionId":"a"},{}]})"},
        BodyRow{"NumberNextLink", R"({"value":[],"nextLink":1})"},
        BodyRow{"NotUtf8", "{\"value\":[{\"connectionId\":\"\xff\"}]}"},
        BodyRow{"SomethingAfter", R"({"value":[]} x)"}),
    [](const auto& test) { return test.param.Name; });

// ---- Failures between pages

TEST_F(Paging, FailsWhereThePageFails) {
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  Transport->WillRespond(404, {}, R"({"code":"Warning.Group.NotExisted","message":"gone"})");
  const auto list = List();
  auto member = list.begin();
  EXPECT_EQ(member->ConnectionId, "a");
  try {
    ++member;
    ADD_FAILURE() << "no exception";
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(exception.Status(), 404);
    EXPECT_EQ(exception.ErrorCode(), "Warning.Group.NotExisted");
  }
}

TEST_F(Paging, MayContinueWhereAPageFailed) {
  WillRespondWithPage({"a", "b"}, Quoted(SecondUrl));
  Transport->WillRespond(404);
  WillRespondWithPage({}, Quoted("?page=3"));
  Transport->WillRespond(404);
  WillRespondWithPage({}, Quoted("?page=3"));
  WillRespondWithPage({"c"});
  const auto list = List();
  auto member = list.begin();
  ++member;
  EXPECT_THROW(++member, RequestFailedException);
  EXPECT_EQ(member->ConnectionId, "b");
  EXPECT_THROW(++member, RequestFailedException);
  EXPECT_EQ(member->ConnectionId, "b");
  ++member;
  EXPECT_EQ(member->ConnectionId, "c");
  EXPECT_TRUE(++member == list.end());
}

TEST_F(Paging, RefusesAnInvalidSecondPage) {
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  Transport->WillRespond(200, {}, "{}");
  const auto list = List();
  auto member = list.begin();
  EXPECT_THROW(++member, InvalidResponseException);
}

TEST_F(Paging, RetriesEveryPageByItself) {
  Transport->WillRespond(503);
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  Transport->WillRespond(503);
  Transport->WillRespond(503);
  WillRespondWithPage({"b"});
  EXPECT_EQ(IdsOf(List()), (Texts{"a", "b"}));
  EXPECT_EQ(Urls(), (Texts{FirstUrl, FirstUrl, SecondUrl, SecondUrl, SecondUrl}));
}

TEST_F(Paging, EndsWithItsContextBetweenPages) {
  const Context context = Context::Cancellable();
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  const auto list = List({}, context);
  auto member = list.begin();
  context.Cancel();
  EXPECT_THROW(++member, OperationCancelledException);
  EXPECT_EQ(Urls().size(), 1U);
}

TEST_F(Paging, EndsAtItsDeadlineBetweenPages) {
  const Context context = Context::WithDeadline(Environment.SteadyNow() + std::chrono::seconds(10));
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  const auto list = List({}, context);
  auto member = list.begin();
  Environment.Advance(std::chrono::seconds(11));
  EXPECT_THROW(++member, OperationCancelledException);
  EXPECT_EQ(Urls().size(), 1U);
}

TEST_F(Paging, SendsTheContextsRequestIdWithEveryPage) {
  WillRespondWithPage({"a"}, Quoted(SecondUrl));
  WillRespondWithPage({"b"});
  IdsOf(List({}, Context().WithClientRequestId("my-id")));
  for (const HttpRequest& request : Transport->Requests()) {
    EXPECT_EQ(request.Headers().Get("x-ms-client-request-id"), "my-id");
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
