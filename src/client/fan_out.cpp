#include <azure/messaging/webpubsub/client.hpp>
#include <azure/messaging/webpubsub/fan_out.hpp>

#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "client/client_state.hpp"
#include "client/fan_out_plan.hpp"

namespace Azure::Messaging::WebPubSub {
namespace Detail {
namespace {

using FanOutResults = std::vector<Result<Response>>;

/// Keeps a bounded number of requests under way until all have ended. Used on the loop's thread,
/// where a request for which there is no memory fails alone.
class FanOut : public std::enable_shared_from_this<FanOut> {
 public:
  using Done = std::function<void(Result<FanOutResults>)>;

  /// To be made on the thread that makes the call.
  /// @param first the first request of the plan.
  FanOut(std::shared_ptr<const ClientState> client, FanOutPlan plan, Operation<Response> first,
         std::size_t maxConcurrency, const Context& context, Done done)
      : client_(std::move(client)),
        plan_(std::move(plan)),
        next_(std::move(first)),
        maxConcurrency_(maxConcurrency),
        context_(context),
        done_(std::move(done)),
        callerContext_(client_->CaptureCallerContext()),
        results_(plan_.TargetsOfRequests.size()) {
    const auto& targets = plan_.TargetsOfRequests;
    ofTargets_.reserve(std::accumulate(targets.begin(), targets.end(), std::size_t{0}));
  }

  // Starts what may start. A request that ends at once, while this runs, only makes room.
  void StartMore() noexcept {
    if (isStarting_) return;
    isStarting_ = true;
    while (started_ < results_.size() && started_ - ended_ < maxConcurrency_) StartNext();
    isStarting_ = false;
    if (ended_ == results_.size()) End();
  }

 private:
  void StartNext() noexcept {
    const std::size_t request = started_++;
    const std::size_t targets = plan_.TargetsOfRequests[request];
    const std::size_t first = std::exchange(firstTarget_, firstTarget_ + targets);
    try {
      auto operation = next_ ? *std::exchange(next_, std::nullopt) : plan_.Build(first, targets);
      operation.IsOneOfMany = true;
      operation.CallerContext = callerContext_;
      client_->StartUncounted(std::move(operation), client_->WithCallTimeout(context_),
                              [self = shared_from_this(), request](Result<Response> result) {
                                self->OnEnd(request, std::move(result));
                              });
    } catch (...) {
      OnEnd(request, std::current_exception());
    }
  }

  void OnEnd(std::size_t request, Result<Response> result) noexcept {
    results_[request].emplace(std::move(result));
    ++ended_;
    StartMore();
  }

  void End() noexcept {
    for (std::size_t request = 0; request < results_.size(); ++request) {
      ofTargets_.insert(ofTargets_.end(), plan_.TargetsOfRequests[request], *results_[request]);
    }
    callerContext_.reset();
    done_(std::move(ofTargets_));
  }

  const std::shared_ptr<const ClientState> client_;
  const FanOutPlan plan_;
  std::optional<Operation<Response>> next_;
  const std::size_t maxConcurrency_;
  const Context context_;
  const Done done_;
  std::shared_ptr<const void> callerContext_;

  std::vector<std::optional<Result<Response>>> results_;  // of the requests
  FanOutResults ofTargets_;                               // at the end
  std::size_t started_ = 0;
  std::size_t ended_ = 0;
  std::size_t firstTarget_ = 0;  // of the next request
  bool isStarting_ = false;
};

// @param bytes of the message, which count once.
Future<FanOutResults> StartFanOut(const std::shared_ptr<const ClientState>& client, FanOutPlan plan,
                                  const FanOutOptions& how, std::size_t bytes,
                                  const Context& context) {
  if (plan.TargetsOfRequests.empty()) return client->Ready(FanOutResults());
  auto first = plan.Build(0, plan.TargetsOfRequests.front());
  const Context limited = client->WithCallTimeout(context);  // while it waits for room
  const std::size_t maxConcurrency = how.MaxConcurrency.value_or(client->Pipeline.MaxConnections);
  return client->StartCounted<FanOutResults>(first, bytes, limited, [&](auto done) {
    const auto fanOut = std::make_shared<FanOut>(client, std::move(plan), std::move(first),
                                                 maxConcurrency, context, std::move(done));
    if (!client->Pipeline.Runtime->Loop().Post([fanOut] { fanOut->StartMore(); })) {
      fanOut->StartMore();
    }
  });
}

}  // namespace
}  // namespace Detail

std::vector<Result<Response>> WebPubSubServiceClient::SendToUsers(
    const std::vector<std::string>& userIds, const RequestContent& content,
    const FanOutOptions& how, const SendOptions& options, const Context& context) const {
  Detail::RefuseToBlockOnIoThread("SendToUsers");
  return SendToUsersAsync(userIds, content, how, options, context).Get();
}

Future<std::vector<Result<Response>>> WebPubSubServiceClient::SendToUsersAsync(
    const std::vector<std::string>& userIds, const RequestContent& content,
    const FanOutOptions& how, const SendOptions& options, const Context& context) const {
  auto plan = Detail::PlanSendToUsers(state_->Address, userIds, content, how, options);
  return Detail::StartFanOut(state_.Shared(), std::move(plan), how, content.Bytes().size(),
                             context);
}

std::vector<Result<Response>> WebPubSubServiceClient::SendToGroups(
    const std::vector<std::string>& groups, const RequestContent& content, const FanOutOptions& how,
    const SendOptions& options, const Context& context) const {
  Detail::RefuseToBlockOnIoThread("SendToGroups");
  return SendToGroupsAsync(groups, content, how, options, context).Get();
}

Future<std::vector<Result<Response>>> WebPubSubServiceClient::SendToGroupsAsync(
    const std::vector<std::string>& groups, const RequestContent& content, const FanOutOptions& how,
    const SendOptions& options, const Context& context) const {
  auto plan = Detail::PlanSendToGroups(state_->Address, groups, content, how, options);
  return Detail::StartFanOut(state_.Shared(), std::move(plan), how, content.Bytes().size(),
                             context);
}

}  // namespace Azure::Messaging::WebPubSub
