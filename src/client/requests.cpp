#include "client/requests.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <utility>

#include "core/arguments.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

namespace {

std::string UrlOfHubAt(const std::string& serviceUrl, std::string_view hub) {
  return UrlBuilder(serviceUrl).Literal("/api/hubs/").Name(hub).Take();
}

}  // namespace

HubAddress::HubAddress(const Detail::Endpoint& endpoint, std::string_view hub,
                       ServiceVersion version, const Detail::Endpoint& destination, Log log)
    : Endpoint(endpoint),
      ServiceUrl(endpoint.Url()),
      Hub(hub),
      Version(version),
      HubUrl(UrlOfHubAt(ServiceUrl, hub)),
      VersionParameter("api-version=" + std::string(ToString(version))),
      Destination(destination),
      SlashWarning(std::move(log)) {}

HubAddress HubAddress::WithHub(std::string_view hub) const {
  HubAddress other = *this;
  other.Hub = hub;
  other.HubUrl = UrlOfHubAt(ServiceUrl, hub);
  return other;
}

UrlBuilder UrlOfHub(const HubAddress& hub) { return UrlBuilder(hub.HubUrl); }

UrlBuilder& AddGroup(UrlBuilder& url, const HubAddress& hub, std::string_view group) {
  CheckGroup(group, "group");
  hub.SlashWarning.OnGroupInPath(group);
  return url.Literal("/groups/").Name(group);
}

UrlBuilder& AddUser(UrlBuilder& url, std::string_view userId) {
  CheckNameInPath(userId, "userId", "userId");
  return url.Literal("/users/").Name(userId);
}

UrlBuilder& AddConnection(UrlBuilder& url, std::string_view connectionId) {
  CheckNameInPath(connectionId, "connectionId", "connectionId");
  return url.Literal("/connections/").Name(connectionId);
}

UrlBuilder UrlOfGroup(const HubAddress& hub, std::string_view group) {
  UrlBuilder url = UrlOfHub(hub);
  AddGroup(url, hub, group);
  return url;
}

UrlBuilder UrlOfUser(const HubAddress& hub, std::string_view userId) {
  UrlBuilder url = UrlOfHub(hub);
  AddUser(url, userId);
  return url;
}

UrlBuilder UrlOfConnection(const HubAddress& hub, std::string_view connectionId) {
  UrlBuilder url = UrlOfHub(hub);
  AddConnection(url, connectionId);
  return url;
}

UrlBuilder& AddApiVersion(UrlBuilder& url, const HubAddress& hub) {
  return url.LiteralQuery(hub.VersionParameter);
}

OperationRequest MakeRequest(std::string_view name, HttpMethod method, std::string url,
                             int successStatus) {
  Require(url.size() <= LongestUrl, name,
          "its arguments make a URL that is longer than 64 KiB; the service takes about 8 KiB");
  OperationRequest request{name, HttpRequest(method, std::move(url)), successStatus};
  // With the id, the User-Agent and the authorization, which the pipeline adds.
  constexpr std::size_t UsualHeaders = 5;
  request.Request.Headers().Reserve(UsualHeaders);
  // The service's pages and errors are JSON; a response to HEAD has no body.
  if (method != HttpMethod::Head) {
    ValidFields(request.Request.Headers()).Append("Accept", "application/json");
  }
  return request;
}

OperationRequest MakeRequest(std::string_view name, HttpMethod method, const HubAddress& hub,
                             UrlBuilder& url, int successStatus) {
  return MakeRequest(name, method, AddApiVersion(url, hub).Take(), successStatus);
}

Operation<ValueResponse<bool>> MakeExistenceCheck(std::string_view name, const HubAddress& hub,
                                                  UrlBuilder& url) {
  OperationRequest request = MakeRequest(name, HttpMethod::Head, hub, url, Ok);
  request.NotFoundIsSuccess = true;
  return {std::move(request), Readers::Exists};
}

void SetContent(OperationRequest& request, const RequestContent& content) {
  ValidFields(request.Request.Headers()).Append("Content-Type", content.ContentType());
  request.Request.SetBody(content.SharedBytes());
}

void CheckVersion(const HubAddress& hub, ServiceVersion needed, std::string_view feature) {
  if (hub.Version >= needed) return;
  RefuseArgument(feature, std::string("needs the service version ")
                              .append(ToString(needed))
                              .append(" or later; this client uses ")
                              .append(ToString(hub.Version)));
}

namespace Readers {

Response Raw(CallResult result) { return std::move(result.RawResponse); }

ValueResponse<bool> Exists(CallResult result) {
  const bool exists = result.RawResponse.Status() == 200;
  return {std::move(result.RawResponse), exists};
}

void Refuse(const CallResult& result, const std::string& reason) {
  throw InvalidResponseException(
      reason + " [client request id " + result.RawResponse.ClientRequestId() + "]", true,
      result.Attempts);
}

}  // namespace Readers

}  // namespace Azure::Messaging::WebPubSub::Detail
