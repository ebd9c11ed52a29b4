#include "client/fan_out.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "client/readers.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

/// Keeps a bounded number of requests under way until all are answered. Lives on the loop's thread.
class FanOut : public std::enable_shared_from_this<FanOut> {
 public:
  using Done = std::function<void(Result<FanOutResults>)>;

  FanOut(std::shared_ptr<const ClientState> client, FanOutPlan plan, std::size_t maxConcurrency,
         const Context& context, Done done)
      : client_(std::move(client)),
        plan_(std::move(plan)),
        maxConcurrency_(maxConcurrency),
        context_(context),
        done_(std::move(done)),
        answers_(plan_.TargetsOfRequests.size()) {}

  // Begins what may begin. While it is at it, requests that end at once only make room.
  void GoOn() {
    if (isBeginning_) return;
    isBeginning_ = true;
    while (begun_ < answers_.size() && begun_ - ended_ < maxConcurrency_) BeginNext();
    isBeginning_ = false;
    if (ended_ == answers_.size()) done_(Results());
  }

 private:
  void BeginNext() {
    const std::size_t request = begun_++;
    const std::size_t first = std::exchange(firstTarget_, firstTarget_ + Targets(request));
    client_->Begin(plan_.Make(first, Targets(request)), context_, Readers::Nothing,
                   [self = shared_from_this(), request](Result<Response> answer) {
                     self->answers_[request].emplace(std::move(answer));
                     ++self->ended_;
                     self->GoOn();
                   });
  }

  [[nodiscard]] std::size_t Targets(std::size_t request) const {
    return plan_.TargetsOfRequests[request];
  }

  [[nodiscard]] FanOutResults Results() const {
    FanOutResults results;
    results.reserve(firstTarget_);
    for (std::size_t request = 0; request < answers_.size(); ++request) {
      results.insert(results.end(), Targets(request), *answers_[request]);
    }
    return results;
  }

  const std::shared_ptr<const ClientState> client_;
  const FanOutPlan plan_;
  const std::size_t maxConcurrency_;
  const Context context_;
  const Done done_;

  std::vector<std::optional<Result<Response>>> answers_;
  std::size_t begun_ = 0;
  std::size_t ended_ = 0;
  std::size_t firstTarget_ = 0;  // of the next request
  bool isBeginning_ = false;
};

}  // namespace

Future<FanOutResults> StartFanOut(std::shared_ptr<const ClientState> client, FanOutPlan plan,
                                  std::size_t maxConcurrency, std::size_t bytes,
                                  const Context& context) {
  if (plan.TargetsOfRequests.empty()) return client->Ready(FanOutResults());
  const Operation first = plan.Make(0, plan.TargetsOfRequests.front());
  return client->StartCounted<FanOutResults>(first, bytes, context, [&](auto done) {
    const auto fanOut =
        std::make_shared<FanOut>(client, std::move(plan), maxConcurrency, context, std::move(done));
    if (!client->Pipeline.Runtime->Loop().Post([fanOut] { fanOut->GoOn(); })) fanOut->GoOn();
  });
}

}  // namespace Azure::Messaging::WebPubSub
