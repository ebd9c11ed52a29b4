#include "auth/token_cache.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/cancellable_wait.hpp"
#include "core/text.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::chrono::minutes RenewalMargin{5};
constexpr std::chrono::seconds PauseAfterFailedRenewal{30};
// A credential that hangs must not hang for ever. No call's own deadline says how long a token may
// take, because the others need the token too.
constexpr std::chrono::minutes FetchTimeout{2};

void CheckToken(const std::string& token) {
  if (token.empty()) throw std::runtime_error("the credential gave an empty token");
  if (!AllOf(token, IsVisibleAscii)) {
    throw std::runtime_error("the credential gave a token with characters that tokens can't hold");
  }
}

}  // namespace

class TokenCache::State : public std::enable_shared_from_this<State> {
 public:
  struct Waiter {
    TokenDemand Demand;
    TokenCache::Done Done;
    FetchedToken Token;  // in the end
  };

  // One call of the credential, and those who wait for its token.
  struct TokenFetch {
    explicit TokenFetch(std::string claims) : Claims(std::move(claims)) {}

    [[nodiscard]] bool Meets(const TokenDemand& demand) const {
      return demand.Claims.empty() || demand.Claims == Claims;
    }

    const std::string Claims;
    std::list<Waiter> Waiters;
    bool IsOver = false;
  };

  using FetchPointer = std::shared_ptr<TokenFetch>;

  // A caller's place among the waiters, which it leaves with this object.
  struct Place {
    Place() = default;
    ~Place() {
      if (Of) Of->Leave(Fetch, Waiting);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    std::shared_ptr<State> Of;
    FetchPointer Fetch;
    std::list<Waiter>::iterator Waiting;
  };
  // A caller's place, and the fetch that the caller must start, if any.
  using PlaceAndFetch = std::pair<std::shared_ptr<const void>, FetchPointer>;

  State(std::shared_ptr<TokenCredential> credential, std::string scope, Clock now)
      : credential_(std::move(credential)), scope_(std::move(scope)), now_(std::move(now)) {}

  void Cancel() { alive_.Cancel(); }
  std::optional<std::string> Find();
  PlaceAndFetch Join(TokenDemand demand, Done done);
  void Run(const FetchPointer& fetch) noexcept;
  void RunOnNewThread(const FetchPointer& fetch);
  void End(const FetchPointer& fetch, AccessToken fresh, std::exception_ptr failure) noexcept;

 private:
  bool IsValid(const TokenDemand& demand) const;
  FetchedToken TokenFor(const TokenDemand& demand,
                        const std::exception_ptr& failure) const noexcept;
  void Keep(AccessToken fresh, const std::string& claims);
  void Leave(const FetchPointer& fetch, std::list<Waiter>::iterator waiter) noexcept;

  const std::shared_ptr<TokenCredential> credential_;
  const std::string scope_;
  const Clock now_;
  const Context alive_ = Context::Cancellable();

