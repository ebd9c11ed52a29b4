#include "local_service/rest_api.hpp"

#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/rest_routes.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

std::string VersionList() {
  std::string list;
  for (const char* version : ApiVersions) list += (list.empty() ? "" : ", ") + std::string(version);
  return list;
}

RestResponse Run(const RestRequest& request, const RestRoute& route, const RestContext& context) {
  try {
    const RestCall call(request, route, context);
    call.CheckVersion();
    call.CheckNames();
    return route.Operation(call);
  } catch (const RestFailure& failure) {
    return failure.Response;
  }
}

}  // namespace

RestResponse Operations::Health(const RestCall&) {
  RestResponse response = EmptyResponse(200);
  response.NamesVersions = false;
  return response;
}

RestResponse RestApi::Handle(const RestRequest& request) {
  const auto found = FindRoute(request.Method, request.Path());
  if (std::holds_alternative<UnknownPath>(found)) return EmptyResponse(404);
  if (const auto* wrong = std::get_if<WrongMethod>(&found)) {
    RestResponse response = EmptyResponse(405);
    response.Headers = {{"Allow", wrong->Allowed}};
    return response;
  }
  RestResponse response =
      Run(request, std::get<RestRoute>(found), {options_, tokens_, hubs_, now_()});
  // The web server responds to internal errors of the service, and it doesn't know the versions.
  if (response.NamesVersions && response.Status != 500) {
    response.Headers.emplace_back("api-supported-versions", VersionList());
  }
  return response;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
