#include "local_service/message_body.hpp"
#include "local_service/receiver_filter.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/rest_operations.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Operations {
namespace {

constexpr NumberRange TimeToLive{0, 300, 0, std::numeric_limits<std::uint32_t>::max()};

bool IsAny(const Connection&) { return true; }

// When the message expires; nothing if it never does.
std::optional<Time> ReadExpiry(const RestCall& call) {
  if (IsBlank(call.Parameter("messageTtlSeconds"))) return std::nullopt;
  const std::int64_t seconds = call.Number("messageTtlSeconds", TimeToLive).value_or(0);
  return seconds == 0 ? std::nullopt
                      : std::optional(call.Context().Now + std::chrono::seconds(seconds));
}

Hub::Condition ReadFilter(const RestCall& call) {
  const std::string filter = call.Parameter("filter");
  if (IsBlank(filter)) return IsAny;
  try {
    return ReadReceiverFilter(filter);
  } catch (const FilterError& error) {
    FailBadRequest(error.what());
  }
}

RestResponse Send(const RestCall& call, const std::optional<std::string>& group,
                  const Hub::Condition& isReceiver, const Hub::Condition& isNotExcluded,
                  bool allowsFilter) {
  const auto expires = ReadExpiry(call);
  call.Authorize();
  const Hub::Condition isChosen = allowsFilter ? ReadFilter(call) : IsAny;
  call.CheckLength();
  Message message = ReadMessage(call.Request());
  message.Group = group;
  message.Expires = expires;
  Hub& hub = call.TargetHub();
  try {
    const auto receivers = hub.Select([&](const Connection& one) {
      return isReceiver(one) && isNotExcluded(one) && isChosen(one);
    });
    hub.Deliver(message, receivers, call.Context().Now);
  } catch (const FilterDataError&) {
    return EmptyResponse(500);
  }
  return EmptyResponse(202);
}

}  // namespace

RestResponse SendToAll(const RestCall& call) {
  return Send(call, std::nullopt, IsAny, call.NotExcluded(), true);
}

RestResponse SendToGroup(const RestCall& call) {
  return Send(call, call.Name("group"), call.InGroup(), call.NotExcluded(), true);
}

RestResponse SendToUser(const RestCall& call) {
  return Send(call, std::nullopt, call.OfUser(), IsAny, true);
}

RestResponse SendToConnection(const RestCall& call) {
  return Send(call, std::nullopt, call.IsConnection(), IsAny, false);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Operations
