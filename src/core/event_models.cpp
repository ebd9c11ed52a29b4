#include <azure/messaging/webpubsub/event_models.hpp>

#include <algorithm>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {

bool HeaderNameLess::operator()(std::string_view a, std::string_view b) const noexcept {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return Detail::ToLowerAscii(x) < Detail::ToLowerAscii(y);
  });
}

}  // namespace Azure::Messaging::WebPubSub
