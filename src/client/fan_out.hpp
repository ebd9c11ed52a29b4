#pragma once

#include <azure/messaging/webpubsub/content.hpp>
#include <azure/messaging/webpubsub/fan_out.hpp>
#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/operation_options.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "client/client_state.hpp"

namespace Azure::Messaging::WebPubSub {

using FanOutResults = std::vector<Result<Response>>;

/// What a fan-out sends: in how many requests, and which targets are served by which.
struct FanOutPlan {
  /// Of each request in order, how many of the targets it serves.
  std::vector<std::size_t> TargetsOfRequests;
  /// Makes the request for `count` targets from `first` on.
  std::function<Operation(std::size_t first, std::size_t count)> Make;
};

/// @throws std::invalid_argument for targets and options that can't be.
FanOutPlan PlanSendToUsers(std::shared_ptr<const ClientState> client,
                           std::vector<std::string> userIds, const RequestContent& content,
                           const FanOutOptions& how, const SendOptions& options);
FanOutPlan PlanSendToGroups(std::shared_ptr<const ClientState> client,
                            std::vector<std::string> groups, const RequestContent& content,
                            const FanOutOptions& how, const SendOptions& options);

/// Carries a plan out in the background.
/// @param bytes of the message, which count once.
Future<FanOutResults> StartFanOut(std::shared_ptr<const ClientState> client, FanOutPlan plan,
                                  std::size_t maxConcurrency, std::size_t bytes,
                                  const Context& context);

}  // namespace Azure::Messaging::WebPubSub
