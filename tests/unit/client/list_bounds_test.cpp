// Where a list ends, whatever the service or a gateway sends: at MaxCount, at a link that leads
// back or away. In both forms.

#include <azure/messaging/webpubsub.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Texts = std::vector<std::string>;

constexpr const char* Members = "/api/hubs/chat/groups/room/connections";
constexpr const char* Version = "?api-version=2024-12-01";

/// What a list gave before it ended.
struct Listed {
  Texts Ids;
  Texts Tokens;
  bool Failed = false;
};

/// Both forms of a list.
struct BlockingList {
  static Listed All(const WebPubSubServiceClient& client, const ListOptions& options) {
    Listed listed;
    try {
      for (const auto& page : client.ListConnectionsInGroup("room", options).AsPages()) {
        for (const auto& member : page.Values) listed.Ids.push_back(member.ConnectionId);
        listed.Tokens.push_back(page.ContinuationToken);
      }
    } catch (const InvalidResponseException&) {
      listed.Failed = true;
    }
    return listed;
  }
};
struct AsyncList {
  static Listed All(const WebPubSubServiceClient& client, const ListOptions& options) {
    Listed listed;
    auto pages = client.ListConnectionsInGroupAsync("room", options);
    try {
      while (const auto page = pages.Next().Get()) {
        for (const auto& member : page->Values) listed.Ids.push_back(member.ConnectionId);
        listed.Tokens.push_back(page->ContinuationToken);
      }
    } catch (const InvalidResponseException&) {
      listed.Failed = true;
    }
    return listed;
  }
};

template <class Form>
class ListBounds : public ::testing::Test, protected ClientBench {
 protected:
  /// `nextLink` is a text; empty: none.
  void WillRespondWithPage(const Texts& ids, const std::string& nextLink = {}) {
    std::string body = R"({"value":[)";
    for (const std::string& id : ids) {
      if (body.back() != '[') body += ',';
      body += R"({"connectionId":")" + id + "\"}";
    }
    body += "]";
    if (!nextLink.empty()) body += R"(,"nextLink":")" + nextLink + '"';
    Transport->WillRespond(200, {{"Content-Type", "application/json"}}, body + "}");
  }

  Listed List(const ListOptions& options = {}) { return Form::All(MakeClient(), options); }

  /// Through a gateway.
  Listed ListThrough(const std::string& gateway,
                     const std::string& endpoint = "https://wps.example") {
    WebPubSubServiceClientOptions options;
    options.ReverseProxyEndpoint = gateway;
    return Form::All(MakeClient(options, "chat", endpoint), {});
  }
};
using ListForms = ::testing::Types<BlockingList, AsyncList>;
TYPED_TEST_SUITE(ListBounds, ListForms);

ListOptions AtMost(int count) {
  ListOptions options;
  options.MaxCount = count;
  return options;
}

// ---- MaxCount

TYPED_TEST(ListBounds, GivesNoMoreThanMaxCountOfAPage) {
  this->WillRespondWithPage({"a", "b", "c"});
  EXPECT_THAT(this->List(AtMost(2)).Ids, ElementsAre("a", "b"));
  this->WillRespondWithPage({"a", "b", "c"}, "?page=2");
  EXPECT_THAT(this->List(AtMost(1)).Ids, ElementsAre("a"));
  EXPECT_THAT(this->Urls(), SizeIs(2));
}

