#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/export.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

class AccessKeySigner;

/// The access key of a Web PubSub resource. Requests and client tokens are signed with it, on this
/// machine: the key itself is never sent.
///
/// A cheap value: copies share the key, which is wiped from memory when the last copy is gone.
/// Safe to use from many threads. Mirrors .NET's `AzureKeyCredential`.
class AZURE_MESSAGING_WEBPUBSUB_API AzureKeyCredential {
 public:
  /// @param key as the portal shows it; its UTF-8 bytes are the key, it is not decoded. The text
  ///   is not kept.
  /// @throws std::invalid_argument if it is empty.
  explicit AzureKeyCredential(std::string_view key);

  /// Replaces the key for every client that has a copy of this credential: requests signed from now
  /// on use the new one. Atomic, also while calls are under way.
  /// @throws std::invalid_argument if it is empty; the old key stays then.
  void Update(std::string_view key);

 private:
  friend class AccessKeySigner;
  struct SharedKey;
  std::shared_ptr<SharedKey> key_;
};

/// A bearer token.
struct AccessToken {
  /// No token.
  AccessToken() {}
  /// @param token the token's text.
  /// @param expiresAt when it ends to be good.
  AccessToken(std::string token, std::chrono::system_clock::time_point expiresAt)
      : Token(std::move(token)), ExpiresAt(expiresAt) {}

  /// What follows "Bearer ": a secret.
  std::string Token;
  /// When it ends to be good; the client asks for the next one before.
  std::chrono::system_clock::time_point ExpiresAt;
};

/// What a token is asked for.
struct TokenRequest {
  TokenRequest() {}

  /// For this service `https://webpubsub.azure.com/.default`.
  std::vector<std::string> Scopes;
  /// The claims of a challenge that the service answered a request with, decoded; empty for the
  /// first token. A token made before is no answer to a challenge.
  std::string Claims;
};

/// Gives tokens of Microsoft Entra ID (or of anything else that the service trusts).
///
/// The client caches a token and asks for the next one five minutes before it expires, so GetToken
/// is called seldom. An object is shared by clients and used by many threads, but each client asks
/// for one token at a time.
///
///     class MyCredential : public TokenCredential {
///      public:
///       AccessToken GetToken(const TokenRequest& request, const Context& context) override;
///     };
class AZURE_MESSAGING_WEBPUBSUB_API TokenCredential {
 public:
  virtual ~TokenCredential() = default;

  /// Gets a token. May block: it is called on the thread of a blocking call, and for asynchronous
  /// ones on a worker.
  /// @param request what the token has to be good for.
  /// @param context the deadline and cancellation of the call that needs the token. It isn't
  ///   interrupted if it doesn't look at them.
  /// @throws any exception; the call that needs the token ends with AuthenticationException.
  virtual AccessToken GetToken(const TokenRequest& request, const Context& context) = 0;

 protected:
  TokenCredential() = default;
  /// For derived classes that are copied.
  TokenCredential(const TokenCredential&) = default;
  /// For derived classes that are copied.
  TokenCredential& operator=(const TokenCredential&) = default;
};

/// A TokenCredential that asks a function, for those who have a token already or get it elsewhere:
///
///     auto credential = std::make_shared<CallbackTokenCredential>(
///         [](const TokenRequest&, const Context&) { return AccessToken(ReadToken(), expiresAt);
///         });
class AZURE_MESSAGING_WEBPUBSUB_API CallbackTokenCredential final : public TokenCredential {
 public:
  /// What GetToken calls: any thread's callers, one at a time for each client.
  using Callback = std::function<AccessToken(const TokenRequest& request, const Context& context)>;

  /// @throws std::invalid_argument if the callback is empty.
  explicit CallbackTokenCredential(Callback callback);

  /// Returns what the callback returns, and throws what it throws.
  AccessToken GetToken(const TokenRequest& request, const Context& context) override {
    return callback_(request, context);
  }

 private:
  Callback callback_;
};

}  // namespace Azure::Messaging::WebPubSub
