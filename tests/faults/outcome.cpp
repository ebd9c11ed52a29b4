#include "outcome.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

Outcome Failure(const std::string& ending, const WebPubSubException& failed) {
  return {ending, failed.MayHaveBeenAccepted(), failed.Attempts()};
}

}  // namespace

Outcome OutcomeOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const RequestFailedException& failed) {
    return Failure("RequestFailed " + std::to_string(failed.Status()), failed);
  } catch (const TransportException& failed) {
    return Failure("Transport " + std::string(ToString(failed.Cause())), failed);
  } catch (const InvalidResponseException& failed) {
    return Failure("InvalidResponse", failed);
  } catch (const AuthenticationException& failed) {
    return Failure("Authentication", failed);
  } catch (const OperationCancelledException& failed) {
    return Failure("Cancelled", failed);
  }
  return Success();
}

}  // namespace Azure::Messaging::WebPubSub::Testing
