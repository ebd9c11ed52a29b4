#include "local_service/rest_call.hpp"

#include <algorithm>
#include <charconv>

#include "local_service/rest_api.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

RestCall::RestCall(const RestRequest& request, std::map<std::string, std::string> names,
                   const RestContext& context)
    : request_(request),
      names_(std::move(names)),
      context_(context),
      query_(ParseQuery(request.Query())) {}

std::string RestCall::HubName() const { return ToLower(Name("hub")); }

std::vector<std::string> RestCall::Parameters(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [each, value] : query_) {
    if (EqualsIgnoringCase(each, name)) values.push_back(value);
  }
  return values;
}

std::string RestCall::Parameter(std::string_view name) const {
  const auto values = Parameters(name);
  return values.empty() ? std::string() : values.front();
}

Hub::Condition RestCall::InGroup() const {
  return [this](const Connection& one) { return one.Groups.count(Name("group")) != 0; };
}

Hub::Condition RestCall::OfUser() const {
  return [this](const Connection& one) { return one.UserId == Name("user"); };
}

Hub::Condition RestCall::IsConnection() const {
  return [this](const Connection& one) { return one.Id == Name("connection"); };
}

Hub::Condition RestCall::NotExcluded() const {
  return [excluded = Parameters("excluded")](const Connection& one) {
    return std::find(excluded.begin(), excluded.end(), one.Id) == excluded.end();
  };
}

void RestCall::CheckVersion() const {
  const auto given = Parameters("api-version");
  if (given.empty()) return;
  const auto known = std::find(std::begin(ApiVersions), std::end(ApiVersions), given.front());
  if (given.size() > 1 || known == std::end(ApiVersions)) {
    FailBadRequest("The specified API version is not supported.", "api-version");
  }
}

void RestCall::CheckNames() const {
  for (const auto& [kind, name] : names_) {
    if (kind == "hub" && !IsHubName(name)) FailBadRequest("Invalid hub name.");
    if (IsBlank(name)) FailBadRequest("The " + kind + " field is required.");
    if (kind == "group" && !IsGroupName(name)) FailBadRequest("Invalid group name.");
  }
}

Credential RestCall::Authorize() const {
  constexpr std::string_view Scheme = "bearer ";
  const std::string_view header = request_.Header("authorization");
  const auto count =
      std::count_if(request_.Headers.begin(), request_.Headers.end(),
                    [](const auto& field) { return field.first == "authorization"; });
  if (count != 1 || !EqualsIgnoringCase(header.substr(0, Scheme.size()), Scheme)) {
    FailUnauthorized("The request has no bearer token");
  }
  const std::string_view token = header.substr(Scheme.size());
  const TokenTarget target{request_.Host, std::string(request_.Path()), true};
  if (context_.Tokens.Verify(token, target, context_.Now)) return Credential::AccessKey;
  if (context_.Options.AcceptsEntraTokens && context_.Tokens.LooksLikeEntra(token, context_.Now)) {
    return Credential::EntraToken;
  }
  FailUnauthorized("The token is not good for this request");
}

void RestCall::CheckLength() const {
  if (request_.Length == RestRequest::BodyLength::Good) return;
  RestAnswer answer =
      ErrorAnswer(400, "Error.BadRequest", "Invalid Content-Length header.", "Request");
  if (request_.Length == RestRequest::BodyLength::TooLarge) {
    answer.Status = context_.Options.TooLargeStatus;
  }
  throw RestFailure{std::move(answer)};
}

std::optional<std::int64_t> RestCall::Number(std::string_view name, std::int64_t least,
                                             std::int64_t most) const {
  const auto values = Parameters(name);
  if (values.empty()) return std::nullopt;
  const std::string invalid = "Invalid " + std::string(name) + ".";
  if (values.size() > 1) FailBadRequest(invalid, std::string(name));
  const std::string& text = values.front();
  if (text.empty()) FailBadRequest("The value '' is invalid.");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    FailBadRequest("The value '" + text + "' is not valid.");
  }
  if (number < least || number > most) FailBadRequest(invalid);
  return number;
}

std::string ConnectionNotFound(const std::string& id) {
  return "Connection `" + id + "` is not found.";
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
