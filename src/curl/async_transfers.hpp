#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "curl/easy_handle.hpp"
#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub {

/// Many transfers at once on one event loop's thread. As many as there may be connections are under
/// way; the others wait, without a handle, in the order they came.
class AsyncTransfers final : public EventLoopIo {
 public:
  explicit AsyncTransfers(const TransportOptions& options);
  ~AsyncTransfers() override;
  AsyncTransfers(const AsyncTransfers&) = delete;
  AsyncTransfers& operator=(const AsyncTransfers&) = delete;

  /// On the loop's thread, where `done` is called too.
  void Start(HttpRequest request, const Context& context, HttpTransport::Completion done);

  [[nodiscard]] bool IsIdle() const noexcept override { return active_.empty(); }
  bool Advance() override;
  void Wait(std::chrono::milliseconds longest) override;
  void WakeUp() noexcept override;

 private:
  using Id = std::uint64_t;
  struct Entry;

  void Begin(std::unique_ptr<Entry> entry);
  void Add(Entry& entry);
  void BeginWaiting();
  /// False if nothing ended.
  bool EndFinished();
  bool EndCancelled();
  void EndCancelled(Id id);
  void Cancel(Id id) noexcept;
  EasyHandle TakeEasy();

  const TransportOptions options_;
  ShareHandle sessions_;  // of TLS, so that a new connection resumes one, whichever handle made it
  MultiHandle multi_;

  std::mutex mutex_;
  std::vector<Id> cancelled_;  // from any thread

  std::vector<EasyHandle> idle_;
  std::size_t lost_ = 0;  // reused connections, for which no new one was made yet
  std::map<Id, std::unique_ptr<Entry>> active_;
  std::map<Id, std::unique_ptr<Entry>> waiting_;
  Id lastId_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub
