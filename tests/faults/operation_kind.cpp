#include "operation_kind.hpp"

#include <algorithm>
#include <stdexcept>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;

constexpr bool IsSend = true;
constexpr bool IsNoSend = false;
constexpr bool HasBody = true;
constexpr bool HasNoBody = false;
constexpr bool ByKey = false;
constexpr bool ByToken = true;
constexpr bool IsOne = true;
constexpr bool IsAnother = false;

std::vector<OperationKind> MakeKinds() {
  const ClientConnectionFilter ann("userId eq 'ann'");
  const std::string page = R"({"value":[{"connectionId":"c1"}]})";
  return {
      {"Send", IsSend, HasBody, ByKey, IsOne, Response(202),
       [](const Client& client, const Context& context) { client.SendToAll("hi", {}, context); },
       [](const Client& client, const Context& context) {
         client.SendToAllAsync("hi", {}, context).Get();
       }},
      {"SendToUserByToken", IsSend, HasBody, ByToken, IsAnother, Response(202),
       [](const Client& client, const Context& context) {
         client.SendToUser("ann", RequestContent::Json("[1]"), {}, context);
       },
       [](const Client& client, const Context& context) {
         client.SendToUserAsync("ann", RequestContent::Json("[1]"), {}, context).Get();
       }},
      {"AddToGroup", IsNoSend, HasBody, ByKey, IsOne, Response(200),
       [](const Client& client, const Context& context) {
         client.AddUserToGroup("room", "ann", context);
       },
       [](const Client& client, const Context& context) {
         client.AddUserToGroupAsync("room", "ann", context).Get();
       }},
      {"RemoveFromGroup", IsNoSend, HasBody, ByKey, IsOne, Response(204),
       [](const Client& client, const Context& context) {
         client.RemoveConnectionFromGroup("room", "c1", context);
       },
       [](const Client& client, const Context& context) {
         client.RemoveConnectionFromGroupAsync("room", "c1", context).Get();
       }},
      {"AddByFilter", IsNoSend, HasBody, ByKey, IsAnother, Response(200),
       [ann](const Client& client, const Context& context) {
         client.AddConnectionsToGroups({"room"}, ann, context);
       },
       [ann](const Client& client, const Context& context) {
         client.AddConnectionsToGroupsAsync({"room"}, ann, context).Get();
       }},
      {"Close", IsNoSend, HasBody, ByKey, IsAnother, Response(204),
       [](const Client& client, const Context& context) {
         client.CloseUserConnections("ann", {}, context);
       },
       [](const Client& client, const Context& context) {
         client.CloseUserConnectionsAsync("ann", {}, context).Get();
       }},
      {"Grant", IsNoSend, HasBody, ByKey, IsAnother, Response(200),
       [](const Client& client, const Context& context) {
         client.GrantPermission(WebPubSubPermission::SendToGroup, "c1", "room", context);
       },
       [](const Client& client, const Context& context) {
         client.GrantPermissionAsync(WebPubSubPermission::SendToGroup, "c1", "room", context).Get();
       }},
      {"Ask", IsNoSend, HasNoBody, ByKey, IsOne, Response(200),
       [](const Client& client, const Context& context) {
         (void)client.UserExists("ann", context);
       },
       [](const Client& client, const Context& context) {
         client.UserExistsAsync("ann", context).Get();
       }},
      {"Health", IsNoSend, HasNoBody, ByKey, IsAnother, Response(200),
       [](const Client& client, const Context& context) { client.GetServiceHealth(context); },
       [](const Client& client, const Context& context) {
         client.GetServiceHealthAsync(context).Get();
       }},
      {"List", IsNoSend, HasBody, ByKey, IsOne, Response(200, page),
       [](const Client& client, const Context& context) {
         for (const auto& member : client.ListConnectionsInGroup("room", {}, context)) (void)member;
       },
       [](const Client& client, const Context& context) {
         auto pages = client.ListConnectionsInGroupAsync("room", {}, context);
         while (pages.Next().Get()) {
         }
       }},
      {"ClientToken", IsNoSend, HasBody, ByToken, IsOne, Response(200, R"({"token":"a.b.c"})"),
       [](const Client& client, const Context& context) {
         (void)client.GetClientAccessUri({}, context);
       },
       [](const Client& client, const Context& context) {
         client.GetClientAccessUriAsync({}, context).Get();
       }},
  };
}

}  // namespace

const std::vector<OperationKind>& OperationKinds() {
  static const std::vector<OperationKind> kinds = MakeKinds();
  return kinds;
}

const OperationKind& OperationKindNamed(const std::string& name) {
  const auto& kinds = OperationKinds();
  const auto named = [&name](const OperationKind& kind) { return kind.Name == name; };
  const auto found = std::find_if(kinds.begin(), kinds.end(), named);
  if (found == kinds.end()) throw std::out_of_range(name);
  return *found;
}

std::string Response(int status, const std::string& body) {
  const bool mayHaveBody = status != 204;
  return "HTTP/1.1 " + std::to_string(status) + " Reason\r\n" +
         (mayHaveBody ? "Content-Length: " + std::to_string(body.size()) + "\r\n" : "") + "\r\n" +
         body;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
