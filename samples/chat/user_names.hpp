#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace Chat {

/// Whether somebody may be called so: 1 to 32 of a to z, digits and `.`, `_`, `-`, which begin and
/// end with no sign. Lower case alone, and no letters of other alphabets that look the same: so
/// nobody can be taken for somebody else.
bool IsUserName(std::string_view name);

/// Who is called what. There is no sign-in here; whoever comes first gets a name, and keeps it as
/// long as they are connected. May be used from any thread.
class UserNames {
 public:
  /// @param isConnected whether somebody with the name is connected.
  explicit UserNames(std::function<bool(const std::string& name)> isConnected)
      : isConnected_(std::move(isConnected)) {}

  /// Takes a name.
  /// @param key what an earlier call returned, to take the same name again; may be empty.
  /// @return the key to take it again with.
  /// @throws Refusal if it is no name, or somebody else's.
  std::string Take(const std::string& name, const std::string& key);

 private:
  const std::function<bool(const std::string& name)> isConnected_;
  std::mutex mutex_;
  std::map<std::string, std::string> keys_;
};

}  // namespace Chat
