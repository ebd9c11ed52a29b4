#include "pipeline/authorize.hpp"

#include <optional>
#include <string>

namespace Azure::Messaging::WebPubSub {

std::function<NextStep(CallMachine&)> Authorize(const Pipeline& pipeline,
                                                const CallStep::Authorize& wanted,
                                                const Context& context) {
  try {
    auto token = pipeline.Tokens->Fetch(context, wanted.Claims, wanted.Rejected);
    if (!token) return [](CallMachine& call) { return call.OnCancelled(); };
    return [token = *std::move(token)](CallMachine& call) { return call.OnToken(token); };
  } catch (...) {
    return [cause = std::current_exception()](CallMachine& call) { return call.OnNoToken(cause); };
  }
}

}  // namespace Azure::Messaging::WebPubSub
