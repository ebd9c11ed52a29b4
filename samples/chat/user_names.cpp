#include "chat/user_names.hpp"

#include <algorithm>
#include <cstddef>

#include "chat/refusal.hpp"
#include "chat/secret.hpp"

namespace Chat {
namespace {

using Samples::status;

constexpr std::size_t LongestName = 32;
constexpr std::size_t MostKeys = 10000;

bool IsLetterOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsPunctuation(char c) { return c == '.' || c == '_' || c == '-'; }

// Names that could be mistaken for the chat itself.
bool IsReserved(std::string_view name) {
  return name == "admin" || name == "administrator" || name == "server" || name == "system";
}

}  // namespace

bool IsUserName(std::string_view name) {
  return !name.empty() && name.size() <= LongestName && IsLetterOrDigit(name.front()) &&
         IsLetterOrDigit(name.back()) && !IsReserved(name) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLetterOrDigit(c) || IsPunctuation(c); });
}

std::string UserNames::Claim(const std::string& name, const std::string& key) {
  if (!IsUserName(name)) {
    throw Refusal(status::bad_request,
                  "a name consists of 1 to 32 letters a to z, digits, and . _ - between them, "
                  "and some names are reserved");
  }
  {
    const std::lock_guard lock(mutex_);
    const auto taken = keys_.find(name);
    if (taken != keys_.end() && IsSameSecret(key, taken->second)) return key;
  }
  // Called without the lock, because this request may take a while.
  if (isConnected_(name)) throw Refusal(status::conflict, "somebody is already called " + name);
  const std::lock_guard lock(mutex_);
  // Users whose keys are dropped keep their names as long as they are connected.
  if (keys_.size() >= MostKeys) keys_.clear();
  return keys_[name] = RandomSecret();
}

}  // namespace Chat
