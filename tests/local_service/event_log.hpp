#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "local_service/message.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A summary of an event that the service has sent to an event handler, or is sending.
struct SentEvent {
  /// 1, 2, 3, … in the order of sending.
  std::uint64_t Number = 0;
  LocalService::Time Time;
  std::string Hub;
  /// For example `connect` or `user.buy`.
  std::string Name;
  std::string ConnectionId;
  std::string UserId;
  /// Without the query, which may contain secrets.
  std::string Url;
  bool HasEnded = false;
  /// The status of the response; 0 if there is none (yet).
  int Status = 0;
  int Attempts = 0;
  /// Why there is no response.
  std::string Error;
};

/// The last events.
class EventLog {
 public:
  static constexpr std::size_t MaxEvents = 50;

  /// @return the event's number.
  std::uint64_t Add(SentEvent event);
  /// The event with a number, if it is still there; null if it isn't.
  SentEvent* Find(std::uint64_t number);
  void Clear() { events_.clear(); }

  [[nodiscard]] const std::deque<SentEvent>& Events() const { return events_; }

 private:
  std::deque<SentEvent> events_;
  std::uint64_t lastNumber_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
