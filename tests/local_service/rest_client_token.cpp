#include <nlohmann/json.hpp>

#include <algorithm>

#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

using nlohmann::ordered_json;

constexpr const char* KeyId = "local";
constexpr std::int64_t DefaultMinutes = 60;
constexpr std::int64_t MaxMinutes = 2147483647;

std::int64_t ReadMinutes(const RestCall& call) {
  return call
      .Number("minutesToExpire", {1, MaxMinutes},
              "The field minutesToExpire must be between 1 and 2147483647.")
      .value_or(DefaultMinutes);
}

void CheckClientType(const RestCall& call) {
  const std::string type = call.Parameter("clientType");
  if (EqualsIgnoringCase(type, "MQTT")) {
    FailNotImplemented("MQTT client tokens are not supported.");
  }
  if (!type.empty() && !EqualsIgnoringCase(type, "Default")) {
    FailBadRequest("Invalid clientType.", "clientType");
  }
}

// Adds one value as a text, several as an array.
void AddTexts(ordered_json& payload, const char* claim, const std::vector<std::string>& values) {
  if (values.empty()) return;
  payload[claim] = values.size() == 1 ? ordered_json(values.front()) : ordered_json(values);
}

std::string MakePayload(const RestCall& call, std::int64_t minutes) {
  const RestContext& context = call.Context();
  const bool isSecure = !context.Options.TlsCertificateFile.empty();
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(context.Now.time_since_epoch()).count();
  ordered_json payload;
  payload["aud"] =
      (isSecure ? "https://" : "http://") + call.Request().Host + "/client/hubs/" + call.HubName();
  payload["iss"] = "https://webpubsub.azure.com";
  payload["iat"] = now;
  payload["nbf"] = now;
  payload["exp"] = now + minutes * 60;
  const std::string user = call.Parameter("userId");
  if (!user.empty()) payload["sub"] = user;
  AddTexts(payload, "role", call.Parameters("role"));
  AddTexts(payload, "webpubsub.group", call.Parameters("group"));
  return payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

RestResponse GenerateClientToken(const RestCall& call) {
  const std::int64_t minutes = ReadMinutes(call);
  const bool isEntra = call.Authorize() == Credential::EntraToken;
  const ServiceOptions& options = call.Context().Options;
  if (!isEntra && !options.AccessKeyMayGenerateTokens) {
    FailUnauthorized("The token of an access key may not ask for client tokens");
  }
  for (const std::string& group : call.Parameters("group")) {
    if (!IsGroupName(group)) FailBadRequest("Invalid group name.", "group");
  }
  // The real service has this bug: it fails for an empty role.
  const auto roles = call.Parameters("role");
  if (std::find(roles.begin(), roles.end(), "") != roles.end()) return EmptyResponse(500);
  CheckClientType(call);
  const std::string token = SignToken(MakePayload(call, minutes), options.PrimaryKey, KeyId);
  return JsonResponse(ordered_json{{"token", token}}.dump());
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
