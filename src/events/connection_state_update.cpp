#include <azure/messaging/webpubsub/event_replies.hpp>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "json/connection_states.hpp"

namespace Azure::Messaging::WebPubSub {

void ConnectionStateUpdate::SetState(std::string name, std::string value) {
  raw_.reset();
  changes_[std::move(name)] = std::move(value);
}

void ConnectionStateUpdate::ClearStates() {
  raw_.reset();
  changes_.clear();
  clears_ = true;
}

void ConnectionStateUpdate::SetRawState(std::string text) {
  changes_.clear();
  clears_ = false;
  raw_ = std::move(text);
}

std::optional<std::string> ConnectionStateUpdate::ToHeader(const ConnectionContext& context) const {
  Detail::RefuseMovedFrom(*this, "this");
  Detail::RefuseMovedFrom(context, "context");
  if (raw_) {
    Detail::Require(Detail::AllOf(*raw_, Detail::IsPrintableAscii), "raw state",
                    "must be printable ASCII characters");
    return raw_;
  }
  if (!clears_ && changes_.empty()) return std::nullopt;
  Detail::ConnectionStates states = changes_;
  if (!clears_) states.insert(context.States.begin(), context.States.end());
  return Detail::WriteConnectionStates(states, context.StatesFormat);
}

}  // namespace Azure::Messaging::WebPubSub
