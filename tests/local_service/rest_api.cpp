#include "local_service/rest_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

#include "local_service/filter.hpp"
#include "local_service/message_body.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/rest_routes.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr const char* Versions[] = {"2021-10-01", "2022-11-01", "2023-07-01", "2024-01-01",
                                    "2024-12-01"};

std::string VersionList() {
  std::string list;
  for (const char* version : Versions) list += (list.empty() ? "" : ", ") + std::string(version);
  return list;
}

std::string_view PathOf(const RestRequest& request) {
  return std::string_view(request.Target).substr(0, request.Target.find('?'));
}

std::string_view QueryOf(const RestRequest& request) {
  const std::size_t question = request.Target.find('?');
  return question == std::string::npos ? std::string_view()
                                       : std::string_view(request.Target).substr(question + 1);
}

std::string ConnectionNotFound(const std::string& id) {
  return "Connection `" + id + "` is not found.";
}

// One request on its way: routing is done; each operation checks its parameters, then the token,
// then the rest, in the order of the service's own checks.
class RestCall {
 public:
  RestCall(const RestRequest& request, const RestRoute& route, Hubs& hubs,
           const TokenVerifier& tokens, std::chrono::system_clock::time_point now)
      : request_(request),
        route_(route),
        hubs_(hubs),
        tokens_(tokens),
        now_(now),
        query_(ParseQuery(QueryOf(request))) {}

  RestAnswer Run() {
    CheckVersion();
    if (route_.Operation == RestOperation::Health) return EmptyAnswer(200);
    CheckNames();
    switch (route_.Operation) {
      case RestOperation::Health:
        break;
      case RestOperation::SendToAll:
        return Send(
            std::nullopt, [](const Connection&) { return true; }, true);
      case RestOperation::SendToGroup:
        return Send(Group(), InGroup(), true);
      case RestOperation::SendToUser:
        return Send(std::nullopt, OfUser(), false);
      case RestOperation::SendToConnection:
        return SendToConnection();
      case RestOperation::ConnectionExists:
        return Exists(HubState().Find(Name("connection")) != nullptr,
                      "Warning.Connection.NotExisted", ConnectionNotFound(Name("connection")),
                      "Connection");
      case RestOperation::UserExists:
        return Exists(HubState().HasUser(Name("user")), "Warning.User.NotExisted",
                      "User `" + Name("user") + "` is not found.", "User");
      case RestOperation::GroupExists:
        return Exists(HubState().HasGroup(Group()), "Warning.Group.NotExisted",
                      "Group `" + Group() + "` is empty.", "Group");
      case RestOperation::CloseConnection:
        return Close(IsConnection(), false);
      case RestOperation::CloseAllConnections:
        return Close([](const Connection&) { return true; }, true);
      case RestOperation::CloseGroupConnections:
        return Close(InGroup(), true);
      case RestOperation::CloseUserConnections:
        return Close(OfUser(), true);
      case RestOperation::AddConnectionToGroup:
        return AddConnectionToGroup();
      case RestOperation::RemoveConnectionFromGroup:
        return Change(IsConnection(), [this](Connection& one) { one.Groups.erase(Group()); });
      case RestOperation::RemoveConnectionFromAllGroups:
        return Change(IsConnection(), [](Connection& one) { one.Groups.clear(); });
      case RestOperation::AddUserToGroup:
        return AddUserToGroup();
      case RestOperation::RemoveUserFromGroup:
        return Change(OfUser(), [this](Connection& one) { one.Groups.erase(Group()); });
      case RestOperation::RemoveUserFromAllGroups:
        return Change(OfUser(), [](Connection& one) { one.Groups.clear(); });
      case RestOperation::AddConnectionsToGroups:
        return ChangeGroups(
            [](Connection& one, const std::string& group) { one.Groups.insert(group); });
      case RestOperation::RemoveConnectionsFromGroups:
        return ChangeGroups(
            [](Connection& one, const std::string& group) { one.Groups.erase(group); });
      case RestOperation::ListConnectionsInGroup:
        return List();
      case RestOperation::GrantPermission:
        return Grant();
      case RestOperation::CheckPermission:
        return Check();
      case RestOperation::RevokePermission:
        return Revoke();
      case RestOperation::GenerateClientToken:
        Authorize();
        // The tokens of an access key are not good for this operation.
        throw RestFailure{Unauthorized("The token may not ask for client tokens")};
    }
    return EmptyAnswer(404);
  }

