#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// The header fields that event handlers know.
enum class EventHeader {
  Authorization,
  ClientRequestId,
  ConnectionId,
  ConnectionState,
  ContentType,
  EventName,
  Hub,
  Id,
  Origin,
  PhysicalConnectionId,
  SessionId,
  Signature,
  SpecVersion,
  Subprotocol,
  Time,
  Type,
  UserId,
};

/// Finds the known fields of a request in one pass. Refers to the values: valid as long as they
/// are.
class EventHeaders {
 public:
  explicit EventHeaders(const HttpHeaders& headers);

  /// The value of the first such field, or null.
  [[nodiscard]] const std::string* Find(EventHeader header) const noexcept {
    return slots_[static_cast<std::size_t>(header)].First;
  }
  [[nodiscard]] std::optional<std::string> Get(EventHeader header) const {
    const std::string* value = Find(header);
    return value ? std::optional(*value) : std::nullopt;
  }
  /// A copy of the value; empty without such a field.
  [[nodiscard]] std::string GetOrEmpty(EventHeader header) const {
    return Get(header).value_or(std::string());
  }
  /// The value if there is exactly one such field and it isn't empty; otherwise null.
  [[nodiscard]] const std::string* FindSingle(EventHeader header) const noexcept;
  [[nodiscard]] bool IsRepeated(EventHeader header) const noexcept {
    return slots_[static_cast<std::size_t>(header)].Count > 1;
  }

 private:
  struct Slot {
    const std::string* First = nullptr;
    int Count = 0;
  };
  std::array<Slot, static_cast<std::size_t>(EventHeader::UserId) + 1> slots_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
