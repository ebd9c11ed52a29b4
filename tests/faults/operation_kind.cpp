#include "operation_kind.hpp"

#include <algorithm>
#include <stdexcept>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Client = WebPubSubServiceClient;

constexpr bool IsSend = true;
constexpr bool IsNotSend = false;
constexpr bool HasBody = true;
constexpr bool HasNoBody = false;
constexpr bool ByKey = false;
constexpr bool ByToken = true;
constexpr bool IsFirstOfItsKind = true;
constexpr bool IsSimilar = false;

std::vector<OperationKind> MakeKinds() {
  const ClientConnectionFilter ann("userId eq 'ann'");
  const std::string page = R"({"value":[{"connectionId":"c1"}]})";
  return {
      {"Send", IsSend, HasBody, ByKey, IsFirstOfItsKind, ResponseText(202),
       [](const Client& client, const Context& context) { client.SendToAll("hi", {}, context); },
       [](const Client& client, const Context& context) {
         client.SendToAllAsync("hi", {}, context).Get();
       }},
      {"SendToUserByToken", IsSend, HasBody, ByToken, IsSimilar, ResponseText(202),
       [](const Client& client, const Context& context) {
         client.SendToUser("ann", RequestContent::Json("[1]"), {}, context);
       },
       [](const Client& client, const Context& context) {
         client.SendToUserAsync("ann", RequestContent::Json("[1]"), {}, context).Get();
       }},
      {"AddToGroup", IsNotSend, HasBody, ByKey, IsFirstOfItsKind, ResponseText(200),
       [](const Client& client, const Context& context) {
         client.AddUserToGroup("room", "ann", context);
       },
       [](const Client& client, const Context& context) {
         client.AddUserToGroupAsync("room", "ann", context).Get();
       }},
      {"RemoveFromGroup", IsNotSend, HasBody, ByKey, IsFirstOfItsKind, ResponseText(204),
       [](const Client& client, const Context& context) {
         client.RemoveConnectionFromGroup("room", "c1", context);
       },
       [](const Client& client, const Context& context) {
         client.RemoveConnectionFromGroupAsync("room", "c1", context).Get();
       }},
      {"AddByFilter", IsNotSend, HasBody, ByKey, IsSimilar, ResponseText(200),
       [ann](const Client& client, const Context& context) {
         client.AddConnectionsToGroups({"room"}, ann, context);
       },
       [ann](const Client& client, const Context& context) {
         client.AddConnectionsToGroupsAsync({"room"}, ann, context).Get();
       }},
      {"Close", IsNotSend, HasBody, ByKey, IsSimilar, ResponseText(204),
       [](const Client& client, const Context& context) {
         client.CloseUserConnections("ann", {}, context);
       },
       [](const Client& client, const Context& context) {
         client.CloseUserConnectionsAsync("ann", {}, context).Get();
       }},
      {"Grant", IsNotSend, HasBody, ByKey, IsSimilar, ResponseText(200),
       [](const Client& client, const Context& context) {
         client.GrantPermission(WebPubSubPermission::SendToGroup, "c1", "room", context);
       },
       [](const Client& client, const Context& context) {
         client.GrantPermissionAsync(WebPubSubPermission::SendToGroup, "c1", "room", context).Get();
       }},
      {"Ask", IsNotSend, HasNoBody, ByKey, IsFirstOfItsKind, ResponseText(200),
       [](const Client& client, const Context& context) {
         (void)client.UserExists("ann", context);
       },
       [](const Client& client, const Context& context) {
         client.UserExistsAsync("ann", context).Get();
       }},
      {"Health", IsNotSend, HasNoBody, ByKey, IsSimilar, ResponseText(200),
       [](const Client& client, const Context& context) { client.GetServiceHealth(context); },
       [](const Client& client, const Context& context) {
         client.GetServiceHealthAsync(context).Get();
       }},
      {"List", IsNotSend, HasBody, ByKey, IsFirstOfItsKind, ResponseText(200, page),
       [](const Client& client, const Context& context) {
         for (const auto& member : client.ListConnectionsInGroup("room", {}, context)) (void)member;
       },
       [](const Client& client, const Context& context) {
         auto pages = client.ListConnectionsInGroupAsync("room", {}, context);
         while (pages.Next().Get()) {
         }
       }},
      {"ClientToken", IsNotSend, HasBody, ByToken, IsFirstOfItsKind,
       ResponseText(200, R"({"token":"a.b.c"})"),
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

std::string ResponseText(int status, const std::string& body) {
  const bool mayHaveBody = status != 204;
  return "HTTP/1.1 " + std::to_string(status) + " Reason\r\n" +
         (mayHaveBody ? "Content-Length: " + std::to_string(body.size()) + "\r\n" : "") + "\r\n" +
         body;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
