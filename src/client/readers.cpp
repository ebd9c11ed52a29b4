#include "client/readers.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include "json/member_page.hpp"
#include "json/token_response.hpp"

namespace Azure::Messaging::WebPubSub::Readers {
namespace {

[[noreturn]] void Refuse(const CallResult& result, const std::string& reason) {
  throw InvalidResponseException(
      reason + " [client request id " + result.RawResponse.ClientRequestId() + "]", true,
      result.Attempts);
}

std::string NextLink(const CallResult& result, const std::string& url, const HubAddress& hub,
                     const std::string& link) {
  if (link.empty()) return {};
  auto next = ResolveBelow(hub.Endpoint, url, link);
  if (!next) Refuse(result, "the page's nextLink leads away from the service's endpoint");
  if (*next == url) Refuse(result, "the page's nextLink leads to itself");
  return *std::move(next);
}

}  // namespace

Response Nothing(CallResult result) { return std::move(result.RawResponse); }

ValueResponse<bool> Exists(CallResult result) {
  const bool exists = result.RawResponse.Status() == 200;
  return {std::move(result.RawResponse), exists};
}

Page<WebPubSubGroupMember> Members(CallResult result, const std::string& url,
                                   const HubAddress& hub) {
  auto page = ReadMemberPage(result.RawResponse.Body());
  if (!page) Refuse(result, "the answer is not a page of group members");
  std::string next = NextLink(result, url, hub, page->NextLink);
  return {std::move(page->Members), std::move(next), std::move(result.RawResponse)};
}

std::string Token(const CallResult& result) {
  auto token = ReadTokenResponse(result.RawResponse.Body());
  if (!token) Refuse(result, "the answer holds no token");
  return *std::move(token);
}

}  // namespace Azure::Messaging::WebPubSub::Readers
