#include "local_service/rest_routes.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

struct Row {
  RestResponse (*Operation)(const RestCall& call);
  std::string_view Method;
  std::string_view Path;
  std::string_view InvalidHubMessage = "Invalid hub name.";
};

constexpr std::string_view NotTheHubPattern =
    R"(The field hub must match the regular expression '^[A-Za-z][A-Za-z0-9_`,.\[\]]{0,127}$'.)";

constexpr Row Table[] = {
    {Operations::Health, "HEAD", "/api/health"},
    {Operations::SendToAll, "POST", "/api/hubs/{hub}/:send"},
    {Operations::SendToGroup, "POST", "/api/hubs/{hub}/groups/{group}/:send"},
    {Operations::SendToUser, "POST", "/api/hubs/{hub}/users/{user}/:send"},
    {Operations::SendToConnection, "POST", "/api/hubs/{hub}/connections/{connection}/:send"},
    {Operations::ConnectionExists, "HEAD", "/api/hubs/{hub}/connections/{connection}"},
    {Operations::UserExists, "HEAD", "/api/hubs/{hub}/users/{user}"},
    {Operations::GroupExists, "HEAD", "/api/hubs/{hub}/groups/{group}"},
    {Operations::CloseConnection, "DELETE", "/api/hubs/{hub}/connections/{connection}"},
    {Operations::CloseAllConnections, "POST", "/api/hubs/{hub}/:closeConnections"},
    {Operations::CloseGroupConnections, "POST", "/api/hubs/{hub}/groups/{group}/:closeConnections"},
    {Operations::CloseUserConnections, "POST", "/api/hubs/{hub}/users/{user}/:closeConnections"},
    {Operations::AddConnectionToGroup, "PUT",
     "/api/hubs/{hub}/groups/{group}/connections/{connection}"},
    {Operations::RemoveConnectionFromGroup, "DELETE",
     "/api/hubs/{hub}/groups/{group}/connections/{connection}"},
    {Operations::RemoveConnectionFromAllGroups, "DELETE",
     "/api/hubs/{hub}/connections/{connection}/groups", NotTheHubPattern},
    {Operations::AddUserToGroup, "PUT", "/api/hubs/{hub}/users/{user}/groups/{group}"},
    {Operations::RemoveUserFromGroup, "DELETE", "/api/hubs/{hub}/users/{user}/groups/{group}"},
    {Operations::RemoveUserFromAllGroups, "DELETE", "/api/hubs/{hub}/users/{user}/groups"},
    {Operations::AddConnectionsToGroups, "POST", "/api/hubs/{hub}/:addToGroups", NotTheHubPattern},
    {Operations::RemoveConnectionsFromGroups, "POST", "/api/hubs/{hub}/:removeFromGroups",
     NotTheHubPattern},
    {Operations::ListConnectionsInGroup, "GET", "/api/hubs/{hub}/groups/{group}/connections"},
    {Operations::GrantPermission, "PUT",
     "/api/hubs/{hub}/permissions/{permission}/connections/{connection}", NotTheHubPattern},
    {Operations::CheckPermission, "HEAD",
     "/api/hubs/{hub}/permissions/{permission}/connections/{connection}", NotTheHubPattern},
    {Operations::RevokePermission, "DELETE",
     "/api/hubs/{hub}/permissions/{permission}/connections/{connection}", NotTheHubPattern},
    {Operations::GenerateClientToken, "POST", "/api/hubs/{hub}/:generateToken", NotTheHubPattern},
};

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    segments.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

// The names in a path that matches a pattern; nothing if it doesn't match.
std::optional<std::map<std::string, std::string>> Match(std::string_view pattern,
                                                        const std::vector<std::string_view>& path) {
  const auto wanted = Split(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  std::map<std::string, std::string> names;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i].empty()) return std::nullopt;
    if (wanted[i].front() == '{') {
      names[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = DecodePathSegment(path[i]);
    } else if (!EqualsIgnoringCase(PercentDecode(path[i]), wanted[i])) {
      return std::nullopt;
    }
  }
  return names;
}

}  // namespace

std::variant<RestRoute, WrongMethod, UnknownPath> FindRoute(std::string_view method,
                                                            std::string_view path) {
  if (path.empty() || path.front() != '/') return UnknownPath{};
  const auto segments = Split(path);
  std::vector<std::string> allowed;
  for (const Row& row : Table) {
    auto names = Match(row.Path, segments);
    if (!names) continue;
    if (row.Method == method)
      return RestRoute{row.Operation, row.InvalidHubMessage, *std::move(names)};
    allowed.emplace_back(row.Method);
  }
  if (allowed.empty()) return UnknownPath{};
  std::sort(allowed.begin(), allowed.end());
  std::string list = allowed.front();
  for (std::size_t i = 1; i < allowed.size(); ++i) list += ", " + allowed[i];
  return WrongMethod{std::move(list)};
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