  std::mutex mutex_;
  AccessToken token_;
  std::string claims_;  // that the token was requested with
  std::chrono::system_clock::time_point renewAt_{};
  std::deque<FetchPointer> fetches_;  // the first is under way
};

bool TokenCache::State::IsValid(const TokenDemand& demand) const {
  const bool hasClaims = demand.Claims.empty() || demand.Claims == claims_;
  return hasClaims && !token_.Token.empty() && token_.Token != demand.Refused &&
         now_() < token_.ExpiresAt;
}

std::optional<std::string> TokenCache::State::Find() {
  const std::lock_guard lock(mutex_);
  if (!IsValid({})) return std::nullopt;
  if (now_() >= renewAt_ && fetches_.empty()) return std::nullopt;
  return token_.Token;
}

TokenCache::State::PlaceAndFetch TokenCache::State::Join(TokenDemand demand, Done done) {
  // What needs memory comes first, so that no fetch is left without a caller who starts it.
  const auto place = std::make_shared<Place>();
  const auto fresh = std::make_shared<TokenFetch>(demand.Claims);
  std::list<Waiter> waiting;
  std::unique_lock lock(mutex_);
  // Another caller may fetch it, or have fetched it since this one looked.
  if (IsValid(demand) && (!fetches_.empty() || now_() < renewAt_)) {
    FetchedToken cached{token_.Token, nullptr};
    lock.unlock();
    done(std::move(cached));
    return {};
  }
  // The others must not use a token that was refused without a challenge.
  if (demand.Claims.empty() && token_.Token == demand.Refused) token_ = AccessToken();
  auto fetch = std::find_if(fetches_.begin(), fetches_.end(),
                            [&](const FetchPointer& each) { return each->Meets(demand); });
  const bool isNew = fetch == fetches_.end();
  waiting.push_back({std::move(demand), std::move(done), {}});
  if (isNew) fetch = fetches_.insert(fetch, fresh);
  place->Of = shared_from_this();
  place->Fetch = *fetch;
  place->Waiting = waiting.begin();
  auto& waiters = place->Fetch->Waiters;
  waiters.splice(waiters.end(), waiting);
  const bool mustStart = isNew && fetches_.size() == 1;
  return {place, mustStart ? place->Fetch : nullptr};
}

void TokenCache::State::Leave(const FetchPointer& fetch,
                              std::list<Waiter>::iterator waiter) noexcept {
  std::list<Waiter> released;  // without the lock, because it may hold anything
  const std::lock_guard lock(mutex_);
  if (!fetch->IsOver) released.splice(released.end(), fetch->Waiters, waiter);
}

void TokenCache::State::Run(const FetchPointer& fetch) noexcept {
  AccessToken fresh;
  std::exception_ptr failure;
  try {
    TokenRequest request;
    request.Scopes = {scope_};
    request.Claims = fetch->Claims;
    fresh = credential_->GetToken(request, Context::WithTimeout(FetchTimeout, alive_));
    CheckToken(fresh.Token);
  } catch (...) {
    failure = std::current_exception();
  }
  End(fetch, std::move(fresh), failure);
}

void TokenCache::State::RunOnNewThread(const FetchPointer& fetch) {
  StartThread("webpubsub-work", [state = shared_from_this(), fetch] {
    state->Run(fetch);
  }).detach();
}

void TokenCache::State::End(const FetchPointer& fetch, AccessToken fresh,
                            std::exception_ptr failure) noexcept {
  std::list<Waiter> waiters;
  FetchPointer next;
  {
    const std::lock_guard lock(mutex_);
    try {
      if (!failure) Keep(std::move(fresh), fetch->Claims);
    } catch (const std::bad_alloc&) {
      failure = std::current_exception();
    }
    if (failure) renewAt_ = now_() + PauseAfterFailedRenewal;
    for (Waiter& waiter : fetch->Waiters) waiter.Token = TokenFor(waiter.Demand, failure);
    fetch->IsOver = true;
    waiters.swap(fetch->Waiters);
    fetches_.pop_front();
    if (!fetches_.empty()) next = fetches_.front();
  }
  for (Waiter& waiter : waiters) waiter.Done(std::move(waiter.Token));
  if (!next) return;
  try {
    RunOnNewThread(next);
  } catch (...) {
    End(next, {}, std::current_exception());
  }
}

// With the mutex held, at the end of a fetch.
FetchedToken TokenCache::State::TokenFor(const TokenDemand& demand,
                                         const std::exception_ptr& failure) const noexcept {
  try {
    // After a renewal that failed early, the old token is still valid.
    if (!failure || IsValid(demand)) return {token_.Token, nullptr};
    return {{}, failure};
  } catch (const std::bad_alloc&) {
    return {{}, std::current_exception()};
  }
}

void TokenCache::State::Keep(AccessToken fresh, const std::string& claims) {
  claims_ = claims;
  token_ = std::move(fresh);
  // A token that lives for a few minutes would be due at once and renewed for every call.
  const auto now = now_();
  const auto lifetime = std::max(token_.ExpiresAt, now) - now;
  renewAt_ =
      token_.ExpiresAt - std::min<std::chrono::system_clock::duration>(RenewalMargin, lifetime / 2);
}

TokenCache::TokenCache(std::shared_ptr<TokenCredential> credential, std::string scope, Clock now)
    : state_(std::make_shared<State>(std::move(credential), std::move(scope), std::move(now))) {}

TokenCache::~TokenCache() { state_->Cancel(); }

std::optional<std::string> TokenCache::Find() { return state_->Find(); }

std::optional<FetchedToken> TokenCache::Fetch(const Context& context, TokenDemand demand) {
  struct Arrival {
    std::mutex Mutex;
    std::condition_variable HasCome;
    std::optional<FetchedToken> Token;
  };
  const auto arrival = std::make_shared<Arrival>();
  const auto [place, fetch] = state_->Join(std::move(demand), [arrival](FetchedToken token) {
    {
      const std::lock_guard lock(arrival->Mutex);
      arrival->Token = std::move(token);
    }
    arrival->HasCome.notify_all();
  });
  if (fetch && !context.CanEnd()) {
    state_->Run(fetch);
  } else if (fetch) {
    try {
      state_->RunOnNewThread(fetch);
    } catch (...) {
      state_->Run(fetch);  // late, if the context ends, but better than no token
    }
  }
  const bool hasCome = WaitUnlessEnded(arrival->Mutex, arrival->HasCome, context,
                                       [&] { return arrival->Token.has_value(); });
  return hasCome ? std::move(arrival->Token) : std::nullopt;
}

std::shared_ptr<const void> TokenCache::FetchAsync(TokenDemand demand, Done done) {
  auto [place, fetch] = state_->Join(std::move(demand), std::move(done));
  if (fetch) {
    try {
      state_->RunOnNewThread(fetch);
    } catch (...) {
      state_->End(fetch, {}, std::current_exception());
    }
  }
  return place;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