 private:
  // What the path and the query say.

  const std::string& Name(const char* name) const { return route_.Names.at(name); }
  const std::string& Group() const { return Name("group"); }
  Hub& HubState() const { return hubs_[ToLower(Name("hub"))]; }

  std::vector<std::string> Parameters(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [each, value] : query_) {
      if (EqualsIgnoringCase(each, name)) values.push_back(value);
    }
    return values;
  }

  std::string Parameter(std::string_view name) const {
    const auto values = Parameters(name);
    return values.empty() ? std::string() : values.front();
  }

  Hub::Condition InGroup() const {
    return [this](const Connection& one) { return one.Groups.count(Group()) != 0; };
  }
  Hub::Condition OfUser() const {
    return [this](const Connection& one) { return one.UserId == Name("user"); };
  }
  Hub::Condition IsConnection() const {
    return [this](const Connection& one) { return one.Id == Name("connection"); };
  }

  // The checks.

  void CheckVersion() const {
    const auto given = Parameters("api-version");
    if (given.empty()) return;
    const auto known = std::find(std::begin(Versions), std::end(Versions), given.front());
    if (given.size() > 1 || known == std::end(Versions)) {
      FailBadRequest("The specified API version is not supported.", "api-version");
    }
  }

  void CheckNames() const {
    for (const auto& [kind, name] : route_.Names) {
      if (kind == "hub" && !IsHubName(name)) FailBadRequest("Invalid hub name.");
      if (kind == "group" && IsBlank(name)) FailBadRequest("The group field is required.");
      if (kind == "group" && !IsGroupName(name)) FailBadRequest("Invalid group name.");
      if (IsBlank(name)) FailBadRequest("The " + kind + " field is required.");
    }
  }

  // A whole number in a query, or nothing if it isn't given.
  std::optional<std::int64_t> Number(std::string_view name, std::int64_t least,
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

  void CheckTimeToLive() const {
    const std::string text = Parameter("messageTtlSeconds");
    if (!IsBlank(text)) Number("messageTtlSeconds", 0, 300);
  }

  static RestAnswer Unauthorized(const std::string& why) {
    RestAnswer answer = EmptyAnswer(401);
    answer.Headers = {
        {"WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + why + "\""}};
    return answer;
  }

  void Authorize() const {
    constexpr std::string_view Scheme = "bearer ";
    const std::string_view header = request_.Header("authorization");
    const auto count =
        std::count_if(request_.Headers.begin(), request_.Headers.end(),
                      [](const auto& field) { return field.first == "authorization"; });
    if (count != 1 || ToLower(header.substr(0, Scheme.size())) != Scheme) {
      throw RestFailure{Unauthorized("The request has no bearer token")};
    }
    const TokenTarget target{request_.Host, std::string(PathOf(request_)), true};
    if (!tokens_.Verify(header.substr(Scheme.size()), target, now_)) {
      throw RestFailure{Unauthorized("The token is not good for this request")};
    }
  }

  // A blank filter is none.
  Filter SendFilter() const {
    const std::string text = Parameter("filter");
    try {
      return IsBlank(text) ? Filter() : Filter::Parse(text);
    } catch (const FilterError& error) {
      FailBadRequest(error.what());
    }
  }

  static bool Matches(const Filter& filter, const Connection& one) {
    FilterSubject subject;
    subject.UserId = one.UserId;
    subject.ConnectionId = one.Id;
    subject.Groups = &one.Groups;
    if (one.Protocol == ClientProtocol::Json) subject.Protocol = JsonSubprotocol;
    return filter.Matches(subject);
  }

  // The operations.

  RestAnswer Send(const std::optional<std::string>& group, const Hub::Condition& isReceiver,
                  bool canExclude) const {
    CheckTimeToLive();
    Authorize();
    const Filter filter = SendFilter();
    Message message = ReadMessage(request_);
    message.Group = group;
    const auto excluded = canExclude ? Parameters("excluded") : std::vector<std::string>();
    try {
      Deliver(message, HubState().Select([&](const Connection& one) {
        return isReceiver(one) &&
               std::find(excluded.begin(), excluded.end(), one.Id) == excluded.end() &&
               Matches(filter, one);
      }));
    } catch (const FilterDataError&) {
      return EmptyAnswer(500);
    }
    return EmptyAnswer(202);
  }

  RestAnswer SendToConnection() const {
    CheckTimeToLive();
    Authorize();
    Deliver(ReadMessage(request_), HubState().Select(IsConnection()));
    return EmptyAnswer(202);
  }

  RestAnswer Exists(bool exists, const std::string& code, const std::string& message,
                    const std::string& target) const {
    Authorize();
    if (!exists) FailNotFound(code, message, target);
    return EmptyAnswer(200);
  }

  RestAnswer Close(const Hub::Condition& isClosed, bool canExclude) const {
    Authorize();
    const auto excluded = canExclude ? Parameters("excluded") : std::vector<std::string>();
    for (Connection* one : HubState().Select(isClosed)) {
      if (std::find(excluded.begin(), excluded.end(), one->Id) != excluded.end()) continue;
      CloseByServer(*one, Parameter("reason"));
      HubState().Remove(std::string(one->Id));
    }
    return EmptyAnswer(204);
  }

  RestAnswer AddConnectionToGroup() const {
    Authorize();
    Connection* one = HubState().Find(Name("connection"));
    if (one == nullptr) {
      FailNotFound("Error.Connection.NotExisted", ConnectionNotFound(Name("connection")),
                   "Connection");
    }
    one->Groups.insert(Group());
    return EmptyAnswer(200);
  }

  RestAnswer AddUserToGroup() const {
    Authorize();
    const auto connections = HubState().Select(OfUser());
    if (connections.empty()) {
      FailNotFound("Warning.User.NotExisted", "User `" + Name("user") + "` is not found.", "User");
    }
    for (Connection* one : connections) one->Groups.insert(Group());
    return EmptyAnswer(200);
  }

  template <class Action>
  RestAnswer Change(const Hub::Condition& isChanged, Action action) const {
    Authorize();
    for (Connection* one : HubState().Select(isChanged)) action(*one);
    return EmptyAnswer(204);
  }

  struct GroupChange {
    std::vector<std::string> Groups;
    std::string Expression;
  };

  GroupChange ReadGroupChange() const {
    constexpr const char* Invalid = "The request body is not a valid groups request.";
    if (!request_.HasGoodLength) FailBadRequest("Invalid Content-Length header.");
    const std::string_view type = request_.Header("content-type");
    if (ToLower(type.substr(0, type.find(';'))) != "application/json")
      throw RestFailure{EmptyAnswer(415)};
    const auto body = nlohmann::json::parse(request_.Body, nullptr, false);
    if (body.is_discarded() || !(body.is_object() || body.is_null())) FailBadRequest(Invalid);
    GroupChange change;
    for (const auto& [name, value] : body.items()) {
      const std::string member = ToLower(name);
      if (member == "filter" && !value.is_null()) {
        if (!value.is_string()) FailBadRequest(Invalid);
        change.Expression = value.get<std::string>();
      }
      if (member == "groups" && !value.is_null()) ReadGroups(value, change.Groups);
    }
    const bool valid = std::all_of(change.Groups.begin(), change.Groups.end(),
                                   [](const std::string& group) { return IsGroupName(group); });
    if (change.Groups.empty() || !valid) {
      FailBadRequest("A nonempty list of valid group names is required.");
    }
    return change;
  }

  static void ReadGroups(const nlohmann::json& value, std::vector<std::string>& groups) {
    if (!value.is_array()) FailBadRequest("The request body is not a valid groups request.");
    for (const auto& group : value) {
      if (!group.is_string() && !group.is_null()) {
        FailBadRequest("The request body is not a valid groups request.");
      }
      groups.push_back(group.is_null() ? std::string() : group.get<std::string>());
    }
  }

  std::vector<Connection*> SelectForChange(const std::string& expression) const {
    try {
      const Filter filter = Filter::Parse(expression);
      return HubState().Select([&](const Connection& one) { return Matches(filter, one); });
    } catch (const FilterError& error) {
      throw RestFailure{FilterProblem(error.what())};
    } catch (const FilterDataError& error) {
      throw RestFailure{FilterProblem(error.what())};
    }
  }

  template <class Action>
  RestAnswer ChangeGroups(Action action) const {
    Authorize();
    const GroupChange change = ReadGroupChange();
    for (Connection* one : SelectForChange(change.Expression)) {
      for (const std::string& group : change.Groups) action(*one, group);
    }
    return EmptyAnswer(200);
  }

  // A continuation token names the last connection of the page before, and where it belongs.
  std::string MakeContinuationToken(const std::string& lastId) const {
    return EncodeBase64Url(
        nlohmann::json::array({ToLower(Name("hub")), Group(), lastId}).dump(-1, ' ', true));
  }

  std::string ReadContinuationToken() const {
    const auto given = Parameters("continuationToken");
    if (given.empty()) return {};
    const auto text = DecodeBase64Url(given.front());
    const auto parts = nlohmann::json::parse(text.value_or(""), nullptr, false);
    if (given.size() > 1 || !parts.is_array() || parts.size() != 3 || !parts[2].is_string() ||
        parts[0] != ToLower(Name("hub")) || parts[1] != Group()) {
      FailBadRequest("Invalid continuationToken.", "continuationToken");
    }
    return parts[2].get<std::string>();
  }

  RestAnswer List() const {
    constexpr std::int64_t LargestPage = 200;
    constexpr std::int64_t LargestTop = 2147483647;
    const auto pageSize = Number("maxpagesize", 1, LargestPage);
    const auto top = Number("top", 1, LargestTop);
    Authorize();
    const std::string after = ReadContinuationToken();
    const auto members = HubState().Select(
        [&](const Connection& one) { return one.Groups.count(Group()) != 0 && one.Id > after; });
    const auto size =
        std::min<std::int64_t>({pageSize.value_or(LargestPage), top.value_or(LargestTop),
                                static_cast<std::int64_t>(members.size())});

    nlohmann::ordered_json body;
    body["value"] = nlohmann::json::array();
    for (std::int64_t i = 0; i < size; ++i) {
      const Connection& one = *members[static_cast<std::size_t>(i)];
      nlohmann::ordered_json member;
      member["connectionId"] = one.Id;
      member["userId"] =
          one.UserId ? nlohmann::ordered_json(*one.UserId) : nlohmann::ordered_json();
      body["value"].push_back(std::move(member));
    }
    const bool isLast = size == static_cast<std::int64_t>(members.size()) || size == top;
    body["nextLink"] = nullptr;
    if (!isLast) {
      body["nextLink"] = NextLink(members[static_cast<std::size_t>(size) - 1]->Id, pageSize,
                                  top ? std::optional(*top - size) : std::nullopt);
    }
    RestAnswer answer = EmptyAnswer(200);
    answer.Headers = {{"Content-Type", "application/json; charset=utf-8"}};
    answer.Body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return answer;
  }

  std::string NextLink(const std::string& lastId, std::optional<std::int64_t> pageSize,
                       std::optional<std::int64_t> top) const {
    std::string link =
        "http://" + request_.Host + std::string(PathOf(request_)) + "?api-version=2024-12-01";
    if (pageSize) link += "&maxpagesize=" + std::to_string(*pageSize);
    link += "&continuationToken=" + MakeContinuationToken(lastId);
    if (top) link += "&top=" + std::to_string(*top);
    return link;
  }

  Permission ReadPermission() const {
    const std::string name = ToLower(Name("permission"));
    if (name == "sendtogroup" || name == "1") return Permission::SendToGroup;
    if (name == "joinleavegroup" || name == "2") return Permission::JoinLeaveGroup;
    const bool isNumber = name.find_first_not_of("0123456789") == std::string::npos;
    FailBadRequest("The value '" + Name("permission") +
                   (isNumber ? "' is invalid." : "' is not valid."));
  }

  std::string TargetName() const {
    const std::string target = Parameter("targetName");
    if (!IsGroupName(target)) FailBadRequest("Invalid group name.");
    return target;
  }

  [[noreturn]] void FailNoPermission() const {
    FailNotFound("Info.Connection.NotExisted", ConnectionNotFound(Name("connection")),
                 "Connection");
  }

  RestAnswer Grant() const {
    const Permission permission = ReadPermission();
    Authorize();
    const std::string target = TargetName();
    Connection* one = HubState().Find(Name("connection"));
    if (one == nullptr) FailNoPermission();
    if (!one->Allowed.Set(permission, target, true)) FailTooManyRules(permission);
    return EmptyAnswer(200);
  }

  RestAnswer Revoke() const {
    const Permission permission = ReadPermission();
    Authorize();
    const std::string target = TargetName();
    Connection* one = HubState().Find(Name("connection"));
    if (one != nullptr && !one->Allowed.Set(permission, target, false))
      FailTooManyRules(permission);
    return EmptyAnswer(204);
  }

  RestAnswer Check() const {
    const Permission permission = ReadPermission();
    Authorize();
    const std::string target = TargetName();
    const Connection* one = HubState().Find(Name("connection"));
    if (one == nullptr || !one->Allowed.Allows(permission, target)) FailNoPermission();
    return EmptyAnswer(200);
  }

  [[noreturn]] void FailTooManyRules(Permission permission) const {
    const std::string name =
        permission == Permission::SendToGroup ? "SendToGroup" : "JoinLeaveGroup";
    throw RestFailure{ErrorAnswer(409, "Error.Connection.Conflict",
                                  "Connection `" + Name("connection") +
                                      "` has reached the limit of 1000 literal permissions for `" +
                                      name + "`.",
                                  "Connection")};
  }

  const RestRequest& request_;
  const RestRoute& route_;
  Hubs& hubs_;
  const TokenVerifier& tokens_;
  const std::chrono::system_clock::time_point now_;
  const std::vector<std::pair<std::string, std::string>> query_;
};

}  // namespace

RestAnswer RestApi::Handle(const RestRequest& request) {
  const auto found = FindRoute(request.Method, PathOf(request));
  if (std::holds_alternative<UnknownPath>(found)) return EmptyAnswer(404);
  if (const auto* wrong = std::get_if<WrongMethod>(&found)) {
    RestAnswer answer = EmptyAnswer(405);
    answer.Headers = {{"Allow", wrong->Allowed}};
    return answer;
  }
  RestAnswer answer;
  try {
    answer = RestCall(request, std::get<RestRoute>(found), hubs_, tokens_, now_()).Run();
  } catch (RestFailure& failure) {
    answer = std::move(failure.Answer);
  }
  answer.Headers.emplace_back("api-supported-versions", VersionList());
  return answer;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
