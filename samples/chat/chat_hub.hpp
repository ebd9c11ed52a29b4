#pragma once

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/event_handler.hpp>

#include <map>
#include <mutex>
#include <string>

namespace Chat {

/// Hears what happens in the chat's hub. It tells everybody who has come, `{"came": USER}`, and who
/// has gone, `{"went": USER}`, and replies to commands: to `/who` with `{"here": [USER, …]}`, and
/// to any other with `{"error": TEXT}`. May be used from any thread.
class ChatHub : public Azure::Messaging::WebPubSub::WebPubSubHub {
 public:
  explicit ChatHub(Azure::Messaging::WebPubSub::WebPubSubServiceClient client);

  void OnConnected(const Azure::Messaging::WebPubSub::ConnectedEventRequest& request) override;
  void OnDisconnected(
      const Azure::Messaging::WebPubSub::DisconnectedEventRequest& request) override;
  Azure::Messaging::WebPubSub::UserEventReply OnMessageReceived(
      const Azure::Messaging::WebPubSub::UserEventRequest& request) override;

 private:
  void Arrive(const Azure::Messaging::WebPubSub::ConnectionContext& connection);

  const Azure::Messaging::WebPubSub::WebPubSubServiceClient client_;
  std::mutex mutex_;
  /// The users who are connected, by connection id.
  std::map<std::string, std::string> users_;
};

}  // namespace Chat
