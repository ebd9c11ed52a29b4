#include <azure/messaging/webpubsub/client.hpp>

#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"
#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail {
namespace {

using MembersPage = Page<WebPubSubGroupMember>;
using FetchedPage = PageRange<WebPubSubGroupMember>::Fetched;

constexpr const char* Name = "ListConnectionsInGroup";
constexpr int LargestPage = 200;

void CheckRange(const std::optional<int>& value, int limit, std::string_view parameter) {
  Require(!value || (*value >= 1 && *value <= limit), parameter,
          "must be 1 to " + std::to_string(limit));
}

/// The URLs of a list's pages, in their order, to find links that lead back. Copies of an iterator
/// share it, and may be at different pages.
class PageUrls {
 public:
  /// Whether a link of a page leads to that page or to an earlier one.
  bool LeadsBack(const std::string& url, std::size_t page, const std::string& link) {
    const std::lock_guard lock(mutex_);
    pages_.emplace(url, page);
    const auto known = pages_.find(link);
    return known != pages_.end() && known->second <= page;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> pages_;
};

/// Where a list is.
struct Position {
  std::string Url;
  std::optional<int> MaxCount;  // of this page and those behind it
  std::size_t Page = 0;
  std::shared_ptr<PageUrls> Urls = std::make_shared<PageUrls>();
};

struct PageAndNext {
  MembersPage Page;
  std::optional<Position> Next;
};

// The absolute URL that a link leads to, checked once, here: a page's continuation token can be
// requested as it is. A gateway may have rewritten the link to itself.
std::optional<std::string> ResolveLink(const HubAddress& hub, const std::string& url,
                                       const std::string& link) {
  const std::string gateway = hub.Destination.Url();
  if (gateway != hub.ServiceUrl) {
    const std::string base = gateway + url.substr(hub.ServiceUrl.size());
    const auto below = ResolveBelow(hub.Destination, base, link);
    constexpr std::string_view Api = "/api/";
    if (below && EqualsIgnoringCase(below->substr(gateway.size(), Api.size()), Api)) {
      return hub.ServiceUrl + below->substr(gateway.size());
    }
  }
  return ResolveBelow(hub.Endpoint, url, link);
}

std::string NextUrl(const CallResult& result, const HubAddress& hub, const Position& position,
                    const std::string& link) {
  auto next = ResolveLink(hub, position.Url, link);
  if (!next) Readers::Refuse(result, "the page's nextLink leads away from the service's endpoint");
  if (next->size() > LongestUrl) {
    Readers::Refuse(result, "the page's nextLink is longer than 64 KiB");
  }
  if (position.Urls->LeadsBack(position.Url, position.Page, *next)) {
    Readers::Refuse(result, "the page's nextLink leads back to a page of this list");
  }
  return *std::move(next);
}

PageAndNext ReadPage(CallResult result, const HubAddress& hub, const Position& position) {
  auto page = ReadMemberPage(result.RawResponse.Body());
  if (!page) Readers::Refuse(result, "the response is not a page of group members");
  std::string nextUrl;
  if (!page->NextLink.empty()) nextUrl = NextUrl(result, hub, position, page->NextLink);

  std::optional<int> left;
  if (position.MaxCount) {
    const auto most = static_cast<std::size_t>(*position.MaxCount);
    if (page->Members.size() >= most) {
      page->Members.resize(most);
      nextUrl.clear();
    }
    left = *position.MaxCount - static_cast<int>(page->Members.size());
  }
  std::optional<Position> next;
  if (!nextUrl.empty()) next = Position{nextUrl, left, position.Page + 1, position.Urls};
  return {MembersPage(std::move(page->Members), std::move(nextUrl), std::move(result.RawResponse)),
          std::move(next)};
}

Operation<PageAndNext> GetPage(const std::shared_ptr<const ClientState>& client,
                               const Position& position) {
  return {MakeRequest(Name, HttpMethod::Get, position.Url, Ok),
          [client, position](CallResult result) {
            return ReadPage(std::move(result), client->Address, position);
          }};
}

std::string UrlOfFirstPage(const HubAddress& hub, std::string_view group,
                           const ListOptions& options) {
  CheckVersion(hub, ServiceVersion::V2024_12_01, Name);
  RefuseMovedFrom(options, "options");
  UrlBuilder url = UrlOfGroup(hub, group);
  url.Literal("/connections");
  CheckRange(options.MaxPageSize, LargestPage, "options.MaxPageSize");
  CheckRange(options.MaxCount, std::numeric_limits<int>::max(), "options.MaxCount");
  CheckText(options.ContinuationToken, "options.ContinuationToken");
  if (options.ContinuationToken.find("://") != std::string::npos) {
    auto link = ResolveLink(hub, hub.ServiceUrl, options.ContinuationToken);
    if (!link) RefuseArgument("options.ContinuationToken", "must not lead to another origin");
    return *std::move(link);
  }
  if (options.MaxPageSize) url.Query("maxpagesize", std::to_string(*options.MaxPageSize));
  if (options.MaxCount) url.Query("top", std::to_string(*options.MaxCount));
  url.OptionalQuery("continuationToken", options.ContinuationToken);
  return AddApiVersion(url, hub).Take();
}

/// The members of a group, page by page.
class MemberList {
 public:
  /// @throws std::invalid_argument for a bad argument.
  MemberList(std::shared_ptr<const ClientState> client, std::string_view group,
             const ListOptions& options, const Context& context)
      : client_(std::move(client)),
        next_(Position{UrlOfFirstPage(client_->Address, group, options), options.MaxCount}),
        context_(context) {
    (void)GetPage(client_, *next_);  // refuses a URL that is too long
  }

  /// Fetches the first page.
  [[nodiscard]] std::shared_ptr<const FetchedPage> FetchFirst() const {
    Position first = *next_;
    first.Urls = std::make_shared<PageUrls>();
    return Fetch(first);
  }

  /// Starts to fetch the page after the one of the last call that succeeded.
  static Future<std::optional<MembersPage>> StartNext(const std::shared_ptr<MemberList>& list) {
    using NextPage = std::optional<MembersPage>;
    if (!list->next_) return list->client_->Ready(NextPage());
    auto page = GetPage(list->client_, *list->next_);
    auto read = [read = std::move(page.Read), list](CallResult result) {
      PageAndNext got = read(std::move(result));
      list->next_ = std::move(got.Next);
      return NextPage(std::move(got.Page));
    };
    return list->client_->Start(Operation<NextPage>(std::move(page), std::move(read)),
                                list->context_);
  }

 private:
  [[nodiscard]] std::shared_ptr<const FetchedPage> Fetch(const Position& position) const {
    PageAndNext got = client_->Call(GetPage(client_, position), context_);
    auto page = std::make_shared<FetchedPage>(std::move(got.Page));
    if (got.Next) {
      page->Next = [list = *this, next = *std::move(got.Next)] { return list.Fetch(next); };
    }
    return page;
  }

  std::shared_ptr<const ClientState> client_;
  std::optional<Position> next_;
  Context context_;
};

}  // namespace
}  // namespace Detail

Pageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroup(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return Pageable<WebPubSubGroupMember>(
      [list = Detail::MemberList(state_.Shared(), group, options, context)] {
        return list.FetchFirst();
      });
}

AsyncPageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroupAsync(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return AsyncPageable<WebPubSubGroupMember>(
      [list = std::make_shared<Detail::MemberList>(state_.Shared(), group, options, context)] {
        return Detail::MemberList::StartNext(list);
      });
}

}  // namespace Azure::Messaging::WebPubSub
