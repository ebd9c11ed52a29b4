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

RestAnswer Run(const RestRequest& request, const RestRoute& route, const RestContext& context) {
  try {
    const RestCall call(request, route, context);
    call.CheckVersion();
    call.CheckNames();
    return route.Operation(call);
  } catch (const RestFailure& failure) {
    return failure.Answer;
  }
}

}  // namespace

RestAnswer Operations::Health(const RestCall&) {
  RestAnswer answer = EmptyAnswer(200);
  answer.NamesVersions = false;
  return answer;
}

RestAnswer RestApi::Handle(const RestRequest& request) {
  const auto found = FindRoute(request.Method, request.Path());
  if (std::holds_alternative<UnknownPath>(found)) return EmptyAnswer(404);
  if (const auto* wrong = std::get_if<WrongMethod>(&found)) {
    RestAnswer answer = EmptyAnswer(405);
    answer.Headers = {{"Allow", wrong->Allowed}};
    return answer;
  }
  RestAnswer answer = Run(request, std::get<RestRoute>(found), {options_, tokens_, hubs_, now_()});
  // A fault of the service itself is answered by its web server, which knows no versions.
  if (answer.NamesVersions && answer.Status != 500) {
    answer.Headers.emplace_back("api-supported-versions", VersionList());
  }
  return answer;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
