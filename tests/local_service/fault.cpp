#include "local_service/fault.hpp"

#include <algorithm>
#include <cstring>

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

// Beast can't hold more.
constexpr std::size_t MaxHeaderSize = 60 * 1024;

bool Matches(std::string_view pattern, std::string_view path) {
  // The position of the last `*` in the pattern, and the end of what it matches in the path. After
  // a mismatch, the `*` matches one character more.
  std::size_t star = std::string_view::npos;
  std::size_t reach = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < path.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      reach = i;
    } else if (at < pattern.size() && pattern[at] == path[i]) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++reach;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool AppliesTo(const Fault& fault, std::string_view method, std::string_view path) {
  return fault.Event.empty() && (fault.Method.empty() || fault.Method == method) &&
         Matches(fault.Path, path);
}

// What HTTP allows in the name of a header.
bool IsToken(const std::string& name) {
  constexpr const char* Others = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::strchr(Others, c) != nullptr);
  });
}

}  // namespace

std::optional<std::string> FindError(const Fault& fault) {
  const auto hasControls = [](const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
    });
  };
  if (fault.Nth < 1) return "nth has to be 1 or more.";
  if (fault.Count < 0) return "count has to be 0 or more.";
  if (fault.Delay.count() < 0) return "The delay has to be 0 or more.";
  if (fault.Status < 200 || fault.Status > 599) return "The status has to be from 200 to 599.";
  const bool isForEvents =
      fault.Action == FaultAction::Duplicate || fault.Action == FaultAction::DropClient;
  const bool isForRequests =
      fault.Action == FaultAction::SlowBody || fault.Action == FaultAction::TlsAlert ||
      fault.Action == FaultAction::Close || fault.Action == FaultAction::RespondAfterHandling ||
      fault.Action == FaultAction::RespondUnrequested || fault.Action == FaultAction::OddHeaders;
  if (fault.Event.empty() ? isForEvents : isForRequests) {
    return fault.Event.empty() ? "The action is for events." : "The action isn't for events.";
  }
  for (const auto& [name, value] : fault.Headers) {
    if (!IsToken(name) || hasControls(value)) return "Invalid header.";
    if (name.size() + value.size() > MaxHeaderSize) return "A header has to be below 60 KiB.";
  }
  return std::nullopt;
}

std::optional<Fault> FaultPlan::Take(std::string_view method, std::string_view path) {
  return TakeIf([&](const Fault& fault) { return AppliesTo(fault, method, path); });
}

std::optional<Fault> FaultPlan::TakeForEvent(std::string_view event) {
  return TakeIf(
      [&](const Fault& fault) { return !fault.Event.empty() && Matches(fault.Event, event); });
}

template <class Condition>
std::optional<Fault> FaultPlan::TakeIf(Condition isAffected) {
  std::optional<Fault> taken;
  for (Planned& planned : faults_) {
    const Fault& fault = planned.Rule;
    if (!isAffected(fault)) continue;
    ++planned.Seen;
    const bool isDue =
        planned.Seen >= fault.Nth && (fault.Count == 0 || planned.Seen - fault.Nth < fault.Count);
    if (isDue && !taken) taken = fault;
  }
  const auto isOver = [](const Planned& planned) {
    return planned.Rule.Count != 0 && planned.Seen - planned.Rule.Nth + 1 >= planned.Rule.Count;
  };
  faults_.erase(std::remove_if(faults_.begin(), faults_.end(), isOver), faults_.end());
  return taken;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
