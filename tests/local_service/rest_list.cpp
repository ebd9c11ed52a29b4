#include <nlohmann/json.hpp>

#include <algorithm>

#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t MaxPageSize = 200;
constexpr std::int64_t MaxTop = 2147483647;
constexpr std::size_t MaxContinuationTokenSize = 2048;

// Identifies the hub, the group and the last connection of the previous page.
std::string MakeContinuationToken(const RestCall& call, const std::string& lastId) {
  return EncodeBase64Url(nlohmann::json::array({call.HubName(), call.Name("group"), lastId})
                             .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

// The id of the last connection of the previous page; empty for the first page.
std::string ReadContinuationToken(const RestCall& call) {
  const auto given = call.Parameters("continuationToken");
  if (given.empty()) return {};
  const std::string& token = given.front();
  const auto text = DecodeBase64Url(token);
  const auto parts = nlohmann::json::parse(text.value_or(""), nullptr, false);
  if (!parts.is_array() || parts.size() != 3 || !parts[2].is_string() ||
      MakeContinuationToken(call, parts[2].get<std::string>()) != token) {
    FailBadRequest("Invalid continuationToken.", "continuationToken");
  }
  return parts[2].get<std::string>();
}

std::string NextLink(const RestCall& call, const std::string& lastId,
                     std::optional<std::int64_t> pageSize, std::optional<std::int64_t> top) {
  const bool isSecure = !call.Context().Options.TlsCertificateFile.empty();
  std::string link = (isSecure ? "https://" : "http://") + call.Request().Host +
                     EncodePath(DecodePathSegment(call.Request().Path())) +
                     "?api-version=2024-12-01";
  if (pageSize) link += "&maxpagesize=" + std::to_string(*pageSize);
  link += "&continuationToken=" + MakeContinuationToken(call, lastId);
  if (top) link += "&top=" + std::to_string(*top);
  return link;
}

ordered_json Describe(const Connection& connection) {
  ordered_json member;
  member["connectionId"] = connection.Id;
  member["userId"] = connection.UserId ? ordered_json(*connection.UserId) : ordered_json();
  return member;
}

}  // namespace

RestResponse ListConnectionsInGroup(const RestCall& call) {
  const auto pageSize = call.Number("maxpagesize", {1, MaxPageSize});
  // Unlike an empty maxpagesize, an empty top is found only after the token is checked.
  const bool hasEmptyTop = !call.Parameters("top").empty() && IsBlank(call.Parameter("top"));
  std::optional<std::int64_t> top;
  if (!hasEmptyTop) top = call.Number("top", {1, MaxTop});
  if (call.Parameter("continuationToken").size() > MaxContinuationTokenSize) {
    FailBadRequest("Invalid continuationToken.");
  }
  call.Authorize();
  if (hasEmptyTop) FailBadRequest("Invalid top.", "top");
  for (const char* name : {"maxpagesize", "top", "continuationToken"}) call.CheckNotRepeated(name);
  const std::string after = ReadContinuationToken(call);
  const Hub::Condition isMember = call.InGroup();
  const auto members = call.TargetHub().Select(
      [&](const Connection& one) { return isMember(one) && one.Id > after; });
  const auto size = std::min<std::int64_t>({pageSize.value_or(MaxPageSize), top.value_or(MaxTop),
                                            static_cast<std::int64_t>(members.size())});

  ordered_json page;
  page["value"] = ordered_json::array();
  for (std::int64_t i = 0; i < size; ++i) {
    page["value"].push_back(Describe(*members[static_cast<std::size_t>(i)]));
  }
  page["nextLink"] = nullptr;
  const bool isLast = size == static_cast<std::int64_t>(members.size()) || size == top;
  if (!isLast) {
    page["nextLink"] = NextLink(call, members[static_cast<std::size_t>(size) - 1]->Id, pageSize,
                                top ? std::optional(*top - size) : std::nullopt);
  }
  return JsonResponse(page.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
