#include "local_service/receiver_filter.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

Hub::Condition ReadReceiverFilter(std::string_view text) {
  return [filter = Filter::Parse(text)](const Connection& one) {
    return filter.Matches({one.UserId, one.Id, &one.Groups, SubprotocolName(one.Protocol)});
  };
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
