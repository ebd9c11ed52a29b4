#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/fan_out.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "client/requests.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

/// The requests of a fan-out, and the targets of each.
struct FanOutPlan {
  /// For each request in order, the number of its targets.
  std::vector<std::size_t> TargetsOfRequests;
  /// Builds the request for `count` targets from `first` on. Once for each request: a fan-out to
  /// many targets doesn't hold all its requests at once.
  std::function<Operation<Response>(std::size_t first, std::size_t count)> Build;
};

/// @param hub must outlive the plan.
/// @throws std::invalid_argument for a bad target or option, before anything is built.
FanOutPlan PlanSendToUsers(const HubAddress& hub, std::vector<std::string> userIds,
                           const RequestContent& content, const FanOutOptions& how,
                           const SendOptions& options);
FanOutPlan PlanSendToGroups(const HubAddress& hub, std::vector<std::string> groups,
                            const RequestContent& content, const FanOutOptions& how,
                            const SendOptions& options);

}  // namespace Azure::Messaging::WebPubSub::Detail
