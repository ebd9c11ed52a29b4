#include "curl/async_transfers.hpp"

#include <exception>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// One attempt, from its start to its outcome.
struct AsyncTransfers::Entry {
  Entry(Id id, const HttpRequest& request, HttpTransport::Completion done)
      : Number(id), Request(request), Done(std::move(done)) {}

  const Id Number;
  const HttpRequest& Request;
  const HttpTransport::Completion Done;
  std::unique_ptr<Transfer> Running;      // while it runs
  CancellationRegistration Registration;  // destroyed first: its callback ends this entry
};

namespace {

// Exceptions end on the loop's thread: libcurl is out of memory or lacks an option.
template <class Action>
std::optional<TransportFailure> FailureIn(Action action) {
  try {
    action();
    return std::nullopt;
  } catch (const std::exception& exception) {
    return TransportFailure(TransportError::Other, exception.what(), false);
  }
}

}  // namespace

AsyncTransfers::AsyncTransfers(const TransportOptions& options) : options_(options) {}

AsyncTransfers::~AsyncTransfers() {
  for (const auto& [id, entry] : running_) {
    curl_multi_remove_handle(multi_.get(), entry->Running->Easy());
  }
}

void AsyncTransfers::CreateHandles() {
  if (multi_) return;
  sessions_ = MakeShareHandle();
  // Without locks: one thread uses it.
  curl_share_setopt(sessions_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  multi_ = MakeMultiHandle();
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options_.MaxConnections));
}

void AsyncTransfers::Start(const HttpRequest& request, const Context& context,
                           HttpTransport::Completion done) {
  if (auto failure = FailureIn([this] { CreateHandles(); })) return done(*std::move(failure));
  const Id id = ++lastId_;
  auto entry = std::make_unique<Entry>(id, request, std::move(done));
  if (context.CanEnd()) entry->Registration = context.OnCancel([this, id] { Cancel(id); });
  if (running_.size() < options_.MaxConnections) {
    Run(std::move(entry));
  } else {
    waiting_.emplace(id, std::move(entry));
  }
}

void AsyncTransfers::Run(std::unique_ptr<Entry> entry) {
  const Id id = entry->Number;
  const auto running = running_.emplace(id, std::move(entry)).first;
  if (auto failure = AddToMulti(*running->second)) {
    auto failed = running_.extract(running);
    failed.mapped()->Done(*std::move(failure));
  }
}

std::optional<TransportFailure> AsyncTransfers::AddToMulti(Entry& entry) {
  if (auto failure = FailureIn([&] { entry.Running = AcquireTransfer(); })) return failure;
  if (auto failure = entry.Running->Prepare(entry.Request)) return failure;
  CURL* const easy = entry.Running->Easy();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &entry);
  // A pooled connection was found dead, and its siblings probably are too: open a fresh one for the
  // retry.
  entry.Running->UseNewConnection(lostConnections_ > 0);
  if (lostConnections_ > 0) --lostConnections_;
  return Perform(*entry.Running);
}

std::optional<TransportFailure> AsyncTransfers::Perform(Transfer& transfer) {
  if (curl_multi_add_handle(multi_.get(), transfer.Easy()) == CURLM_OK) return std::nullopt;
  return TransportFailure(TransportError::Other, "libcurl can't add a transfer", false);
}

void AsyncTransfers::RunWaiting() {
  while (!waiting_.empty() && running_.size() < options_.MaxConnections) {
    auto first = waiting_.extract(waiting_.begin());
    Run(std::move(first.mapped()));
  }
}

bool AsyncTransfers::Advance() {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  const bool finished = EndFinished();
  const bool cancelled = EndCancelled();
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
    char* pointer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &pointer);
    curl_multi_remove_handle(multi_.get(), message->easy_handle);
    End(*reinterpret_cast<Entry*>(pointer), code);
  }
  return any;
}

void AsyncTransfers::End(Entry& ending, CURLcode code) {
  Transfer& transfer = *ending.Running;
  if (transfer.RefusedConnection()) {
    transfer.UseNewConnection(true);
    if (!Perform(transfer)) return;
  }
  const auto entry = std::move(running_.extract(ending.Number).mapped());
  AttemptOutcome outcome = transfer.Outcome(code);
  const bool lost = !outcome.HasResponse() && outcome.Failure().ReusedConnection;
  // Over HTTP/2 the retry can share a connection that another transfer opens.
  if (lost && options_.HttpVersion == HttpVersionPolicy::Http1) ++lostConnections_;
  if (idle_.size() < options_.MaxConnections) idle_.push_back(std::move(entry->Running));
  entry->Done(std::move(outcome));
}

bool AsyncTransfers::EndCancelled() {
  std::vector<Id> cancelled;
  {
    const std::lock_guard lock(mutex_);
    cancelled.swap(cancelled_);
  }
  for (const Id id : cancelled) EndCancelled(id);
  return !cancelled.empty();
}

void AsyncTransfers::EndCancelled(Id id) {
  if (auto found = waiting_.extract(id)) {
    found.mapped()->Done(TransportFailure(TransportError::Cancelled,
                                          "the call was ended before it had a connection", false));
  } else if ((found = running_.extract(id))) {
    const auto entry = std::move(found.mapped());
    AttemptOutcome outcome = entry->Running->CancelledOutcome();
    curl_multi_remove_handle(multi_.get(), entry->Running->Easy());
    entry->Done(std::move(outcome));
  }
}

void AsyncTransfers::Cancel(Id id) noexcept {
  {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(id);
  }
  WakeUp();
}

void AsyncTransfers::WakeUp() noexcept { curl_multi_wakeup(multi_.get()); }

std::unique_ptr<Transfer> AsyncTransfers::AcquireTransfer() {
  if (idle_.empty()) {
    auto fresh = std::make_unique<Transfer>(options_, sockets_);
    curl_easy_setopt(fresh->Easy(), CURLOPT_SHARE, sessions_.get());
    return fresh;
  }
  auto transfer = std::move(idle_.back());
  idle_.pop_back();
  return transfer;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
