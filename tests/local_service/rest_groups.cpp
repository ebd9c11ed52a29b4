#include <nlohmann/json.hpp>

#include <algorithm>

#include "local_service/receiver_filter.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

using nlohmann::json;

template <class Action>
RestResponse Change(const RestCall& call, const Hub::Condition& isChanged, Action action) {
  call.Authorize();
  for (Connection* one : call.TargetHub().Select(isChanged)) action(*one);
  return EmptyResponse(204);
}

[[noreturn]] void FailInvalidBody() {
  FailBadBody("The request body is not a valid groups request.");
}

// The body of a bulk request.
struct GroupsRequest {
  std::vector<std::string> Groups;
  std::string Filter;
};

std::vector<std::string> ReadGroups(const json& value) {
  if (!value.is_array()) FailInvalidBody();
  std::vector<std::string> groups;
  for (const json& group : value) {
    if (!group.is_string() && !group.is_null()) FailInvalidBody();
    groups.push_back(group.is_null() ? std::string() : group.get<std::string>());
  }
  return groups;
}

GroupsRequest ReadGroupsRequest(const RestRequest& request) {
  const json body = json::parse(request.Body, nullptr, false);
  const bool hasMark = request.Body.compare(0, 3, "\xef\xbb\xbf") == 0;
  if (hasMark || (!body.is_object() && !body.is_null())) FailInvalidBody();
  GroupsRequest read;
  for (const auto& [name, value] : body.items()) {
    const std::string member = ToLower(name);
    if (member == "filter" && !value.is_null()) {
      if (!value.is_string()) FailInvalidBody();
      read.Filter = value.get<std::string>();
    }
    if (member == "groups" && !value.is_null()) read.Groups = ReadGroups(value);
  }
  const bool areValid = std::all_of(read.Groups.begin(), read.Groups.end(),
                                    [](const std::string& group) { return IsGroupName(group); });
  if (read.Groups.empty() || !areValid) {
    FailBadBody("A nonempty list of valid group names is required.");
  }
  return read;
}

std::vector<Connection*> Choose(Hub& hub, const std::string& filter) {
  try {
    return hub.Select(ReadReceiverFilter(filter));
  } catch (const FilterError& error) {
    throw RestFailure{FilterProblem(error.what())};
  } catch (const FilterDataError& error) {
    throw RestFailure{FilterProblem(error.what())};
  }
}

template <class Action>
RestResponse ChangeMany(const RestCall& call, Action action) {
  call.Authorize();
  call.CheckLength();
  const std::string_view type = call.Request().Header("content-type");
  if (!EqualsIgnoringCase(type.substr(0, type.find(';')), "application/json")) {
    throw RestFailure{EmptyResponse(415)};
  }
  const GroupsRequest request = ReadGroupsRequest(call.Request());
  for (Connection* one : Choose(call.TargetHub(), request.Filter)) {
    for (const std::string& group : request.Groups) action(*one, group);
  }
  return EmptyResponse(200);
}

}  // namespace

RestResponse AddConnectionToGroup(const RestCall& call) {
  call.Authorize();
  const std::string& id = call.Name("connection");
  Connection* one = call.TargetHub().Find(id);
  if (one == nullptr) {
    FailNotFound("Error.Connection.NotExisted", ConnectionNotFound(id), "Connection");
  }
  one->Groups.insert(call.Name("group"));
  return EmptyResponse(200);
}

RestResponse RemoveConnectionFromGroup(const RestCall& call) {
  return Change(call, call.IsConnection(),
                [&](Connection& one) { one.Groups.erase(call.Name("group")); });
}

RestResponse RemoveConnectionFromAllGroups(const RestCall& call) {
  return Change(call, call.IsConnection(), [](Connection& one) { one.Groups.clear(); });
}

RestResponse AddUserToGroup(const RestCall& call) {
  call.Authorize();
  const std::string& user = call.Name("user");
  const auto connections = call.TargetHub().Select(call.OfUser());
  if (connections.empty()) {
    FailNotFound("Warning.User.NotExisted", "User `" + user + "` is not found.", "User");
  }
  for (Connection* one : connections) one->Groups.insert(call.Name("group"));
  return EmptyResponse(200);
}

RestResponse RemoveUserFromGroup(const RestCall& call) {
  return Change(call, call.OfUser(),
                [&](Connection& one) { one.Groups.erase(call.Name("group")); });
}

RestResponse RemoveUserFromAllGroups(const RestCall& call) {
  return Change(call, call.OfUser(), [](Connection& one) { one.Groups.clear(); });
}

RestResponse AddConnectionsToGroups(const RestCall& call) {
  return ChangeMany(call,
                    [](Connection& one, const std::string& group) { one.Groups.insert(group); });
}

RestResponse RemoveConnectionsFromGroups(const RestCall& call) {
  return ChangeMany(call,
                    [](Connection& one, const std::string& group) { one.Groups.erase(group); });
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
