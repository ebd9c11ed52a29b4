#include "events/event_headers.hpp"

#include <string_view>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// In the order of EventHeader, in lower case.
constexpr std::array<std::string_view, static_cast<std::size_t>(EventHeader::UserId) + 1> Names = {
    "authorization",
    "x-ms-client-request-id",
    "ce-connectionid",
    "ce-connectionstate",
    "content-type",
    "ce-eventname",
    "ce-hub",
    "ce-id",
    "webhook-request-origin",
    "ce-physicalconnectionid",
    "ce-sessionid",
    "ce-signature",
    "ce-specversion",
    "ce-subprotocol",
    "ce-time",
    "ce-type",
    "ce-userid",
};

}  // namespace

EventHeaders::EventHeaders(const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    for (std::size_t i = 0; i < Names.size(); ++i) {
      // Most names differ in their length or their last letter.
      if (name.size() != Names[i].size() || ToLowerAscii(name.back()) != Names[i].back() ||
          !EqualsIgnoringCase(name, Names[i])) {
        continue;
      }
      if (slots_[i].Count++ == 0) slots_[i].First = &value;
      break;
    }
  }
}

const std::string* EventHeaders::FindSingle(EventHeader header) const noexcept {
  const Slot& slot = slots_[static_cast<std::size_t>(header)];
  return slot.Count == 1 && !slot.First->empty() ? slot.First : nullptr;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
