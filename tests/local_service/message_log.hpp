#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A message that has passed, in short.
struct PassedMessage {
  /// 1, 2, 3, … in the order in which they passed.
  std::uint64_t Number = 0;
  LocalService::Time Time;
  std::string Hub;
  /// The connection id and the user of the client who sent it; nothing for the REST API.
  std::optional<std::string> FromConnection;
  std::optional<std::string> FromUser;
  /// Nothing if it went to no group.
  std::optional<std::string> Group;
  DataType Type = DataType::Text;
  std::size_t Size = 0;
  /// The beginning of a text or a JSON value; of bytes, in hexadecimal digits.
  std::string Preview;
  std::size_t Receivers = 0;
  /// The first of those who got it: their users, or their connection ids.
  std::vector<std::string> FirstReceivers;
};

/// The last messages: few, and the beginning of each, so that they take next to no memory.
class MessageLog {
 public:
  static constexpr std::size_t MostMessages = 100;
  static constexpr std::size_t LongestPreview = 200;
  static constexpr std::size_t MostNames = 5;

  /// @param receivers the users, or the connection ids, of those who get it.
  void Add(const std::string& hub, const Message& message, std::vector<std::string> receivers,
           std::size_t receiverCount, Time now);
  void Clear() { messages_.clear(); }

  [[nodiscard]] const std::deque<PassedMessage>& Messages() const { return messages_; }

 private:
  std::deque<PassedMessage> messages_;
  std::uint64_t lastNumber_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
