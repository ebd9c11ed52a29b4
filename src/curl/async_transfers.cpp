#include "curl/async_transfers.hpp"

#include <exception>
#include <new>
#include <utility>

#include "curl/shortage.hpp"
#include "curl/transfer_failure.hpp"
#include "http/transport_adapter.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Exceptions end on the loop's thread: there is no memory, or libcurl lacks an option.
template <class Action>
std::optional<TransportFailure> FailureIn(Action action) noexcept {
  try {
    return action();
  } catch (const std::exception& exception) {
    return NoHandle(exception);
  }
}

}  // namespace

AsyncTransfers::AsyncTransfers(std::shared_ptr<ClientResources> resources,
                               std::shared_ptr<ConnectionPool> pool)
    : resources_(std::move(resources)), pool_(std::move(pool)) {
  resources_->Resolutions.SetListener([this] {
    if (hasUnresolved_) WakeUp();
  });
}

AsyncTransfers::~AsyncTransfers() {
  resources_->Resolutions.SetListener(nullptr);
  const LibraryUse use(LibraryUse::Purpose::CleanUp);
  if (!use) return;
  for (const auto* entries : {&running_, &hanging_}) {
    for (const auto& [id, entry] : *entries) {
      curl_multi_remove_handle(multi_.get(), entry.Running->Easy());
    }
  }
}

void AsyncTransfers::CreateHandles() {
  if (multi_) return;
  idleConnections_.emplace(resources_->Options.ConnectionLifetime);
  multi_ = MakeMultiHandle();
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, ToLong(resources_->MaxConnections));
}

void AsyncTransfers::Start(const HttpRequest& request, const Context& context,
                           // NOLINTNEXTLINE(performance-unnecessary-value-param): it is moved
                           HttpTransport::Completion done) {
  auto noHandles = FailureIn([this]() -> std::optional<TransportFailure> {
    CreateHandles();
    return std::nullopt;
  });
  if (noHandles) return done(*std::move(noHandles));
  const Id id = ++lastId_;
  Entries started;
  const auto entry = started.try_emplace(id, request).first;
  entry->second.Done = std::move(done);
  if (context.CanEnd()) {
    entry->second.Cancellation = {id};
    entry->second.Registration = context.OnCancel([this, entry] { Cancel(entry->second); });
  }
  if (HasRoom()) {
    Run(running_.insert(started.extract(entry)).position);
  } else {
    waiting_.insert(started.extract(entry));
  }
}

void AsyncTransfers::Run(Entries::iterator entry) noexcept {
  auto failure = FailureIn([&] {
    auto unprepared = Prepare(*entry);
    return unprepared ? std::move(unprepared) : Perform(entry->second);
  });
  if (failure) running_.extract(entry).mapped().Done(*std::move(failure));
}

std::optional<TransportFailure> AsyncTransfers::Prepare(Entries::value_type& entry) {
  auto& [id, attempt] = entry;
  attempt.Running = AcquireTransfer();
  Transfer* const transfer = attempt.Running.get();
  transfer->AwaitConnections(!hasFailedToConnect_);
  if (auto failure = transfer->Prepare(attempt.Request)) return failure;
  transfer->Id = id;
  // A pooled connection was found dead, and its siblings probably are too: open a fresh one for the
  // retry.
  transfer->UseNewConnection(lostConnections_ > 0);
  if (lostConnections_ > 0) --lostConnections_;
  return std::nullopt;
}

std::optional<TransportFailure> AsyncTransfers::Perform(const Entry& entry) {
  if (curl_multi_add_handle(multi_.get(), entry.Running->Easy()) == CURLM_OK) return std::nullopt;
  return TransportFailure(TransportError::Other, "libcurl can't add a transfer", false);
}

void AsyncTransfers::RunAgain(Entries::iterator entry) noexcept {
  auto failure = FailureIn([&] {
    entry->second.Running->PerformAgain();
    return Perform(entry->second);
  });
  if (failure) running_.extract(entry).mapped().Done(*std::move(failure));
}

// With all that were refused the same connection, for a new one that they share.
void AsyncTransfers::WaitAgain(Entries::iterator entry) noexcept {
  Recycle(std::move(entry->second.Running));
  waiting_.insert(running_.extract(entry));
  if (IsIdle()) sockets_.OnRetired();  // libcurl closes those over TLS in its own time
}

// While nothing is connected. The first transfer resolves the name of the host, for all. Where
// HTTP/2 is allowed, it also shows which version the host chooses: transfers that libcurl lets wait
// for that by itself, it may let wait for the end of others, if the host chooses HTTP/1.1. They
// don't wait for a second one that may fail to connect: each fails by itself then.
bool AsyncTransfers::AwaitsFirst() const noexcept {
  if (IsIdle()) return false;
  if (IsHttp1() || hasFailedToConnect_) return sockets_.IsEmpty();
  return !sockets_.HasConnected();
}

