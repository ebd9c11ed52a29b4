#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

enum class Permission { SendToGroup, JoinLeaveGroup };

/// Whether a name matches the pattern of a wildcard role. A `?` matches one character except a dot,
/// `*` any sequence without a dot, `**` any sequence. A backslash escapes the next character.
bool MatchesPattern(std::string_view pattern, std::string_view name);

/// The permissions of a connection: those of its roles, and later grants and revocations.
class Permissions {
 public:
  static constexpr std::size_t MaxLiterals = 1000;

  Permissions() = default;
  /// Ignores unknown roles.
  explicit Permissions(const std::vector<std::string>& roles);

  [[nodiscard]] bool Allows(Permission permission, const std::string& group) const;
  /// Grants or revokes a permission for a group.
  /// @return false, without an effect, if there are too many literal rules.
  bool Set(Permission permission, const std::string& group, bool allowed);
  /// The rules in readable form: patterns and names, with a `!` before denied names.
  [[nodiscard]] std::vector<std::string> Describe(Permission permission) const;

 private:
  struct Rules {
    bool AllowsAll = false;
    std::vector<std::string> Patterns;
    std::map<std::string, bool> Literals;

    [[nodiscard]] bool AllowsWithoutLiteral(const std::string& group) const;
  };

  void AddRole(const std::string& role, Permission permission, std::string_view name);
  Rules& Of(Permission permission) { return rules_[static_cast<int>(permission)]; }
  [[nodiscard]] const Rules& Of(Permission permission) const {
    return rules_[static_cast<int>(permission)];
  }

  Rules rules_[2];
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
