#include "curl/perform.hpp"

#include <algorithm>
#include <chrono>
#include <new>

namespace Azure::Messaging::WebPubSub {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// libcurl's own timers end a poll earlier, and so does a cancellation.
constexpr milliseconds LongestPoll{60'000};

bool HasEnded(const Context& context) {
  const auto deadline = context.Deadline();
  return context.IsCancelled() || (deadline && steady_clock::now() >= *deadline);
}

int PollTimeout(const Context& context) {
  milliseconds timeout = LongestPoll;
  if (const auto deadline = context.Deadline()) {
    const auto left = std::chrono::ceil<milliseconds>(*deadline - steady_clock::now());
    timeout = std::clamp(left, milliseconds(0), LongestPoll);
  }
  return static_cast<int>(timeout.count());
}

// An easy handle in its multi handle, and out of it again, whatever happens.
class Membership {
 public:
  explicit Membership(const ConnectionHandle& handle) : handle_(handle) {
    if (curl_multi_add_handle(handle.Multi(), handle.Easy()) != CURLM_OK) throw std::bad_alloc();
  }
  ~Membership() { curl_multi_remove_handle(handle_.Multi(), handle_.Easy()); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

 private:
  const ConnectionHandle& handle_;
};

}  // namespace

AttemptOutcome Perform(const ConnectionHandle& handle, Transfer& transfer, const Context& context) {
  const Membership membership(handle);
  const auto registration =
      context.OnCancel([multi = handle.Multi()] { curl_multi_wakeup(multi); });
  while (true) {
    int running = 0;
    if (curl_multi_perform(handle.Multi(), &running) != CURLM_OK) {
      return transfer.Outcome(CURLE_FAILED_INIT);
    }
    if (running == 0) break;
    if (HasEnded(context)) return transfer.CancelledOutcome();
    curl_multi_poll(handle.Multi(), nullptr, 0, PollTimeout(context), nullptr);
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(handle.Multi(), &left);
  return transfer.Outcome(message == nullptr ? CURLE_FAILED_INIT : message->data.result);
}

}  // namespace Azure::Messaging::WebPubSub
