#include "client/fan_out_plan.hpp"

#include <algorithm>
#include <utility>

#include "client/group_names.hpp"
#include "client/sends.hpp"
#include "core/arguments.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::size_t MostClauses = 100;
// A request line of 8 KiB, less the method and the version.
constexpr std::size_t LongestUrlOfMany = std::size_t{8} * 1024 - 32;

// Builds the requests whose URLs may be too long, so that they are refused before anything is sent.
template <class BuildOne>
void CheckUrls(const std::vector<std::string>& targets, const BuildOne& buildOne) {
  if (targets.empty()) return;
  constexpr std::size_t MostForAName = 128;  // the rest of a path or a filter
  const std::size_t rest = buildOne(targets.front()).Request.Url().size() + MostForAName;
  for (const std::string& target : targets) {
    // A filter doubles quotes.
    if (rest + 2 * PercentEncodedSize(target) > LongestUrl) (void)buildOne(target);
  }
}

// One request for each target.
template <class BuildOne>
FanOutPlan PerTarget(std::vector<std::string> targets, BuildOne buildOne) {
  CheckUrls(targets, buildOne);
  FanOutPlan plan;
  plan.TargetsOfRequests.assign(targets.size(), 1);
  plan.Build = [targets = std::move(targets), buildOne = std::move(buildOne)](
                   std::size_t first, std::size_t) { return buildOne(targets[first]); };
  return plan;
}

// The parts of a filter that selects any of some targets: "userId in ('ann','bob')", for example.
struct Selection {
  const char* Begin;
  const char* BeforeTarget;
  const char* AfterTarget;
  const char* Between;
  const char* End;
};
constexpr Selection UsersSelection{"userId in (", "", "", ",", ")"};
constexpr Selection GroupsSelection{"", "", " in groups", " or ", ""};

// A selection, narrowed by the user's filter if there is one.
std::string Narrowed(const std::string& selection, const ClientConnectionFilter& by) {
  const std::string& filter = by.Expression();
  return filter.empty() ? selection : "(" + selection + ") and (" + filter + ")";
}

/// Sends to all, with filters that select the targets.
class ByFilter {
 public:
  ByFilter(const HubAddress& hub, const Selection& selection, std::vector<std::string> targets,
           const RequestContent& content, const SendOptions& options)
      : hub_(hub),
        selection_(selection),
        targets_(std::move(targets)),
        content_(content),
        options_(options),
        // Checks the options as the user wrote them: a filter that selects targets would hide a
        // blank one.
        lengthWithoutSelection_(
            Operations::SendToAll(hub_, content_, options_).Request.Url().size()) {}

  [[nodiscard]] Operation<Response> operator()(std::size_t first, std::size_t count) const {
    std::string expression = selection_.Begin;
    for (std::size_t i = first; i < first + count; ++i) {
      if (i > first) expression += selection_.Between;
      expression += Clause(i);
    }
    expression += selection_.End;
    SendOptions options = options_;
    options.Filter = Narrowed(expression, options_.Filter);
    return Operations::SendToAll(hub_, content_, options);
  }

  /// How many targets go into each request: as many as fit.
  [[nodiscard]] std::vector<std::size_t> Divide() const {
    const std::size_t between = PercentEncodedSize(selection_.Between);
    std::vector<std::size_t> counts;
    std::size_t length = 0;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const std::size_t clause = PercentEncodedSize(Clause(i));
      if (counts.empty() || counts.back() == MostClauses ||
          length + between + clause > LongestUrlOfMany) {
        counts.push_back(1);
        length = LengthWithoutClauses() + clause;
        if (length > LongestUrl) (void)(*this)(i, 1);  // refuses it
      } else {
        ++counts.back();
        length += between + clause;
      }
    }
    return counts;
  }

 private:
  [[nodiscard]] std::string Clause(std::size_t target) const {
    return selection_.BeforeTarget +
           ClientConnectionFilter::Create("{}", targets_[target]).Expression() +
           selection_.AfterTarget;
  }

  // The length of a URL whose filter selects no target yet.
  [[nodiscard]] std::size_t LengthWithoutClauses() const {
    const std::string& filter = options_.Filter.Expression();
    const std::string empty =
        Narrowed(std::string(selection_.Begin) + selection_.End, options_.Filter);
    const std::size_t present =
        filter.empty() ? 0 : std::string_view("&filter=").size() + PercentEncodedSize(filter);
    return lengthWithoutSelection_ - present + std::string_view("&filter=").size() +
           PercentEncodedSize(empty);
  }

  const HubAddress& hub_;
  Selection selection_;
  std::vector<std::string> targets_;
  RequestContent content_;
  SendOptions options_;
  std::size_t lengthWithoutSelection_;
};

FanOutPlan Plan(ByFilter byFilter) {
  FanOutPlan plan;
  plan.TargetsOfRequests = byFilter.Divide();
  plan.Build = std::move(byFilter);
  return plan;
}

bool HasSlash(const std::string& name) { return name.find('/') != std::string::npos; }

// By a filter where a path can't carry the name.
Operation<Response> SendToAnyUser(const HubAddress& hub, const std::string& userId,
                                  const RequestContent& content, const SendOptions& options) {
  if (!HasSlash(userId)) return Operations::SendToUser(hub, userId, content, options);
  (void)Operations::SendToUser(hub, "any", content, options);  // refuses what it can't take
  SendOptions toUser = options;
  toUser.Filter =
      Narrowed(ClientConnectionFilter::Create("userId eq {}", userId).Expression(), options.Filter);
  return Operations::SendToAll(hub, content, toUser);
}

bool UsesFilter(const FanOutOptions& how) {
  Require(how.MaxConcurrency.value_or(1) >= 1, "how.MaxConcurrency", "must be at least 1");
  Require(how.Strategy == FanOutStrategy::PerTarget || how.Strategy == FanOutStrategy::Filter,
          "how.Strategy", "must be an enumerator of FanOutStrategy");
  return how.Strategy == FanOutStrategy::Filter;
}

}  // namespace

FanOutPlan PlanSendToUsers(const HubAddress& hub, std::vector<std::string> userIds,
                           const RequestContent& content, const FanOutOptions& how,
                           const SendOptions& options) {
  for (const std::string& userId : userIds) CheckName(userId, "userIds");
  if (UsesFilter(how)) return Plan({hub, UsersSelection, std::move(userIds), content, options});
  if (std::any_of(userIds.begin(), userIds.end(), HasSlash)) {
    CheckVersion(hub, ServiceVersion::V2022_11_01, "userIds (with a slash)");
  }
  return PerTarget(std::move(userIds), [&hub, content, options](const std::string& userId) {
    return SendToAnyUser(hub, userId, content, options);
  });
}

FanOutPlan PlanSendToGroups(const HubAddress& hub, std::vector<std::string> groups,
                            const RequestContent& content, const FanOutOptions& how,
                            const SendOptions& options) {
  CheckGroups(groups, "groups");
  if (UsesFilter(how)) {
    // The groups that the same names reach in paths.
    for (std::string& group : groups) {
      hub.SlashWarning.OnGroupInPath(group);
      group = GroupInPath(group);
    }
    return Plan({hub, GroupsSelection, std::move(groups), content, options});
  }
  return PerTarget(std::move(groups), [&hub, content, options](const std::string& group) {
    return Operations::SendToGroup(hub, group, content, options);
  });
}

}  // namespace Azure::Messaging::WebPubSub::Detail
