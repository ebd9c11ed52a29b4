#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <string>
#include <string_view>

#include "client/group_names.hpp"
#include "http/request_limits.hpp"
#include "pipeline/operation.hpp"
#include "url/endpoint.hpp"
#include "url/url_builder.hpp"

// What all operations are made of: requests, and how their responses are read. Each function with a
// name as an argument checks it, and throws std::invalid_argument with the parameter and the rule.
namespace Azure::Messaging::WebPubSub::Detail {

/// What every operation of a client is addressed to.
struct HubAddress {
  Detail::Endpoint Endpoint;
  /// The endpoint's URL, normalised.
  std::string ServiceUrl;
  std::string Hub;
  ServiceVersion Version;
  /// `<endpoint>/api/hubs/<hub>`
  std::string HubUrl;
  /// The query parameter of every request: `api-version=<version>`
  std::string VersionParameter;
  /// Where the requests go: the reverse proxy, or the endpoint.
  Detail::Endpoint Destination;
  Detail::SlashWarning SlashWarning;

  /// @param log for warnings about arguments.
  HubAddress(const Detail::Endpoint& endpoint, std::string_view hub, ServiceVersion version,
             const Detail::Endpoint& destination, Log log);

  /// The same for another hub. Both warn about slashes once.
  [[nodiscard]] HubAddress WithHub(std::string_view hub) const;
};

/// The success statuses of the REST API.
constexpr int Ok = 200;
constexpr int Accepted = 202;
constexpr int NoContent = 204;

/// Each adds the literal before the name too: `/groups/room`.
UrlBuilder& AddGroup(UrlBuilder& url, const HubAddress& hub, std::string_view group);
UrlBuilder& AddUser(UrlBuilder& url, std::string_view userId);
UrlBuilder& AddConnection(UrlBuilder& url, std::string_view connectionId);

UrlBuilder UrlOfHub(const HubAddress& hub);
UrlBuilder UrlOfGroup(const HubAddress& hub, std::string_view group);
UrlBuilder UrlOfUser(const HubAddress& hub, std::string_view userId);
UrlBuilder UrlOfConnection(const HubAddress& hub, std::string_view connectionId);

/// Adds the query parameter `api-version`.
UrlBuilder& AddApiVersion(UrlBuilder& url, const HubAddress& hub);

/// @throws std::invalid_argument for a URL over 64 KiB.
OperationRequest MakeRequest(std::string_view name, HttpMethod method, std::string url,
                             int successStatus);
/// With the query parameter `api-version` last.
OperationRequest MakeRequest(std::string_view name, HttpMethod method, const HubAddress& hub,
                             UrlBuilder& url, int successStatus);

/// An existence check: HEAD, where 404 means no.
Operation<ValueResponse<bool>> MakeExistenceCheck(std::string_view name, const HubAddress& hub,
                                                  UrlBuilder& url);

void SetContent(OperationRequest& request, const RequestContent& content);

/// Refuses a feature that the client's service version lacks, naming the version that it needs.
void CheckVersion(const HubAddress& hub, ServiceVersion needed, std::string_view feature);

/// How the responses to operations are read.
namespace Readers {

/// The response itself.
Response Raw(CallResult result);

/// 200 means yes, 404 means no.
ValueResponse<bool> Exists(CallResult result);

/// @throws InvalidResponseException for an unexpected success.
[[noreturn]] void Refuse(const CallResult& result, const std::string& reason);

}  // namespace Readers

}  // namespace Azure::Messaging::WebPubSub::Detail
