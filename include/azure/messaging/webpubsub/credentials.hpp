#pragma once

#include <azure/messaging/webpubsub/context.hpp>
#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

namespace Detail {
class AccessKey;
}

/// The access key of a Web PubSub resource. Requests and client tokens are signed with it, on this
/// machine: the key itself is never sent.
///
/// A cheap value: copies share the key, which is wiped from memory when the last copy is gone.
/// Safe to use from many threads. A credential that was moved from is refused with
/// std::invalid_argument where a client or an event handler is made. Mirrors .NET's
/// `AzureKeyCredential`.
class AZURE_MESSAGING_WEBPUBSUB_API AzureKeyCredential {
 public:
  /// @param key as the portal shows it; its UTF-8 bytes are the key, it is not decoded. The text
  ///   is not kept.
  /// @throws std::invalid_argument if it is empty, or begins or ends with white space or a control
  ///   character: a line break from a file would make every signature wrong.
  ///   OperationCancelledException if the process is exiting.
  explicit AzureKeyCredential(std::string_view key);

  /// Replaces the key for every client that has a copy of this credential: requests signed from now
  /// on use the new one. Atomic, also while calls are under way.
  /// @throws std::invalid_argument for what the constructor refuses; the old key stays then.
  ///   std::logic_error if the credential was moved from.
  void Update(std::string_view key);

 private:
  friend class Detail::AccessKey;
  struct SharedKey;
  Detail::CheckedPointer<SharedKey> key_;
};

/// A bearer token.
struct AccessToken {
  /// No token.
  AccessToken() {}
  /// @param token the token's text.
  /// @param expiresAt when it expires.
  AccessToken(std::string token, std::chrono::system_clock::time_point expiresAt)
      : Token(std::move(token)), ExpiresAt(expiresAt) {}

  /// What follows "Bearer ": a secret.
  std::string Token;
  /// When it expires; the client requests the next one before.
  std::chrono::system_clock::time_point ExpiresAt;
};

/// What a token must be valid for.
struct TokenRequest {
  TokenRequest() {}

  /// One scope, by default that of the endpoint's cloud (see
  /// WebPubSubServiceClientOptions::TokenScope): `https://webpubsub.azure.com/.default`.
  std::vector<std::string> Scopes;
  /// The claims that the service demanded in a challenge, decoded; empty for the first token. A
  /// token that was made before a challenge doesn't meet it.
  std::string Claims;
};

/// Gives tokens of Microsoft Entra ID (or of anything else that the service trusts).
///
/// The client caches a token and requests the next one five minutes before it expires, so it calls
/// GetToken seldom. It drops a token that the service refuses with a 401, and asks for another. An
/// object is shared by clients and used by many threads, but each client requests one token at a
/// time.
///
///     class MyCredential : public TokenCredential {
///      public:
///       AccessToken GetToken(const TokenRequest& request, const Context& context) override;
///     };
class AZURE_MESSAGING_WEBPUBSUB_API TokenCredential {
 public:
  virtual ~TokenCredential() = default;

  /// Gets a token. May block: it is called on a worker, or on the thread of a blocking call whose
  /// context can't end.
  /// @param request what the token must be valid for.
  /// @param context ends two minutes after the call of GetToken, and when the client is gone. It
  ///   isn't the context of the call that needs the token first: a token that comes too late for
  ///   that call serves the others that wait for it, and later ones. A GetToken that doesn't look
  ///   at it isn't interrupted.
  /// @throws any exception; the calls that wait for the token end with AuthenticationException.
  virtual AccessToken GetToken(const TokenRequest& request, const Context& context) = 0;

 protected:
  TokenCredential() = default;
  /// For derived classes that are copied.
  TokenCredential(const TokenCredential&) = default;
  /// For derived classes that are copied.
  TokenCredential& operator=(const TokenCredential&) = default;
};

/// A TokenCredential that calls a function, for programs that get their tokens elsewhere:
///
///     auto credential = std::make_shared<CallbackTokenCredential>(
///         [](const TokenRequest&, const Context&) { return AccessToken(ReadToken(), expiresAt);
///         });
class AZURE_MESSAGING_WEBPUBSUB_API CallbackTokenCredential final : public TokenCredential {
 public:
  /// Called by GetToken: on any thread, one call at a time for each client.
  using Callback = std::function<AccessToken(const TokenRequest& request, const Context& context)>;

  /// @throws std::invalid_argument if the callback is empty.
  explicit CallbackTokenCredential(Callback callback);

  /// Returns what the callback returns, and throws what it throws; std::logic_error once the
  /// credential was moved from.
  AccessToken GetToken(const TokenRequest& request, const Context& context) override {
    if (!*callback_) Detail::RefuseMovedFrom();
    return (*callback_)(request, context);
  }

 private:
  Detail::EmptiedByMove<Callback> callback_;
};

}  // namespace Azure::Messaging::WebPubSub
