#include <azure/messaging/webpubsub/client.hpp>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "client/client_state.hpp"
#include "core/arguments.hpp"
#include "json/response_bodies.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail {
namespace {

using MembersPage = Page<WebPubSubGroupMember>;

constexpr const char* Name = "ListConnectionsInGroup";
constexpr int LargestPage = 200;

void CheckRange(const std::optional<int>& value, int limit, std::string_view parameter) {
  Require(!value || (*value >= 1 && *value <= limit), parameter,
          "must be 1 to " + std::to_string(limit));
}

// The link to the next page, checked once, here: a page's continuation token can be requested as it
// is.
std::string NextLink(const CallResult& result, const std::string& url, const HubAddress& hub,
                     const std::string& link) {
  if (link.empty()) return {};
  auto next = ResolveBelow(hub.Endpoint, url, link);
  if (!next) Readers::Refuse(result, "the page's nextLink leads away from the service's endpoint");
  if (*next == url) Readers::Refuse(result, "the page's nextLink leads to itself");
  return *std::move(next);
}

/// The page at a URL.
Operation<MembersPage> GetPage(const std::shared_ptr<const ClientState>& client,
                               const std::string& url) {
  return {MakeRequest(Name, HttpMethod::Get, url, Ok), [client, url](CallResult result) {
            auto page = ReadMemberPage(result.RawResponse.Body());
            if (!page) Readers::Refuse(result, "the response is not a page of group members");
            std::string next = NextLink(result, url, client->Address, page->NextLink);
            return MembersPage(std::move(page->Members), std::move(next),
                               std::move(result.RawResponse));
          }};
}

std::string UrlOfFirstPage(const HubAddress& hub, std::string_view group,
                           const ListOptions& options) {
  CheckVersion(hub, ServiceVersion::V2024_12_01, Name);
  UrlBuilder url = UrlOfGroup(hub, group);
  url.Literal("/connections");
  CheckRange(options.MaxPageSize, LargestPage, "options.MaxPageSize");
  CheckRange(options.MaxCount, std::numeric_limits<int>::max(), "options.MaxCount");
  CheckText(options.ContinuationToken, "options.ContinuationToken");
  if (options.ContinuationToken.find("://") != std::string::npos) {
    auto link = ResolveBelow(hub.Endpoint, hub.ServiceUrl, options.ContinuationToken);
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
        firstPage_(GetPage(client_, UrlOfFirstPage(client_->Address, group, options))),
        context_(context) {}

  /// @param continuationToken of the page before; empty for the first page.
  [[nodiscard]] MembersPage Fetch(const std::string& continuationToken) const {
    return client_->Call(PageAt(continuationToken), context_);
  }

  /// The page after the one of the last call that succeeded.
  Future<std::optional<MembersPage>> StartNext() {
    using NextPage = std::optional<MembersPage>;
    if (position_->IsEnd) return client_->Ready(NextPage());
    auto page = PageAt(position_->ContinuationToken);
    auto read = [read = std::move(page.Read), position = position_](CallResult result) {
      NextPage next = read(std::move(result));
      position->ContinuationToken = next->ContinuationToken;
      position->IsEnd = next->ContinuationToken.empty();
      return next;
    };
    return client_->Start(Operation<NextPage>(std::move(page), std::move(read)), context_);
  }

 private:
  struct Position {
    std::string ContinuationToken;
    bool IsEnd = false;
  };

  [[nodiscard]] Operation<MembersPage> PageAt(const std::string& continuationToken) const {
    if (continuationToken.empty()) return firstPage_;
    return GetPage(client_, continuationToken);
  }

  std::shared_ptr<const ClientState> client_;
  Operation<MembersPage> firstPage_;
  Context context_;
  std::shared_ptr<Position> position_ = std::make_shared<Position>();
};

}  // namespace
}  // namespace Detail

Pageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroup(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return Pageable<WebPubSubGroupMember>(
      [list = Detail::MemberList(state_, group, options, context)](
          const std::string& continuationToken) { return list.Fetch(continuationToken); });
}

AsyncPageable<WebPubSubGroupMember> WebPubSubServiceClient::ListConnectionsInGroupAsync(
    std::string_view group, const ListOptions& options, const Context& context) const {
  return AsyncPageable<WebPubSubGroupMember>(
      [list = Detail::MemberList(state_, group, options, context)]() mutable {
        return list.StartNext();
      });
}

}  // namespace Azure::Messaging::WebPubSub