TYPED_TEST(ListBounds, GivesNoMoreThanMaxCountOfManyPages) {
  this->WillRespondWithPage({"a", "b"}, "?page=2");
  this->WillRespondWithPage({}, "?page=3");
  this->WillRespondWithPage({"c"}, "?page=4");
  this->WillRespondWithPage({"d", "e", "f"}, "?page=5");
  const Listed listed = this->List(AtMost(5));
  EXPECT_THAT(listed.Ids, ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_EQ(listed.Tokens.back(), "");
  EXPECT_THAT(this->Urls(), SizeIs(4));
}

TYPED_TEST(ListBounds, AsksForNoPageBehindMaxCount) {
  this->WillRespondWithPage({"a", "b"}, "?page=2");
  const Listed listed = this->List(AtMost(2));
  EXPECT_THAT(listed.Ids, ElementsAre("a", "b"));
  EXPECT_THAT(listed.Tokens, ElementsAre(""));
  EXPECT_THAT(this->Urls(), SizeIs(1));
}

TYPED_TEST(ListBounds, GivesWhatThereIsBelowMaxCount) {
  this->WillRespondWithPage({"a"}, "?page=2");
  this->WillRespondWithPage({"b"});
  EXPECT_THAT(this->List(AtMost(2147483647)).Ids, ElementsAre("a", "b"));
}

TYPED_TEST(ListBounds, CountsFromTheContinuationToken) {
  this->WillRespondWithPage({"c", "d", "e"}, "?page=3");
  ListOptions options = AtMost(2);
  options.ContinuationToken = std::string("https://wps.example") + Members + "?page=2";
  EXPECT_THAT(this->List(options).Ids, ElementsAre("c", "d"));
}

TYPED_TEST(ListBounds, LooksAtNoLinkBehindMaxCountTwice) {
  const auto client = this->MakeClient();
  for (int round = 0; round < 2; ++round) {
    this->WillRespondWithPage({"a", "b", "c"}, "?page=2");
    EXPECT_THAT(TypeParam::All(client, AtMost(3)).Ids, ElementsAre("a", "b", "c"));
  }
  EXPECT_THAT(this->Urls(), SizeIs(2));
}

// ---- Links that lead back

TYPED_TEST(ListBounds, EndsAtTwoLinksThatPointAtEachOther) {
  this->WillRespondWithPage({"a"}, "?page=2");
  this->WillRespondWithPage({"b"}, Version);
  const Listed listed = this->List();
  EXPECT_TRUE(listed.Failed);
  EXPECT_THAT(listed.Ids, ElementsAre("a"));
  EXPECT_THAT(this->Urls(), SizeIs(2));
}

TYPED_TEST(ListBounds, EndsAtTwoLaterLinksThatPointAtEachOther) {
  this->WillRespondWithPage({"a"}, "?page=2");
  this->WillRespondWithPage({"b"}, "?page=3");
  this->WillRespondWithPage({"c"}, "?page=2");
  const Listed listed = this->List();
  EXPECT_TRUE(listed.Failed);
  EXPECT_THAT(listed.Ids, ElementsAre("a", "b"));
  EXPECT_THAT(this->Urls(), SizeIs(3));
}

TYPED_TEST(ListBounds, EndsAtALinkThatLeadsBackInAnotherSpelling) {
  for (const std::string link :
       {"connections?page=2",
        "https://wps.example:443/api/hubs/chat/groups/room/connections?page=2",
        "HTTPS://WPS.EXAMPLE/api/hubs/chat/groups/room/connections?page=2",
        "../room/connections?page=2", "/api/hubs/chat/groups/room/connections?page=2"}) {
    this->WillRespondWithPage({"a"}, "?page=2");
    this->WillRespondWithPage({}, "?page=3");
    this->WillRespondWithPage({}, link);
    EXPECT_TRUE(this->List().Failed) << link;
  }
  EXPECT_THAT(this->Urls(), SizeIs(15));
}

TYPED_TEST(ListBounds, EndsAtALinkToItself) {
  this->WillRespondWithPage({"a"}, "?page=2");
  this->WillRespondWithPage({}, "?page=2");
  EXPECT_TRUE(this->List().Failed);
}

TYPED_TEST(ListBounds, EndsAtALinkThatIsTooLong) {
  this->WillRespondWithPage({"a"}, "?page=" + std::string(70000, '2'));
  EXPECT_TRUE(this->List().Failed);
  EXPECT_THAT(this->Urls(), SizeIs(1));
}

TYPED_TEST(ListBounds, IsLongIfItsLinksAllDiffer) {
  for (int page = 2; page < 300; ++page) {
    this->WillRespondWithPage({"m"}, "?page=" + std::to_string(page));
  }
  this->WillRespondWithPage({"m"});
  const Listed listed = this->List();
  EXPECT_FALSE(listed.Failed);
  EXPECT_THAT(listed.Ids, SizeIs(299));
}

// Copies of an iterator may be at different pages, and each page may be fetched again.
TEST(PageIterator, MayLagBehindItsCopy) {
  ClientBench bench;
  bench.Transport->Otherwise([](const HttpRequest& request, const Context&) {
    const std::string& url = request.Url();
    const char page = url.find("page=") == std::string::npos ? '1' : url.back();
    const std::string link =
        page == '4' ? "null" : std::string(R"("?page=)") + static_cast<char>(page + 1) + '"';
    return HttpResponse(200, {}, R"({"value":[],"nextLink":)" + link + "}");
  });
  const auto pages = bench.MakeClient().ListConnectionsInGroup("room").AsPages();
  auto ahead = pages.begin();
  auto behind = ahead;
  for (auto* iterator : {&ahead, &behind}) {
    int count = 1;
    while (++*iterator != pages.end()) ++count;
    EXPECT_EQ(count, 4);
  }
  EXPECT_THAT(bench.Urls(), SizeIs(7));
}

// ---- Links that a gateway has rewritten to itself

struct GatewayRow {
  std::string Name;
  std::string Gateway;
  std::string Link;
  /// The URL of the second request, at the gateway; empty if the link isn't followed.
  std::string Followed;
};

std::vector<GatewayRow> GatewayRows() {
  const std::string members = Members;
  const std::string apim = "https://apim.example/awps";
  const std::string second = apim + members + "?page=2";
  const std::string bare = "https://gw.example";
  return {
      {"Rewritten", apim, second, second},
      {"NotRewritten", apim, "https://wps.example" + members + "?page=2", second},
      {"DefaultPort", apim, "https://apim.example:443/awps" + members + "?page=2", second},
      {"UpperCase", apim, "HTTPS://APIM.Example/awps" + members + "?page=2", second},
      {"RewrittenPath", apim, "/awps" + members + "?page=2", second},
      {"Path", apim, members + "?page=2", second},
      {"Query", apim, "?page=2", second},
      {"RelativePath", apim, "connections?page=2", second},
      {"NetworkPath", apim, "//apim.example/awps" + members + "?page=2", second},
      {"SlashAtItsEnd", apim + "/", second, second},
      {"NoPath", bare, bare + members + "?page=2", bare + members + "?page=2"},
      {"PathOfTheApi", bare + "/api", bare + "/api" + members + "?page=2",
       bare + "/api" + members + "?page=2"},
      {"PathOfTheApiNotRewritten", bare + "/api", members + "?page=2",
       bare + "/api" + members + "?page=2"},
      {"PlainGateway", "http://10.0.0.7:8080", "http://10.0.0.7:8080" + members + "?page=2",
       "http://10.0.0.7:8080" + members + "?page=2"},
      {"OtherPath", apim, "https://apim.example/other" + members + "?page=2", ""},
      {"OtherHost", apim, "https://evil.example/awps" + members + "?page=2", ""},
      {"OtherPort", apim, "https://apim.example:8443/awps" + members + "?page=2", ""},
      {"OtherScheme", apim, "http://apim.example/awps" + members + "?page=2", ""},
      {"DotSegments", apim, "https://apim.example/awps/../other" + members + "?page=2", ""},
      {"User", apim, "https://u@apim.example/awps" + members + "?page=2", ""},
      {"LongerName", apim, "https://apim.example/awps2" + members + "?page=2", ""},
      {"NotTheApi", apim, "https://apim.example/awps/admin?page=2", ""},
  };
}

TYPED_TEST(ListBounds, FollowsLinksBelowTheGatewayOnly) {
  for (const GatewayRow& row : GatewayRows()) {
    SCOPED_TRACE(row.Name);
    const std::size_t before = this->Urls().size();
    this->WillRespondWithPage({"a"}, row.Link);
    if (!row.Followed.empty()) this->WillRespondWithPage({"b"});
    const Listed listed = this->ListThrough(row.Gateway);
    const auto urls = this->Urls();
    if (row.Followed.empty()) {
      EXPECT_TRUE(listed.Failed);
      EXPECT_THAT(urls, SizeIs(before + 1));
    } else {
      EXPECT_THAT(listed.Ids, ElementsAre("a", "b"));
      ASSERT_THAT(urls, SizeIs(before + 2));
      EXPECT_EQ(urls.back(), row.Followed);
    }
  }
}

// The request is signed for the service, and the token is one for the service's URL.
TYPED_TEST(ListBounds, MapsLinksOfTheGatewayBack) {
  this->WillRespondWithPage({"a"}, std::string("https://apim.example/awps") + Members + "?page=2");
  this->WillRespondWithPage({"b"});
  const Listed listed = this->ListThrough("https://apim.example/awps", "https://wps.example/base");
  EXPECT_EQ(listed.Tokens.at(0), std::string("https://wps.example/base") + Members + "?page=2");
  EXPECT_EQ(this->Urls().back(), std::string("https://apim.example/awps") + Members + "?page=2");
}

TYPED_TEST(ListBounds, ContinuesWithALinkOfTheGateway) {
  WebPubSubServiceClientOptions options;
  options.ReverseProxyEndpoint = "https://apim.example/awps";
  ListOptions resumed;
  for (const std::string origin : {"https://apim.example/awps", "https://wps.example"}) {
    resumed.ContinuationToken = origin + Members + "?page=2";
    this->WillRespondWithPage({"b"});
    EXPECT_THAT(TypeParam::All(this->MakeClient(options), resumed).Ids, ElementsAre("b"));
    EXPECT_EQ(this->Urls().back(), std::string("https://apim.example/awps") + Members + "?page=2");
  }
  resumed.ContinuationToken = "https://evil.example/awps/api/x";
  ExpectRefused("options.ContinuationToken",
                [&] { TypeParam::All(this->MakeClient(options), resumed); });
}

TYPED_TEST(ListBounds, EndsAtLinksOfTheGatewayThatPointAtEachOther) {
  const std::string apim = std::string("https://apim.example/awps") + Members;
  this->WillRespondWithPage({"a"}, apim + "?page=2");
  this->WillRespondWithPage({"b"}, apim + Version);
  EXPECT_TRUE(this->ListThrough("https://apim.example/awps").Failed);
  EXPECT_THAT(this->Urls(), SizeIs(2));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
