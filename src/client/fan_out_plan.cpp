#include <algorithm>
#include <utility>

#include "client/fan_out.hpp"
#include "client/operations.hpp"
#include "core/arguments.hpp"
#include "url/percent_encoding.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

constexpr std::size_t MostClauses = 100;
// A request line of 8 KiB, less the method and the version.
constexpr std::size_t LongestUrl = std::size_t{8} * 1024 - 32;

// One request for each target.
template <class MakeOne>
FanOutPlan PerTarget(std::vector<std::string> targets, MakeOne makeOne) {
  for (const std::string& target : targets) makeOne(target);  // refuses bad arguments now
  FanOutPlan plan;
  plan.TargetsOfRequests.assign(targets.size(), 1);
  plan.Make = [targets = std::move(targets), makeOne = std::move(makeOne)](
                  std::size_t first, std::size_t) { return makeOne(targets[first]); };
  return plan;
}

// How a filter selects any of some targets: "userId in ('ann','bob')", say.
struct Selection {
  const char* Begin;
  const char* BeforeTarget;
  const char* AfterTarget;
  const char* Between;
  const char* End;
};
constexpr Selection UsersSelection{"userId in (", "", "", ",", ")"};
constexpr Selection GroupsSelection{"", "", " in groups", " or ", ""};

/// Sends to all, with a filter that selects the targets.
class ByFilter {
 public:
  ByFilter(std::shared_ptr<const ClientState> client, const Selection& selection,
           std::vector<std::string> targets, const RequestContent& content,
           const SendOptions& options)
      : client_(std::move(client)),
        selection_(selection),
        targets_(std::move(targets)),
        content_(content),
        options_(options) {
    // Refuses now what a filter that selects the targets would hide: a blank one, say.
    (void)Operations::SendToAll(client_->Address, content_, options_);
  }

  [[nodiscard]] Operation operator()(std::size_t first, std::size_t count) const {
    std::string expression = selection_.Begin;
    for (std::size_t i = first; i < first + count; ++i) {
      if (i > first) expression += selection_.Between;
      expression += Clause(i);
    }
    expression += selection_.End;
    SendOptions options = options_;
    if (options.Filter.Expression().empty()) {
      options.Filter = std::move(expression);
    } else {
      options.Filter = "(" + expression + ") and (" + options.Filter.Expression() + ")";
    }
    return Operations::SendToAll(client_->Address, content_, options);
  }

  // As many targets for each request as it holds.
  [[nodiscard]] std::vector<std::size_t> Divide() const {
    std::vector<std::size_t> counts;
    std::size_t url = 0;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const std::size_t more = EncodedSize(selection_.Between + Clause(i));
      if (counts.empty() || counts.back() == MostClauses || url + more > LongestUrl) {
        counts.push_back(0);
        url = (*this)(i, 1).Request.Url().size();
      } else {
        url += more;
      }
      ++counts.back();
    }
    return counts;
  }

 private:
  [[nodiscard]] std::string Clause(std::size_t target) const {
    return selection_.BeforeTarget +
           ClientConnectionFilter::Create("{}", targets_[target]).Expression() +
           selection_.AfterTarget;
  }
  static std::size_t EncodedSize(std::string_view text) {
    std::string encoded;
    AppendPercentEncoded(encoded, text);
    return encoded.size();
  }

  std::shared_ptr<const ClientState> client_;
  Selection selection_;
  std::vector<std::string> targets_;
  RequestContent content_;
  SendOptions options_;
};

FanOutPlan Plan(ByFilter byFilter) {
  FanOutPlan plan;
  plan.TargetsOfRequests = byFilter.Divide();
  plan.Make = std::move(byFilter);
  return plan;
}

bool UsesFilter(const FanOutOptions& how) {
  if (how.MaxConcurrency < 1) RefuseArgument("how.MaxConcurrency", "must be at least 1");
  if (how.Strategy != FanOutStrategy::PerTarget && how.Strategy != FanOutStrategy::Filter) {
    RefuseArgument("how.Strategy", "must be an enumerator of FanOutStrategy");
  }
  return how.Strategy == FanOutStrategy::Filter;
}

}  // namespace

FanOutPlan PlanSendToUsers(std::shared_ptr<const ClientState> client,
                           std::vector<std::string> userIds, const RequestContent& content,
                           const FanOutOptions& how, const SendOptions& options) {
  for (const std::string& userId : userIds) CheckName(userId, "userIds");
  if (UsesFilter(how)) {
    return Plan({std::move(client), UsersSelection, std::move(userIds), content, options});
  }
  return PerTarget(std::move(userIds),
                   [client = std::move(client), content, options](const std::string& userId) {
                     return Operations::SendToUser(client->Address, userId, content, options);
                   });
}

FanOutPlan PlanSendToGroups(std::shared_ptr<const ClientState> client,
                            std::vector<std::string> groups, const RequestContent& content,
                            const FanOutOptions& how, const SendOptions& options) {
  for (const std::string& group : groups) CheckGroup(group, "groups");
  if (UsesFilter(how)) {
    return Plan({std::move(client), GroupsSelection, std::move(groups), content, options});
  }
  return PerTarget(std::move(groups),
                   [client = std::move(client), content, options](const std::string& group) {
                     return Operations::SendToGroup(client->Address, group, content, options);
                   });
}

}  // namespace Azure::Messaging::WebPubSub
