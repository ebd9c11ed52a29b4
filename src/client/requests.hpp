#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/options.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <string>
#include <string_view>

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

  HubAddress(const Detail::Endpoint& endpoint, std::string_view hub, ServiceVersion version);
};

/// The success statuses of the REST API.
constexpr int Ok = 200;
constexpr int Accepted = 202;
constexpr int NoContent = 204;

UrlBuilder UrlOfHub(const HubAddress& hub);
UrlBuilder UrlOfGroup(const HubAddress& hub, std::string_view group);
UrlBuilder UrlOfUser(const HubAddress& hub, std::string_view userId);
UrlBuilder UrlOfConnection(const HubAddress& hub, std::string_view connectionId);

/// Adds the query parameter `api-version`.
UrlBuilder& AddApiVersion(UrlBuilder& url, const HubAddress& hub);

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
