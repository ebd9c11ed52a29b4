#include "local_service/rest_call.hpp"

#include <algorithm>
#include <charconv>

#include "local_service/rest_api.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

// Parses integers as .NET does: with surrounding blanks, with a sign, or in hexadecimal digits.
std::optional<std::int64_t> ParseInteger(std::string_view text) {
  text = TrimBlanks(text);
  const bool isHex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  if (isHex) {
    text.remove_prefix(2);
  } else if (text.size() > 1 && text[0] == '+' && text[1] != '-') {
    text.remove_prefix(1);
  }
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number, isHex ? 16 : 10);
  const bool isNumber = result.ec == std::errc() && result.ptr == end && !text.empty();
  return isNumber ? std::optional(number) : std::nullopt;
}

}  // namespace

RestCall::RestCall(const RestRequest& request, RestRoute route, const RestContext& context)
    : request_(request),
      route_(std::move(route)),
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
  for (const auto& [kind, name] : route_.Names) {
    if (kind == "hub" && !IsHubName(name)) FailBadRequest(std::string(route_.InvalidHubMessage));
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
  RestResponse response =
      ErrorResponse(400, "Error.BadRequest", "Invalid Content-Length header.", "Request");
  if (request_.Length == RestRequest::BodyLength::TooLarge) {
    response.Status = context_.Options.TooLargeStatus;
  }
  throw RestFailure{std::move(response)};
}

void RestCall::CheckNotRepeated(std::string_view name) const {
  if (Parameters(name).size() > 1) {
    FailBadRequest("Invalid " + std::string(name) + ".", std::string(name));
  }
}

std::optional<std::int64_t> RestCall::Number(std::string_view name, NumberRange range,
                                             const std::string& rangeError) const {
  const auto values = Parameters(name);
  if (values.empty()) return std::nullopt;
  const std::string& text = values.front();
  if (text.empty()) FailBadRequest("The value '' is invalid.");
  const auto number = ParseInteger(text);
  if (!number || *number < range.TypeMin || *number > range.TypeMax) {
    FailBadRequest("The value '" + text + "' is not valid.");
  }
  if (*number < range.Min || *number > range.Max) {
    FailBadRequest(rangeError.empty() ? "Invalid " + std::string(name) + "." : rangeError);
  }
  return number;
}

std::string ConnectionNotFound(const std::string& id) {
  return "Connection `" + id + "` is not found.";
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
