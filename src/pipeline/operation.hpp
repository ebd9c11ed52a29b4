#pragma once

#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Detail {

/// What a call sends, and which responses are a success: all that the call machine knows about an
/// operation.
struct OperationRequest {
  /// The name of the client's method, for observers and messages.
  std::string_view Name;
  HttpRequest Request;
  /// The only status that is a success: another one means that something else has responded.
  int SuccessStatus = 0;
  /// Whether 404 is a success too: it means "no".
  bool NotFoundIsSuccess = false;
  /// Whether it is a send; all other operations are idempotent (see SendRetry).
  bool IsSend = false;
  /// Whether it is one of many that start together, and so should not come back together.
  bool IsOneOfMany = false;
  /// False if the service requires no token.
  bool NeedsToken = true;
  /// What the observer captured on the caller's thread.
  std::shared_ptr<const void> CallerContext = nullptr;
};

/// How a call ended well.
struct CallResult {
  Response RawResponse;
  int Attempts;
};

/// One operation of the REST API as a value: what to send, and how to read the response.
template <class T>
struct Operation : OperationRequest {
  using Value = T;

  Operation(OperationRequest&& request, std::function<T(CallResult)> read)
      : OperationRequest(std::move(request)), Read(std::move(read)) {}

  std::function<T(CallResult)> Read;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
