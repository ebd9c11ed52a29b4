#pragma once

#include <azure/messaging/webpubsub/export.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

namespace Detail {
class ValidFields;
}

/// The HTTP methods that the service's REST API uses.
enum class HttpMethod { Get, Head, Put, Post, Delete };

/// The method as it stands in a request line, for example "POST".
AZURE_MESSAGING_WEBPUBSUB_API std::string_view ToString(HttpMethod method) noexcept;

/// The header fields of a request or a response, in order. Names are compared without case. There
/// are none once they were moved from.
class AZURE_MESSAGING_WEBPUBSUB_API HttpHeaders {
 public:
  /// A name and a value.
  using Field = std::pair<std::string, std::string>;

  /// No fields.
  HttpHeaders() = default;
  /// Throws like Set.
  HttpHeaders(std::initializer_list<Field> fields);

  /// Replaces every field of this name by one, or adds it at the end.
  /// @throws std::invalid_argument if the name isn't an HTTP token, or if the value holds a control
  ///   character other than a tab: neither can split a message in two.
  void Set(std::string name, std::string value);

  /// Adds a field at the end, whatever is there already. Throws like Set.
  void Append(std::string name, std::string value);

  /// Makes room for so many fields.
  void Reserve(std::size_t fields);

  /// Removes every field of this name.
  void Remove(std::string_view name);

  /// The value of the first field of this name, or null. Valid until the headers change.
  [[nodiscard]] const std::string* Find(std::string_view name) const noexcept;

  /// A copy of the value of the first field of this name, or nothing.
  [[nodiscard]] std::optional<std::string> Get(std::string_view name) const;

  /// Whether there is a field of this name.
  [[nodiscard]] bool Contains(std::string_view name) const noexcept {
    return Find(name) != nullptr;
  }
  /// How many fields there are.
  [[nodiscard]] std::size_t Size() const noexcept { return fields_->size(); }
  /// The first field, in the order of sending.
  [[nodiscard]] std::vector<Field>::const_iterator begin() const noexcept {
    return fields_->begin();
  }
  /// The end of the fields.
  [[nodiscard]] std::vector<Field>::const_iterator end() const noexcept { return fields_->end(); }

 private:
  friend class Detail::ValidFields;

  Detail::EmptiedByMove<std::vector<Field>> fields_;
};

/// One HTTP request: what a transport sends and what a policy may change before it is sent.
///
/// A cheap value: copies share the body. One that was moved from has no URL, no headers and no
/// body.
class HttpRequest {
 public:
  /// @param method the HTTP method.
  /// @param url the absolute URL, percent-encoded.
  HttpRequest(HttpMethod method, std::string url) : method_(method), url_(std::move(url)) {}

  /// The HTTP method.
  [[nodiscard]] HttpMethod Method() const noexcept { return method_; }

  /// The absolute URL, percent-encoded. It is sent as it is, with dot segments.
  [[nodiscard]] const std::string& Url() const noexcept { return *url_; }
  /// @param url absolute and percent-encoded.
  void SetUrl(std::string url) { *url_ = std::move(url); }

  /// The header fields, to read or change.
  [[nodiscard]] HttpHeaders& Headers() noexcept { return headers_; }
  /// The header fields.
  [[nodiscard]] const HttpHeaders& Headers() const noexcept { return headers_; }

  /// False for a request that has no body, as opposed to an empty one.
  [[nodiscard]] bool HasBody() const noexcept { return body_ != nullptr; }
  /// The body's bytes; empty without a body. Valid for as long as any copy of the request lives.
  [[nodiscard]] std::string_view Body() const noexcept {
    return body_ ? std::string_view(*body_) : std::string_view();
  }
  /// @param body shared between all copies of the request; null for no body.
  void SetBody(std::shared_ptr<const std::string> body) noexcept { body_ = std::move(body); }

 private:
  HttpMethod method_;
  Detail::EmptiedByMove<std::string> url_;
  HttpHeaders headers_;
  std::shared_ptr<const std::string> body_;
};

/// One HTTP response, whatever its status. One that was moved from is empty: its status is 0.
class HttpResponse {
 public:
  /// @param status the HTTP status code.
  /// @param headers the header fields.
  /// @param body the body's bytes.
  explicit HttpResponse(int status, HttpHeaders headers = {}, std::string body = {})
      : status_(status), headers_(std::move(headers)), body_(std::move(body)) {}

  /// The status code, for example 202.
  [[nodiscard]] int Status() const noexcept { return *status_; }

  /// The reason phrase of the status line; empty where the server sent none.
  [[nodiscard]] const std::string& ReasonPhrase() const noexcept { return *reasonPhrase_; }
  /// @param reasonPhrase see ReasonPhrase().
  void SetReasonPhrase(std::string reasonPhrase) { *reasonPhrase_ = std::move(reasonPhrase); }

  /// The header fields, to read or change.
  [[nodiscard]] HttpHeaders& Headers() noexcept { return headers_; }
  /// The header fields.
  [[nodiscard]] const HttpHeaders& Headers() const noexcept { return headers_; }

  /// The body's bytes.
  [[nodiscard]] const std::string& Body() const noexcept { return *body_; }
  /// @param body the body's bytes.
  void SetBody(std::string body) { *body_ = std::move(body); }

 private:
  Detail::EmptiedByMove<int> status_;
  Detail::EmptiedByMove<std::string> reasonPhrase_;
  HttpHeaders headers_;
  Detail::EmptiedByMove<std::string> body_;
};

}  // namespace Azure::Messaging::WebPubSub
