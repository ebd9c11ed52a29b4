#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/http.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <memory>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// The service's response to an operation. An immutable value; copies share the data.
/// One that was moved from is empty: its status is 0.
class AZURE_MESSAGING_WEBPUBSUB_API Response {
 public:
  /// An empty response, for containers and for frameworks that need a value before there is one.
  Response() = default;
  /// @param response as it came.
  /// @param clientRequestId what was sent as `x-ms-client-request-id`.
  explicit Response(HttpResponse response, std::string clientRequestId = {});

  /// The HTTP status code.
  [[nodiscard]] int Status() const noexcept { return Content().Http.Status(); }
  /// The reason phrase of the status line; empty where the server sent none.
  [[nodiscard]] const std::string& ReasonPhrase() const noexcept {
    return Content().Http.ReasonPhrase();
  }
  /// The header fields.
  [[nodiscard]] const HttpHeaders& Headers() const noexcept { return Content().Http.Headers(); }
  /// The body's bytes.
  [[nodiscard]] const std::string& Body() const noexcept { return Content().Http.Body(); }

  /// The id that the call was made with, the same on all its attempts.
  [[nodiscard]] const std::string& ClientRequestId() const noexcept {
    return Content().ClientRequestId;
  }
  /// The service's own id for the request (`x-ms-request-id`); empty where it sent none.
  [[nodiscard]] std::string ServiceRequestId() const {
    return Headers().Get("x-ms-request-id").value_or(std::string());
  }

 private:
  struct Data {
    Data(HttpResponse&& response, std::string&& clientRequestId)
        : Http(std::move(response)), ClientRequestId(std::move(clientRequestId)) {}
    HttpResponse Http;
    std::string ClientRequestId;
  };
  [[nodiscard]] const Data& Content() const noexcept { return data_ ? *data_ : NoData(); }
  static const Data& NoData() noexcept;

  std::shared_ptr<const Data> data_;
};

/// A Response with a value that was read from it, and converts to:
///
///     bool there = client.GroupExists("room");
///
/// The value of one that was moved from is `T()`.
template <class T>
class ValueResponse : public Response {
 public:
  /// An empty response with the value `T()`.
  ValueResponse() = default;
  /// @param response the service's response.
  /// @param value what was read from it.
  ValueResponse(Response response, T value)
      : Response(std::move(response)), value_(std::move(value)) {}

  /// What was read from the response. Valid as long as this object.
  [[nodiscard]] const T& Value() const& noexcept { return *value_; }
  /// @overload
  /// Of a temporary: a value, which doesn't refer into it.
  [[nodiscard]] T Value() && { return std::move(*value_); }
  // Implicit, so that a call can be tested: `if (client.GroupExists("room"))`.
  /// A copy of the value.
  operator T() const { return *value_; }  // NOLINT(google-explicit-constructor)

 private:
  Detail::EmptiedByMove<T> value_;
};

}  // namespace Azure::Messaging::WebPubSub
