#include "curl/curl_transport.hpp"

#include <utility>

#include "curl/handles.hpp"
#include "curl/transfer_failure.hpp"
#include "curl/transport_options.hpp"
#include "http/checked_library_use.hpp"
#include "runtime/process_exit.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

const TransportOptions& Checked(const TransportOptions& options) {
  InitialiseCurl();
  const CheckedLibraryUse use;
  CheckTransportOptions(options);
  return options;
}

}  // namespace

CurlTransport::CurlTransport(const TransportOptions& options)
    : resources_(std::make_shared<ClientResources>(Checked(options))),
      pool_(std::make_shared<ConnectionPool>(*resources_)),
      transfers_(std::make_shared<AsyncTransfers>(resources_, pool_)) {}

AttemptOutcome CurlTransport::SendOnce(const HttpRequest& request, const Context& context) {
  const LibraryUse use;
  if (!use) return TransportFailure(TransportError::Cancelled, "the process is exiting", false);
  std::unique_ptr<PooledConnection> connection;
  try {
    connection = pool_->Acquire();
  } catch (const std::exception& exception) {
    return NoHandle(exception);
  }
  return OutcomeOf([&] {
    AttemptOutcome outcome = connection->Send(request, context);
    // A connection that failed isn't kept: its handle may be busy with a resolver.
    if (outcome.HasResponse() || connection->IsHanging()) {
      pool_->Release(std::move(connection));
    } else if (outcome.Failure().ReusedConnection) {
      // A pooled connection was found dead, and its siblings probably are too: the retry opens a
      // fresh one.
      pool_->Clear();
    }
    return outcome;
  });
}

void CurlTransport::SendOnceAsync(const HttpRequest& request, const Context& context,
                                  HttpTransport::Completion done) {
  transfers_->Start(request, context, std::move(done));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
