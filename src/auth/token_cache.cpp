#include "auth/token_cache.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/cancellable_wait.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::chrono::minutes RenewalMargin{5};
constexpr std::chrono::seconds PauseAfterFailedRenewal{30};
constexpr const char* Scope = "https://webpubsub.azure.com/.default";

void CheckToken(const std::string& token) {
  if (token.empty()) throw std::runtime_error("the credential gave an empty token");
  if (!AllOf(token, IsVisibleAscii)) {
    throw std::runtime_error("the credential gave a token with characters that tokens can't hold");
  }
}

}  // namespace

TokenCache::TokenCache(std::shared_ptr<TokenCredential> credential, Clock now)
    : credential_(std::move(credential)), now_(std::move(now)) {}

bool TokenCache::IsValid(const std::string& claims, const std::string& rejected) const {
  const bool hasClaims = claims.empty() || claims == claims_;
  return hasClaims && !token_.Token.empty() && token_.Token != rejected &&
         now_() < token_.ExpiresAt;
}

std::optional<std::string> TokenCache::Find() {
  const Lock lock(mutex_);
  if (!IsValid({}, {})) return std::nullopt;
  if (now_() >= renewAt_ && !fetching_) return std::nullopt;
  return token_.Token;
}

std::optional<std::string> TokenCache::Fetch(const Context& context, const std::string& claims,
                                             const std::string& rejected) {
  Lock lock(mutex_);
  if (fetching_ && IsValid(claims, rejected)) return token_.Token;
  while (fetching_) {
    const std::uint64_t awaited = fetches_;
    if (!WaitForFetch(lock, context)) return std::nullopt;
    if (IsValid(claims, rejected)) return token_.Token;
    if (fetches_ != awaited && failure_) std::rethrow_exception(failure_);
  }
  // Another caller may have renewed it since this one looked.
  if (IsValid(claims, rejected) && now_() < renewAt_) return token_.Token;
  return FetchNow(lock, context, claims, rejected);
}

bool TokenCache::WaitForFetch(Lock& lock, const Context& context) {
  const std::uint64_t awaited = fetches_;
  lock.unlock();
  const bool done = WaitUnlessEnded(mutex_, fetched_, context, [&] { return fetches_ != awaited; });
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
  // If the caller that fetches the token runs out of its own deadline, the waiters don't inherit
  // that failure: one of them fetches again.
  failure_ = context.HasEnded() ? nullptr : failure;
  if (failure) {
    renewAt_ = now_() + PauseAfterFailedRenewal;
  } else {
    token_ = std::move(fresh);
    claims_ = claims;
    // A token that lives for a few minutes would be due at once and renewed for every call.
    const auto now = now_();
    const auto lifetime = std::max(token_.ExpiresAt, now) - now;
    renewAt_ = token_.ExpiresAt -
               std::min<std::chrono::system_clock::duration>(RenewalMargin, lifetime / 2);
  }
  fetched_.notify_all();
  // After a renewal that failed early, the old token is still valid.
  if (failure && !IsValid(claims, rejected)) std::rethrow_exception(failure);
  return token_.Token;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
