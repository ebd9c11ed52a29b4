#include "client/client_state.hpp"

#include <system_error>

#include "core/arguments.hpp"
#include "pipeline/call_log.hpp"
#include "pipeline/failures.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {

std::shared_ptr<const ClientState> ClientState::WithHub(std::string_view hub) const {
  CheckHub(hub);
  Detail::Pipeline pipeline = Pipeline;
  pipeline.Hub = hub;
  return std::make_shared<const ClientState>(Address.WithHub(hub), std::move(pipeline), Key);
}

Context ClientState::WithCallTimeout(const Context& context) const {
  if (!Pipeline.CallTimeout) return context;
  return Context::WithDeadline(Pipeline.Environment.SteadyNow() + *Pipeline.CallTimeout, context);
}

std::shared_ptr<const void> ClientState::CaptureCallerContext() const noexcept {
  std::shared_ptr<const void> captured;
  if (!Pipeline.Observer) return captured;
  RunUserCode(Pipeline.Log, "CaptureCallerContext",
              [&] { captured = Pipeline.Observer->CaptureCallerContext(); });
  return captured;
}

std::exception_ptr ClientState::Admit(const OperationRequest& operation, std::size_t bytes,
                                      const Context& context) const {
  if (ProcessExit::HasBegun()) return ProcessIsExiting(operation, {});
  try {
    Pipeline.Runtime->Loop().Start();
  } catch (const std::system_error& noThread) {
    return NotStarted(operation, noThread);
  }
  switch (Pipeline.Runtime->Limit().Acquire(bytes, context)) {
    case CallLimit::Admission::Admitted:
      break;
    case CallLimit::Admission::Full:
      return TooManyCalls(operation);
    case CallLimit::Admission::ContextEnded:
      if (ProcessExit::HasBegun()) return ProcessIsExiting(operation, {});
      return Cancelled(operation, context.IsCancelled(), {});
  }
  return nullptr;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
