#include "client/operations.hpp"

#include <limits>

#include "client/client_access.hpp"
#include "client/request_url.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"
#include "json/group_change.hpp"

namespace Azure::Messaging::WebPubSub::Operations {
namespace {

constexpr int Ok = 200;
constexpr int Accepted = 202;
constexpr int NoContent = 204;
constexpr int LargestPage = 200;

RequestUrl Hub(const HubAddress& hub) { return RequestUrl(hub); }

RequestUrl Group(const HubAddress& hub, std::string_view group) {
  CheckGroup(group, "group");
  return RequestUrl(hub).Literal("/groups/").Name(group);
}

RequestUrl User(const HubAddress& hub, std::string_view userId) {
  CheckName(userId, "userId");
  return RequestUrl(hub).Literal("/users/").Name(userId);
}

RequestUrl Connection(const HubAddress& hub, std::string_view connectionId) {
  CheckName(connectionId, "connectionId");
  return RequestUrl(hub).Literal("/connections/").Name(connectionId);
}

RequestUrl Membership(const HubAddress& hub, std::string_view group,
                      std::string_view connectionId) {
  RequestUrl url = Group(hub, group);
  CheckName(connectionId, "connectionId");
  return url.Literal("/connections/").Name(connectionId);
}

RequestUrl UserMembership(const HubAddress& hub, std::string_view group, std::string_view userId) {
  CheckGroup(group, "group");
  return User(hub, userId).Literal("/groups/").Name(group);
}

Operation Make(std::string_view name, HttpMethod method, std::string url, int successStatus) {
  Operation operation{name, HttpRequest(method, std::move(url)), successStatus};
  // With the id and the User-Agent, which the pipeline adds.
  constexpr std::size_t UsualHeaders = 4;
  operation.Request.Headers().Reserve(UsualHeaders);
  // HEAD answers have no body to have a type; the service's pages and errors are JSON.
  if (method != HttpMethod::Head) operation.Request.Headers().Append("Accept", "application/json");
  return operation;
}

Operation Make(std::string_view name, HttpMethod method, RequestUrl& url, int successStatus) {
  return Make(name, method, url.ApiVersion().Take(), successStatus);
}

// An existence check: 404 means no.
Operation Ask(std::string_view name, RequestUrl& url) {
  Operation operation = Make(name, HttpMethod::Head, url, Ok);
  operation.NotFoundIsSuccess = true;
  return operation;
}

void SetContent(Operation& operation, const RequestContent& content) {
  operation.Request.Headers().Append("Content-Type", content.ContentType());
  operation.Request.SetBody(content.SharedBytes());
}

void AddMetadata(HttpHeaders& headers, const std::map<std::string, std::string>& metadata) {
  CheckMetadata(metadata);
  for (const auto& [name, value] : metadata) headers.Set("X-WebPubSub-Metadata-" + name, value);
}

std::string_view CheckedFilter(const HubAddress& hub, const ClientConnectionFilter& filter) {
  if (filter.Expression().empty()) return {};
  // The service takes a blank filter for none: a broadcast.
  if (IsBlank(filter.Expression())) RefuseArgument("options.Filter", "must not be blank");
  CheckVersion(hub.Version, ServiceVersion::V2022_11_01, "options.Filter");
  CheckText(filter.Expression(), "options.Filter");
  return filter.Expression();
}

void RefuseExcluded(const SendOptions& options) {
  if (!options.Excluded.empty()) {
    RefuseArgument("options.Excluded", "only SendToAll and SendToGroup can leave connections out");
  }
}

// `url` is complete but for the query that all sends have in common.
Operation Send(std::string_view name, const HubAddress& hub, RequestUrl url,
               const RequestContent& content, const SendOptions& options) {
  CheckExcluded(options.Excluded);
  url.Literal("/:send").RepeatedQuery("excluded", options.Excluded).ApiVersion();
  url.OptionalQuery("filter", CheckedFilter(hub, options.Filter));
  if (options.MessageTtl) {
    CheckVersion(hub.Version, ServiceVersion::V2024_01_01, "options.MessageTtl");
    CheckMessageTtl(*options.MessageTtl);
    url.Query("messageTtlSeconds", std::to_string(options.MessageTtl->count()));
  }
  Operation operation = Make(name, HttpMethod::Post, url.Take(), Accepted);
  operation.IsSend = true;
  SetContent(operation, content);
  AddMetadata(operation.Request.Headers(), options.Metadata);
  return operation;
}

Operation ChangeGroups(std::string_view name, const HubAddress& hub, std::string_view action,
                       const std::vector<std::string>& groups,
                       const ClientConnectionFilter& filter) {
  CheckVersion(hub.Version, ServiceVersion::V2024_01_01, name);
  if (groups.empty()) RefuseArgument("groups", "must hold at least one group");
  for (const std::string& group : groups) CheckGroup(group, "groups");
  if (IsBlank(filter.Expression()) && !filter.IsAllConnections()) {
    RefuseArgument("filter",
                   "must not be empty; ClientConnectionFilter::AllConnections() selects "
                   "the whole hub");
  }
  CheckText(filter.Expression(), "filter");
  Operation operation = Make(name, HttpMethod::Post, RequestUrl(hub).Literal(action), Ok);
  SetContent(operation, RequestContent::Json(WriteGroupChange(groups, filter)));
  return operation;
}

Operation Close(std::string_view name, RequestUrl url, const CloseOptions& options) {
  CheckExcluded(options.Excluded);
  CheckText(options.Reason, "options.Reason");
  url.Literal("/:closeConnections").RepeatedQuery("excluded", options.Excluded);
  return Make(name, HttpMethod::Post, url.OptionalQuery("reason", options.Reason), NoContent);
}

std::string_view PermissionName(WebPubSubPermission permission) {
  switch (permission) {
    case WebPubSubPermission::SendToGroup:
      return "sendToGroup";
    case WebPubSubPermission::JoinLeaveGroup:
      return "joinLeaveGroup";
  }
  RefuseArgument("permission", "must be an enumerator of WebPubSubPermission");
}

RequestUrl Permission(const HubAddress& hub, WebPubSubPermission permission,
                      std::string_view connectionId, std::string_view targetName) {
  RequestUrl url(hub);
  url.Literal("/permissions/").Literal(PermissionName(permission));
  CheckName(connectionId, "connectionId");
  url.Literal("/connections/").Name(connectionId);
  if (!targetName.empty()) CheckGroup(targetName, "targetName");
  return url.OptionalQuery("targetName", targetName);
}

bool IsLink(const std::string& continuationToken) {
  return continuationToken.find("://") != std::string::npos;
}

}  // namespace

Operation SendToAll(const HubAddress& hub, const RequestContent& content,
                    const SendOptions& options) {
  return Send("SendToAll", hub, Hub(hub), content, options);
}

Operation SendToGroup(const HubAddress& hub, std::string_view group, const RequestContent& content,
                      const SendOptions& options) {
  return Send("SendToGroup", hub, Group(hub, group), content, options);
}

Operation SendToUser(const HubAddress& hub, std::string_view userId, const RequestContent& content,
                     const SendOptions& options) {
  RefuseExcluded(options);
  return Send("SendToUser", hub, User(hub, userId), content, options);
}

Operation SendToConnection(const HubAddress& hub, std::string_view connectionId,
                           const RequestContent& content, const SendOptions& options) {
  RefuseExcluded(options);
  if (!options.Filter.Expression().empty() || options.Filter.IsAllConnections()) {
    RefuseArgument("options.Filter", "SendToConnection can't take a filter");
  }
  return Send("SendToConnection", hub, Connection(hub, connectionId), content, options);
}

Operation AddConnectionToGroup(const HubAddress& hub, std::string_view group,
                               std::string_view connectionId) {
  RequestUrl url = Membership(hub, group, connectionId);
  return Make("AddConnectionToGroup", HttpMethod::Put, url, Ok);
}

Operation RemoveConnectionFromGroup(const HubAddress& hub, std::string_view group,
                                    std::string_view connectionId) {
  RequestUrl url = Membership(hub, group, connectionId);
  return Make("RemoveConnectionFromGroup", HttpMethod::Delete, url, NoContent);
}

Operation RemoveConnectionFromAllGroups(const HubAddress& hub, std::string_view connectionId) {
  CheckVersion(hub.Version, ServiceVersion::V2022_11_01, "RemoveConnectionFromAllGroups");
  RequestUrl url = Connection(hub, connectionId);
  return Make("RemoveConnectionFromAllGroups", HttpMethod::Delete, url.Literal("/groups"),
              NoContent);
}

Operation AddUserToGroup(const HubAddress& hub, std::string_view group, std::string_view userId) {
  RequestUrl url = UserMembership(hub, group, userId);
  return Make("AddUserToGroup", HttpMethod::Put, url, Ok);
}

Operation RemoveUserFromGroup(const HubAddress& hub, std::string_view group,
                              std::string_view userId) {
  RequestUrl url = UserMembership(hub, group, userId);
  return Make("RemoveUserFromGroup", HttpMethod::Delete, url, NoContent);
}

Operation RemoveUserFromAllGroups(const HubAddress& hub, std::string_view userId) {
  RequestUrl url = User(hub, userId);
  return Make("RemoveUserFromAllGroups", HttpMethod::Delete, url.Literal("/groups"), NoContent);
}

Operation AddConnectionsToGroups(const HubAddress& hub, const std::vector<std::string>& groups,
                                 const ClientConnectionFilter& filter) {
  return ChangeGroups("AddConnectionsToGroups", hub, "/:addToGroups", groups, filter);
}

Operation RemoveConnectionsFromGroups(const HubAddress& hub, const std::vector<std::string>& groups,
                                      const ClientConnectionFilter& filter) {
  return ChangeGroups("RemoveConnectionsFromGroups", hub, "/:removeFromGroups", groups, filter);
}

Operation ListConnectionsInGroup(const HubAddress& hub, std::string_view group,
                                 const ListOptions& options) {
  constexpr const char* Name = "ListConnectionsInGroup";
  CheckVersion(hub.Version, ServiceVersion::V2024_12_01, Name);
  RequestUrl url = Group(hub, group).Literal("/connections");
  CheckRange(options.MaxPageSize, LargestPage, "options.MaxPageSize");
  CheckRange(options.MaxCount, std::numeric_limits<int>::max(), "options.MaxCount");
  CheckText(options.ContinuationToken, "options.ContinuationToken");
  if (IsLink(options.ContinuationToken)) {
    auto link = ResolveBelow(hub.Endpoint, hub.ServiceUrl, options.ContinuationToken);
    if (!link) RefuseArgument("options.ContinuationToken", "must not lead to another origin");
    return Make(Name, HttpMethod::Get, *std::move(link), Ok);
  }
  if (options.MaxPageSize) url.Query("maxpagesize", std::to_string(*options.MaxPageSize));
  if (options.MaxCount) url.Query("top", std::to_string(*options.MaxCount));
  url.OptionalQuery("continuationToken", options.ContinuationToken);
  return Make(Name, HttpMethod::Get, url, Ok);
}

Operation CloseConnection(const HubAddress& hub, std::string_view connectionId,
                          std::string_view reason) {
  RequestUrl url = Connection(hub, connectionId);
  CheckText(reason, "reason");
  return Make("CloseConnection", HttpMethod::Delete, url.OptionalQuery("reason", reason),
              NoContent);
}

Operation CloseAllConnections(const HubAddress& hub, const CloseOptions& options) {
  return Close("CloseAllConnections", Hub(hub), options);
}

Operation CloseGroupConnections(const HubAddress& hub, std::string_view group,
                                const CloseOptions& options) {
  return Close("CloseGroupConnections", Group(hub, group), options);
}

Operation CloseUserConnections(const HubAddress& hub, std::string_view userId,
                               const CloseOptions& options) {
  return Close("CloseUserConnections", User(hub, userId), options);
}

Operation ConnectionExists(const HubAddress& hub, std::string_view connectionId) {
  RequestUrl url = Connection(hub, connectionId);
  return Ask("ConnectionExists", url);
}

Operation GroupExists(const HubAddress& hub, std::string_view group) {
  RequestUrl url = Group(hub, group);
  return Ask("GroupExists", url);
}

Operation UserExists(const HubAddress& hub, std::string_view userId) {
  RequestUrl url = User(hub, userId);
  return Ask("UserExists", url);
}

Operation GrantPermission(const HubAddress& hub, WebPubSubPermission permission,
                          std::string_view connectionId, std::string_view targetName) {
  RequestUrl url = Permission(hub, permission, connectionId, targetName);
  return Make("GrantPermission", HttpMethod::Put, url, Ok);
}

Operation RevokePermission(const HubAddress& hub, WebPubSubPermission permission,
                           std::string_view connectionId, std::string_view targetName) {
  RequestUrl url = Permission(hub, permission, connectionId, targetName);
  return Make("RevokePermission", HttpMethod::Delete, url, NoContent);
}

Operation CheckPermission(const HubAddress& hub, WebPubSubPermission permission,
                          std::string_view connectionId, std::string_view targetName) {
  RequestUrl url = Permission(hub, permission, connectionId, targetName);
  return Ask("CheckPermission", url);
}

Operation GenerateClientToken(const HubAddress& hub, const ClientAccessOptions& options,
                              std::int64_t minutesToExpire) {
  RequestUrl url(hub);
  url.Literal("/:generateToken").OptionalQuery("userId", options.UserId);
  url.RepeatedQuery("role", options.Roles);
  url.Query("minutesToExpire", std::to_string(minutesToExpire)).ApiVersion();
  url.RepeatedQuery("group", options.Groups);
  url.Query("clientType", ClientTypeName(options.Protocol));
  Operation operation = Make("GetClientAccessUri", HttpMethod::Post, url.Take(), Ok);
  operation.Request.Headers().Set("Accept", "application/json, text/json");
  return operation;
}

Operation GetServiceHealth(const HubAddress& hub) {
  const std::string url = hub.ServiceUrl + "/api/health?api-version=";
  Operation operation =
      Make("GetServiceHealth", HttpMethod::Head, url + std::string(ToString(hub.Version)), Ok);
  operation.NeedsToken = false;
  return operation;
}

}  // namespace Azure::Messaging::WebPubSub::Operations
