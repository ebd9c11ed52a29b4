#pragma once

#include <azure/messaging/webpubsub/credentials.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub::Detail {

/// The token of a TokenCredential, kept until it is due for renewal. Used by all calls of a client.
///
/// One caller at a time calls the credential. While the old token is valid, the others use it;
/// after that they wait for the new one, and share its failure.
class TokenCache {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  TokenCache(std::shared_ptr<TokenCredential> credential, Clock now);

  /// A token to use now, without waiting; nothing if the caller must Fetch, because there is none
  /// or it is due for renewal and no other caller fetches it.
  [[nodiscard]] std::optional<std::string> Find();

  /// Calls the credential, or waits for the caller that does.
  /// @param claims demanded by the challenge that refused the token `rejected`; both empty without
  /// a
  ///   challenge.
  /// @return nothing if `context` ended the wait.
  /// @throws whatever the credential throws, if there is no good token left.
  std::optional<std::string> Fetch(const Context& context, const std::string& claims,
                                   const std::string& rejected);

 private:
  using Lock = std::unique_lock<std::mutex>;

  bool IsValid(const std::string& claims, const std::string& rejected) const;
  bool WaitForFetch(Lock& lock, const Context& context);
  std::string FetchNow(Lock& lock, const Context& context, const std::string& claims,
                       const std::string& rejected);

  const std::shared_ptr<TokenCredential> credential_;
  const Clock now_;

  std::mutex mutex_;
  std::condition_variable fetched_;
  AccessToken token_;
  std::string claims_;  // that the token was requested with
  std::chrono::system_clock::time_point renewAt_{};
  bool fetching_ = false;
  std::uint64_t fetches_ = 0;
  std::exception_ptr failure_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
