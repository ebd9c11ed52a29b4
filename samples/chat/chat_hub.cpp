#include "chat/chat_hub.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace Chat {

using namespace Azure::Messaging::WebPubSub;  // NOLINT(google-build-using-namespace)
using nlohmann::json;

ChatHub::ChatHub(WebPubSubServiceClient client) : client_(std::move(client)) {}

void ChatHub::OnConnected(const ConnectedEventRequest& request) { Arrive(request.Context); }

// The service may repeat an event, and a message may come before OnConnected: whatever comes first
// counts. The service's request must not wait for others, so what everybody learns is sent
// asynchronously, and the library logs it if that fails.
void ChatHub::Arrive(const ConnectionContext& connection) {
  const std::string user = connection.UserId.value_or("somebody");
  {
    const std::lock_guard lock(mutex_);
    if (!users_.emplace(connection.ConnectionId, user).second) return;
  }
  SendOptions toOthers;
  toOthers.Excluded = {connection.ConnectionId};
  client_.SendToAllAsync(RequestContent::Json(json{{"came", user}}), toOthers);
}

void ChatHub::OnDisconnected(const DisconnectedEventRequest& request) {
  std::string user;
  {
    const std::lock_guard lock(mutex_);
    const auto found = users_.find(request.Context.ConnectionId);
    if (found == users_.end()) return;
    user = found->second;
    users_.erase(found);
  }
  client_.SendToAllAsync(RequestContent::Json(json{{"went", user}}));
}

UserEventReply ChatHub::OnMessageReceived(const UserEventRequest& request) {
  Arrive(request.Context);
  if (request.Data != "/who") {
    return UserEventResponse(
        RequestContent::Json(json{{"error", "there is no such command; /who says who is here"}}));
  }
  std::set<std::string> here;
  const std::lock_guard lock(mutex_);
  for (const auto& [connectionId, user] : users_) here.insert(user);
  return UserEventResponse(RequestContent::Json(json{{"here", here}}));
}

}  // namespace Chat
