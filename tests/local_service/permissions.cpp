#include "local_service/permissions.hpp"

#include <algorithm>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t MaxPatterns = 9;
constexpr std::ptrdiff_t MaxStars = 5;

bool IsPattern(std::string_view text) {
  return text.find_first_of("*?\\") != std::string_view::npos;
}

}  // namespace

// Tracks which prefixes of the name the pattern matches so far. The time is proportional to the
// product of both lengths, so that no pattern can make it slow.
bool MatchesPattern(std::string_view patternText, std::string_view nameText) {
  const std::u16string pattern = ToUtf16(patternText);
  const std::u16string name = ToUtf16(nameText);
  std::vector<bool> matched(name.size() + 1);
  matched[0] = true;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == u'*') {
      const bool crossesDots = at + 1 < pattern.size() && pattern[at + 1] == u'*';
      if (crossesDots) ++at;
      for (std::size_t i = 0; i < name.size(); ++i) {
        if (matched[i] && (crossesDots || name[i] != u'.')) matched[i + 1] = true;
      }
      continue;
    }
    const bool isAny = pattern[at] == u'?';
    if (pattern[at] == u'\\' && at + 1 < pattern.size()) ++at;
    for (std::size_t i = name.size(); i > 0; --i) {
      matched[i] = matched[i - 1] && (isAny ? name[i - 1] != u'.' : name[i - 1] == pattern[at]);
    }
    matched[0] = false;
  }
  return matched[name.size()];
}

Permissions::Permissions(const std::vector<std::string>& roles) {
  // Of too many patterns, the first ones by their text count.
  std::vector<std::string> sorted = roles;
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& role : sorted) {
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
    } else if (rules.Patterns.size() < MaxPatterns &&
               std::count(pattern.begin(), pattern.end(), '*') <= MaxStars) {
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
  if (rules.Literals.count(group) == 0 && rules.Literals.size() >= MaxLiterals) return false;
  rules.Literals[group] = allowed;
  return true;
}

std::vector<std::string> Permissions::Describe(Permission permission) const {
  const Rules& rules = Of(permission);
  std::vector<std::string> described;
  if (rules.AllowsAll) described.emplace_back("**");
  described.insert(described.end(), rules.Patterns.begin(), rules.Patterns.end());
  for (const auto& [group, allowed] : rules.Literals) {
    described.push_back((allowed ? "" : "!") + group);
  }
  return described;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
