#include "curl/async_transfers.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <new>
#include <optional>
#include <utility>

#include "curl/configured_handle.hpp"
#include "curl/transfer.hpp"

namespace Azure::Messaging::WebPubSub {

/// One attempt, from its start to its outcome.
struct AsyncTransfers::Entry {
  Entry(Id id, HttpRequest request, HttpTransport::Completion done)
      : Number(id), Request(std::move(request)), Done(std::move(done)) {}

  const Id Number;
  const HttpRequest Request;
  const HttpTransport::Completion Done;
  EasyHandle Easy;  // while it is under way
  std::optional<class Transfer> Transfer;
  CancellationRegistration Registration;  // first to go: it calls for the end of this entry
};

AsyncTransfers::AsyncTransfers(const TransportOptions& options)
    : options_(options), sessions_(MakeShareHandle()), multi_(MakeMultiHandle()) {
  // No locks: one thread uses it.
  curl_share_setopt(sessions_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.MaxConnections));
}

AsyncTransfers::~AsyncTransfers() {
  for (const auto& [id, entry] : active_) curl_multi_remove_handle(multi_.get(), entry->Easy.get());
}

void AsyncTransfers::Start(HttpRequest request, const Context& context,
                           HttpTransport::Completion done) {
  const Id id = ++lastId_;
  auto entry = std::make_unique<Entry>(id, std::move(request), std::move(done));
  if (context.CanEnd()) entry->Registration = context.OnCancel([this, id] { Cancel(id); });
  if (active_.size() < options_.MaxConnections) {
    Begin(std::move(entry));
  } else {
    waiting_.emplace(id, std::move(entry));
  }
}

void AsyncTransfers::Begin(std::unique_ptr<Entry> entry) {
  const Id id = entry->Number;
  const auto active = active_.emplace(id, std::move(entry)).first;
  try {
    Add(*active->second);
  } catch (const std::exception& exception) {
    auto failed = active_.extract(active);
    failed.mapped()->Done(TransportFailure(TransportError::Other, exception.what(), false));
  }
}

void AsyncTransfers::Add(Entry& entry) {
  entry.Easy = TakeEasy();
  CURL* const easy = entry.Easy.get();
  entry.Transfer.emplace(easy, options_, entry.Request);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &entry);
  // Most likely this is the next attempt of what was lost: not on another that was kept as long.
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, lost_ > 0 ? 1L : 0L);
  if (lost_ > 0) --lost_;
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) throw std::bad_alloc();
}

void AsyncTransfers::BeginWaiting() {
  while (!waiting_.empty() && active_.size() < options_.MaxConnections) {
    auto first = waiting_.extract(waiting_.begin());
    Begin(std::move(first.mapped()));
  }
}

bool AsyncTransfers::Advance() {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  const bool finished = EndFinished();
  const bool cancelled = EndCancelled();
  BeginWaiting();
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
    auto found = active_.extract(reinterpret_cast<Entry*>(pointer)->Number);
    const auto entry = std::move(found.mapped());
    curl_multi_remove_handle(multi_.get(), entry->Easy.get());
    AttemptOutcome outcome = entry->Transfer->Outcome(code);
    entry->Transfer.reset();
    const bool lost = !outcome.HasResponse() && outcome.Failure().ReusedConnection;
    // Who has lost one of HTTP/2 can share a new one.
    if (lost && options_.HttpVersion == HttpVersionPolicy::Http1) ++lost_;
    if (idle_.size() < options_.MaxConnections) idle_.push_back(std::move(entry->Easy));
    entry->Done(std::move(outcome));
  }
  return any;
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
  } else if ((found = active_.extract(id))) {
    const auto entry = std::move(found.mapped());
    AttemptOutcome outcome = entry->Transfer->CancelledOutcome();
    curl_multi_remove_handle(multi_.get(), entry->Easy.get());
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

EasyHandle AsyncTransfers::TakeEasy() {
  if (idle_.empty()) {
    EasyHandle fresh = MakeConfiguredHandle(options_);
    curl_easy_setopt(fresh.get(), CURLOPT_SHARE, sessions_.get());
    return fresh;
  }
  EasyHandle easy = std::move(idle_.back());
  idle_.pop_back();
  return easy;
}

}  // namespace Azure::Messaging::WebPubSub
