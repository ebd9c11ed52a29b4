#pragma once

#include <memory>
#include <mutex>

namespace Azure::Messaging::WebPubSub::Detail {

/// A call that the exit of the process may have to end. Holds its own place among the others,
/// because a place elsewhere would cost an allocation for each call.
class LiveCall {
 public:
  virtual ~LiveCall() = default;
  LiveCall(const LiveCall&) = delete;
  LiveCall& operator=(const LiveCall&) = delete;

  /// The call ends at once.
  virtual void EndByProcessExit() noexcept = 0;

 protected:
  LiveCall() = default;

  /// This object, or null if it is being destroyed.
  virtual std::shared_ptr<LiveCall> Share() noexcept = 0;

 private:
  friend class LiveCalls;
  LiveCall* previous_ = nullptr;
  LiveCall* next_ = nullptr;
};

/// The calls of a client that have started and not ended.
class LiveCalls {
 public:
  void Add(LiveCall& call) noexcept;
  /// From any thread, before the call is destroyed. Does nothing for a call that isn't here.
  void Remove(LiveCall& call) noexcept;
  /// Where nothing else can end a call any more.
  void EndByProcessExit() noexcept;

 private:
  void Unlink(LiveCall& call) noexcept;
  std::shared_ptr<LiveCall> TakeFirst() noexcept;

  std::mutex mutex_;
  LiveCall* first_ = nullptr;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
