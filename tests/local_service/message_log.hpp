#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A summary of a message that the service has delivered.
struct PassedMessage {
  /// 1, 2, 3, … in the order of delivery.
  std::uint64_t Number = 0;
  LocalService::Time Time;
  std::string Hub;
  /// The connection id and the user of the client that published it; nothing for the REST API.
  std::optional<std::string> FromConnection;
  std::optional<std::string> FromUser;
  /// The group to which it was sent; nothing for other targets.
  std::optional<std::string> Group;
  DataType Type = DataType::Text;
  std::size_t Size = 0;
  /// The beginning of the data: as text for text and JSON, in hexadecimal digits for binary data.
  std::string Preview;
  std::size_t Receivers = 0;
  /// The first receivers: their users, or their connection ids if they have none.
  std::vector<std::string> FirstReceivers;
};

/// The last messages. It keeps few of them, and only the beginning of each, to use little memory.
class MessageLog {
 public:
  static constexpr std::size_t MaxMessages = 100;
  static constexpr std::size_t MaxPreviewSize = 200;
  static constexpr std::size_t MaxNames = 5;

  /// @param receivers the first receivers: their users, or their connection ids if they have none.
  void Add(const std::string& hub, const Message& message, std::vector<std::string> receivers,
           std::size_t receiverCount, Time now);
  void Clear() { messages_.clear(); }

  [[nodiscard]] const std::deque<PassedMessage>& Messages() const { return messages_; }

 private:
  std::deque<PassedMessage> messages_;
  std::uint64_t lastNumber_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
