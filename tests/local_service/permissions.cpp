#include "local_service/permissions.hpp"

#include <algorithm>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t MostPatterns = 10;
constexpr std::ptrdiff_t MostStars = 5;

bool IsPattern(std::string_view text) {
  return text.find_first_of("*?\\") != std::string_view::npos;
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*') {
    const bool crossesDots = pattern.substr(0, 2) == "**";
    const std::string_view rest = pattern.substr(crossesDots ? 2 : 1);
    for (std::size_t taken = 0;; ++taken) {
      if (MatchesPattern(rest, name.substr(taken))) return true;
      if (taken == name.size() || (!crossesDots && name[taken] == '.')) return false;
    }
  }
  if (name.empty()) return false;
  if (pattern.front() == '?') {
    return name.front() != '.' && MatchesPattern(pattern.substr(1), name.substr(1));
  }
  if (pattern.front() == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
  return pattern.front() == name.front() && MatchesPattern(pattern.substr(1), name.substr(1));
}

Permissions::Permissions(const std::vector<std::string>& roles) {
  for (const std::string& role : roles) {
    AddRole(role, Permission::SendToGroup, "webpubsub.sendToGroup");
    AddRole(role, Permission::JoinLeaveGroup, "webpubsub.joinLeaveGroup");
  }
}

void Permissions::AddRole(const std::string& role, Permission permission, std::string_view name) {
  if (role.compare(0, name.size(), name) != 0) return;
  Rules& rules = Of(permission);
  const std::string rest = role.substr(name.size());
  if (rest.empty()) {
    rules.AllowsAll = true;
  } else if (rest.size() > 1 && rest.front() == '.') {
    rules.Literals[rest.substr(1)] = true;
  } else if (rest.size() > 2 && rest.compare(0, 2, "s.") == 0) {
    const std::string pattern = rest.substr(2);
    if (!IsPattern(pattern)) {
      rules.Literals[pattern] = true;
    } else if (rules.Patterns.size() < MostPatterns &&
               std::count(pattern.begin(), pattern.end(), '*') <= MostStars) {
      rules.Patterns.push_back(pattern);
    }
  }
}

bool Permissions::Rules::AllowsWithoutLiteral(const std::string& group) const {
  return AllowsAll ||
         std::any_of(Patterns.begin(), Patterns.end(),
                     [&](const std::string& pattern) { return MatchesPattern(pattern, group); });
}

bool Permissions::Allows(Permission permission, const std::string& group) const {
  const Rules& rules = Of(permission);
  const auto literal = rules.Literals.find(group);
  return literal != rules.Literals.end() ? literal->second : rules.AllowsWithoutLiteral(group);
}

bool Permissions::Set(Permission permission, const std::string& group, bool allowed) {
  Rules& rules = Of(permission);
  if (rules.AllowsWithoutLiteral(group) == allowed) {
    rules.Literals.erase(group);
    return true;
  }
  if (rules.Literals.count(group) == 0 && rules.Literals.size() >= MostLiterals) return false;
  rules.Literals[group] = allowed;
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
