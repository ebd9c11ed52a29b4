#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace Chat {

/// Whether a user may have this name: 1 to 32 characters a to z, 0 to 9, `.`, `_` and `-`, with a
/// letter or digit at both ends. Upper case and other alphabets are excluded, so that no two names
/// look alike.
bool IsUserName(std::string_view name);

/// The names in use. There is no sign-in: the first user who claims a name gets it, and keeps it
/// while connected. May be used from any thread.
class UserNames {
 public:
  /// @param isConnected returns whether a user with this name is connected.
  explicit UserNames(std::function<bool(const std::string& name)> isConnected)
      : isConnected_(std::move(isConnected)) {}

  /// Claims a name for a user.
  /// @param key the result of an earlier call, to claim the same name again. May be empty.
  /// @return the key to claim the name again with.
  /// @throws Refusal if the name is invalid or belongs to another user.
  std::string Claim(const std::string& name, const std::string& key);

 private:
  const std::function<bool(const std::string& name)> isConnected_;
  std::mutex mutex_;
  std::map<std::string, std::string> keys_;
};

}  // namespace Chat
