#pragma once

#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "local_service/http_url.hpp"
#include "local_service/rest_message.hpp"
#include "local_service/socket_stream.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// A request that the service sends to an event handler.
struct OutgoingRequest {
  std::string Method;
  HttpUrl Url;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

/// What came of one request.
struct HttpCallResult {
  /// Its header names are in lower case; nothing if there is no complete response.
  std::optional<RestResponse> Response;
  /// Why there is no response.
  std::string Error;
  /// Whether another attempt may succeed.
  bool IsTransient = false;
};

/// One request on a connection of its own. It ends on the executor's thread.
class HttpCall {
 public:
  static constexpr std::size_t MaxResponseSize = 16 * 1024 * 1024;

  using OnHead = std::function<void()>;
  using OnDone = std::function<void(HttpCallResult result)>;

  virtual ~HttpCall() = default;
  /// Ends the call at once. It calls nothing after this.
  virtual void Cancel() = 0;

  /// @param tls is used for https URLs, and must outlive the call.
  /// @param onHead is called when the response's status and headers have arrived.
  static std::shared_ptr<HttpCall> Start(const SocketStream::executor_type& executor,
                                         boost::asio::ssl::context& tls,
                                         const OutgoingRequest& request, OnHead onHead,
                                         OnDone onDone);

 protected:
  HttpCall() = default;
  HttpCall(const HttpCall&) = default;
  HttpCall& operator=(const HttpCall&) = default;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