bool AsyncTransfers::HasRoom() const noexcept {
  if (ProcessExit::HasBegun()) return false;  // which ends the calls that wait
  if (AwaitsFirst()) return false;
  return running_.size() + unresolved_.size() < resources_->MaxConnections;
}

void AsyncTransfers::RunResolved() {
  if (unresolved_.empty()) return;
  Entries stopped = std::exchange(unresolved_, {});
  while (!stopped.empty()) {
    auto next = stopped.extract(stopped.begin());
    auto& transfer = next.mapped().Running;
    const auto other = transfer->AwaitedResolution();
    if (!resources_->Resolutions.HasEnded(other)) {
      unresolved_.insert(std::move(next));
    } else if (!other->Failure.empty()) {
      Recycle(std::move(transfer));
      next.mapped().Done(OutcomeOf([&] { return NotResolved(*other); }));
    } else {
      RunAgain(running_.insert(std::move(next)).position);
    }
  }
  hasUnresolved_ = !unresolved_.empty();
}

void AsyncTransfers::RunWaiting() {
  while (!waiting_.empty() && HasRoom()) {
    Run(running_.insert(waiting_.extract(waiting_.begin())).position);
  }
}

bool AsyncTransfers::Advance() {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  const bool finished = EndFinished();
  const bool cancelled = EndCancelled();
  RunResolved();
  RunWaiting();
  return finished || cancelled;
}

void AsyncTransfers::Wait(std::chrono::milliseconds longest) {
  curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(longest.count()), nullptr);
}

bool AsyncTransfers::EndFinished() {
  bool any = false;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    any = true;
    const CURLcode code = message->data.result;
    const Id id = Transfer::Of(message->easy_handle).Id;
    curl_multi_remove_handle(multi_.get(), message->easy_handle);
    End(id, code);
  }
  return any;
}

void AsyncTransfers::End(Id id, CURLcode code) noexcept {
  if (hanging_.erase(id) != 0) return;
  const auto found = running_.find(id);
  Transfer& transfer = *found->second.Running;
  if (transfer.HasRefusedSharedConnection() && RetireConnections(multi_.get())) {
    return WaitAgain(found);
  }
  if (transfer.MustPerformAgain()) return RunAgain(found);
  auto ended = running_.extract(found);
  if (transfer.AwaitedResolution()) {
    hasUnresolved_ = true;
    unresolved_.insert(std::move(ended));
    return;
  }
  AttemptOutcome outcome = OutcomeOf([&] { return transfer.Outcome(code); });
  const bool lost = !outcome.HasResponse() && outcome.Failure().ReusedConnection;
  // Over HTTP/2 the retry can share a connection that another transfer opens.
  if (lost && transfer.IsExclusive()) ++lostConnections_;
  hasFailedToConnect_ = !transfer.HasBegun();
  Recycle(std::move(ended.mapped().Running));
  ended.mapped().Done(std::move(outcome));
}

void AsyncTransfers::Recycle(std::unique_ptr<Transfer> transfer) noexcept {
  if (idle_.size() >= resources_->MaxConnections || !transfer->MayBeReused()) return;
  try {
    idle_.push_back(std::move(transfer));
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): another can be made
  }
}

bool AsyncTransfers::EndCancelled() {
  std::list<Id> cancelled;
  {
    const std::lock_guard lock(mutex_);
    cancelled.swap(cancelled_);
  }
  for (const Id id : cancelled) EndCancelled(id);
  return !cancelled.empty();
}

void AsyncTransfers::EndCancelled(Id id) noexcept {
  if (auto found = waiting_.extract(id)) {
    found.mapped().Done(OutcomeOf([] {
      return TransportFailure(TransportError::Cancelled,
                              "the call was ended before it had a connection", false);
    }));
  } else if ((found = unresolved_.extract(id))) {
    AttemptOutcome outcome = OutcomeOf([&] { return found.mapped().Running->CancelledOutcome(); });
    Recycle(std::move(found.mapped().Running));
    found.mapped().Done(std::move(outcome));
  } else if ((found = running_.extract(id))) {
    Entry& entry = found.mapped();
    AttemptOutcome outcome = OutcomeOf([&] { return entry.Running->CancelledOutcome(); });
    const auto done = std::move(entry.Done);
    if (entry.Running->AbandonResolution()) {
      hanging_.insert(std::move(found));
    } else {
      curl_multi_remove_handle(multi_.get(), entry.Running->Easy());
    }
    done(std::move(outcome));
  }
}

void AsyncTransfers::Cancel(Entry& entry) noexcept {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.splice(cancelled_.end(), entry.Cancellation);
  }
  WakeUp();
}

void AsyncTransfers::WakeUp() noexcept { curl_multi_wakeup(multi_.get()); }

std::unique_ptr<Transfer> AsyncTransfers::AcquireTransfer() {
  if (idle_.empty()) return std::make_unique<Transfer>(*resources_, sockets_, streams_);
  auto transfer = std::move(idle_.back());
  idle_.pop_back();
  return transfer;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
