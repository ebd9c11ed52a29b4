#pragma once

#include <azure/messaging/webpubsub/transport.hpp>
#include <azure/messaging/webpubsub/transport_options.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "curl/connection_pool.hpp"
#include "curl/idle_connections.hpp"
#include "curl/transfer.hpp"
#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// Many transfers at once on the thread of one event loop. As many run as there may be connections;
/// the others wait, without a handle, in the order of their start. Once a transfer is started, its
/// end needs no memory.
class AsyncTransfers final : public EventLoopIo {
 public:
  /// @param pool of the client's blocking calls, which is looked at along with these transfers.
  AsyncTransfers(std::shared_ptr<ClientResources> resources, std::shared_ptr<ConnectionPool> pool);
  ~AsyncTransfers() override;
  AsyncTransfers(const AsyncTransfers&) = delete;
  AsyncTransfers& operator=(const AsyncTransfers&) = delete;

  /// On the loop's thread, which calls `done` too.
  /// @param request valid and unchanged until `done` is destroyed.
  /// @throws std::bad_alloc; `done` isn't called then.
  void Start(const HttpRequest& request, const Context& context, HttpTransport::Completion done);

  [[nodiscard]] bool IsIdle() const noexcept override {
    return running_.empty() && unresolved_.empty();
  }
  bool Advance() override;
  void Wait(std::chrono::milliseconds longest) override;
  void WakeUp() noexcept override;
  [[nodiscard]] bool KeepsAny() noexcept override;
  void CloseUnusable() noexcept override;
  void SetListener(const std::function<void()>& onKept) override { pool_->SetListener(onKept); }

 private:
  using Id = std::uint64_t;
  /// One attempt, from its start to its outcome.
  struct Entry {
    explicit Entry(const HttpRequest& request) : Request(request) {}

    const HttpRequest& Request;
    HttpTransport::Completion Done;
    std::unique_ptr<Transfer> Running;      // while it runs
    std::list<Id> Cancellation;             // its place among the cancelled ones
    CancellationRegistration Registration;  // destroyed first: its callback uses this entry
  };
  using Entries = std::map<Id, Entry>;

  void CreateHandles();
  /// An entry that is running already.
  void Run(Entries::iterator entry) noexcept;
  void RunAgain(Entries::iterator entry) noexcept;
  void WaitAgain(Entries::iterator entry) noexcept;
  /// @return a failure if the transfer can't run; so does the next one.
  std::optional<TransportFailure> Prepare(Entries::value_type& entry);
  std::optional<TransportFailure> Perform(const Entry& entry);
  [[nodiscard]] bool HasRoom() const noexcept;
  [[nodiscard]] bool AwaitsFirst() const noexcept;
  void RunWaiting();
  void RunResolved();
  void Recycle(std::unique_ptr<Transfer> transfer) noexcept;
  /// Both return whether any transfer ended.
  bool EndFinished();
  bool EndCancelled();
  void EndCancelled(Id id) noexcept;
  void End(Id id, CURLcode code) noexcept;
  void Cancel(Entry& entry) noexcept;
  std::unique_ptr<Transfer> AcquireTransfer();
  [[nodiscard]] bool HasIdleConnections() const noexcept;
  /// @return whether it ended any.
  bool EndIdle();
  void CloseUnusableOfLoop();
  [[nodiscard]] bool IsHttp1() const noexcept {
    return resources_->Options.HttpVersion == HttpVersionPolicy::Http1;
  }

  const std::shared_ptr<ClientResources> resources_;
  const std::shared_ptr<ConnectionPool> pool_;
  OpenSockets sockets_;
  Http2Streams streams_;
  // Both created at the first start, so that a client that only makes blocking calls has none.
  MultiHandle multi_;
  std::optional<IdleConnections> idleConnections_;

  std::mutex mutex_;
  std::list<Id> cancelled_;  // by any thread

  std::vector<std::unique_ptr<Transfer>> idle_;
  bool hasFailedToConnect_ = false;  // the last one that ended
  std::size_t lostConnections_ = 0;  // reused ones, for which no new one was opened yet
  Entries running_;
  Entries waiting_;
  Entries unresolved_;  // stopped until another transfer has resolved the name of the host
  Entries hanging_;     // whose calls have ended while the name was being resolved
  std::atomic<bool> hasUnresolved_{false};
  Id lastId_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
