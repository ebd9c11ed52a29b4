#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

enum class Permission { SendToGroup, JoinLeaveGroup };

/// Whether a name matches a pattern of a wildcard role: `?` is one character but a dot, `*` any run
/// without a dot, `**` any run, and a backslash takes the next character as it is.
bool MatchesPattern(std::string_view pattern, std::string_view name);

/// What one connection may do: the rules of its roles, and those granted and revoked since.
class Permissions {
 public:
  static constexpr std::size_t MostLiterals = 1000;

  Permissions() = default;
  /// Roles that the service doesn't know have no effect.
  explicit Permissions(const std::vector<std::string>& roles);

  [[nodiscard]] bool Allows(Permission permission, const std::string& group) const;
  /// False if there are too many literal rules; nothing changes then.
  bool Set(Permission permission, const std::string& group, bool allowed);
  /// The rules for people to read: patterns and names, with a `!` before those that are denied.
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
