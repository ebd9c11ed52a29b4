#include "auth/token_cache.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr std::chrono::minutes RenewalMargin{5};
constexpr std::chrono::seconds PauseAfterFailedRenewal{30};
constexpr const char* Scope = "https://webpubsub.azure.com/.default";

void CheckToken(const std::string& token) {
  if (token.empty()) throw std::runtime_error("the credential gave an empty token");
  if (!std::all_of(token.begin(), token.end(), IsVisibleAscii)) {
    throw std::runtime_error("the credential gave a token with characters that no token has");
  }
}

bool HasEnded(const Context& context) {
  const auto deadline = context.Deadline();
  return context.IsCancelled() || (deadline && std::chrono::steady_clock::now() >= *deadline);
}

}  // namespace

TokenCache::TokenCache(std::shared_ptr<TokenCredential> credential, Clock now)
    : credential_(std::move(credential)), now_(std::move(now)) {}

bool TokenCache::IsGood(const std::string& claims, const std::string& rejected) const {
  const bool hasClaims = claims.empty() || claims == claims_;
  return hasClaims && !token_.Token.empty() && token_.Token != rejected &&
         now_() < token_.ExpiresAt;
}

std::optional<std::string> TokenCache::Find() {
  const Lock lock(mutex_);
  if (!IsGood({}, {})) return std::nullopt;
  if (now_() >= renewAt_ && !fetching_) return std::nullopt;
  return token_.Token;
}

std::optional<std::string> TokenCache::Fetch(const Context& context, const std::string& claims,
                                             const std::string& rejected) {
  Lock lock(mutex_);
  if (fetching_ && IsGood(claims, rejected)) return token_.Token;
  while (fetching_) {
    const std::uint64_t awaited = fetches_;
    if (!WaitForFetch(lock, context)) return std::nullopt;
    if (IsGood(claims, rejected)) return token_.Token;
    if (fetches_ != awaited && failure_) std::rethrow_exception(failure_);
  }
  // Somebody else may have renewed it since the caller looked.
  if (IsGood(claims, rejected) && now_() < renewAt_) return token_.Token;
  return FetchNow(lock, context, claims, rejected);
}

bool TokenCache::WaitForFetch(Lock& lock, const Context& context) {
  const std::uint64_t awaited = fetches_;
  const auto ended = [&] { return fetches_ != awaited || context.IsCancelled(); };
  lock.unlock();
  // Taking the mutex before notifying keeps the wake-up from falling between test and wait.
  auto registration = context.OnCancel([this] {
    { const std::lock_guard synchronise(mutex_); }
    fetched_.notify_all();
  });
  lock.lock();
  if (const auto deadline = context.Deadline()) {
    fetched_.wait_until(lock, *deadline, ended);
  } else {
    fetched_.wait(lock, ended);
  }
  const bool done = fetches_ != awaited;
  // The registration's end waits for its callback, which needs the mutex.
  lock.unlock();
  registration = CancellationRegistration();
  lock.lock();
  return done;
}

std::string TokenCache::FetchNow(Lock& lock, const Context& context, const std::string& claims,
                                 const std::string& rejected) {
  fetching_ = true;
  lock.unlock();
  AccessToken fresh;
  std::exception_ptr failure;
  try {
    TokenRequest request;
    request.Scopes = {Scope};
    request.Claims = claims;
    fresh = credential_->GetToken(request, context);
    CheckToken(fresh.Token);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  fetching_ = false;
  ++fetches_;
  // Others don't share the failure of a caller whose own time was up: they ask themselves.
  failure_ = HasEnded(context) ? nullptr : failure;
  if (failure) {
    renewAt_ = now_() + PauseAfterFailedRenewal;
  } else {
    token_ = std::move(fresh);
    claims_ = claims;
    // A token of a few minutes would be due at once and be renewed for every call.
    const auto now = now_();
    const auto lifetime = std::max(token_.ExpiresAt, now) - now;
    renewAt_ = token_.ExpiresAt -
               std::min<std::chrono::system_clock::duration>(RenewalMargin, lifetime / 2);
  }
  fetched_.notify_all();
  // A renewal that failed ahead of time leaves the old token good.
  if (failure && !IsGood(claims, rejected)) std::rethrow_exception(failure);
  return token_.Token;
}

}  // namespace Azure::Messaging::WebPubSub
