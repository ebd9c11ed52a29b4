#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// Adds header fields of the library, which are valid by construction, without the check that
/// HttpHeaders makes for fields from outside: it would cost as much as building a request.
class ValidFields {
 public:
  explicit ValidFields(HttpHeaders& headers) : headers_(headers) {}

  /// Like HttpHeaders::Set.
  /// @param name an HTTP token.
  /// @param value without control characters.
  void Set(std::string name, std::string value) {
    headers_.Remove(name);
    Append(std::move(name), std::move(value));
  }
  /// Like HttpHeaders::Append.
  void Append(std::string name, std::string value) {
    headers_.fields_.emplace_back(std::move(name), std::move(value));
  }

 private:
  HttpHeaders& headers_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
