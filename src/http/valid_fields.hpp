#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace Azure::Messaging::WebPubSub::Detail {

/// Whether a field can stand in a message: the name is an HTTP token, and the value holds no
/// control character other than a tab.
bool IsValidField(std::string_view name, std::string_view value);

/// Adds header fields of the library, which are valid by construction, without the check that
/// HttpHeaders makes for fields from outside: it would cost as much as building a request.
class ValidFields {
 public:
  explicit ValidFields(HttpHeaders& headers) : headers_(headers) {}

  /// Like HttpHeaders::Set.
  /// @param name an HTTP token.
  /// @param value without control characters.
  void Set(std::string_view name, std::string value) {
    headers_.Remove(name);
    Append(name, std::move(value));
  }
  /// Like HttpHeaders::Append.
  void Append(std::string_view name, std::string value) {
    headers_.fields_->emplace_back(name, std::move(value));
  }
  /// The value of the first field of this name, moved out of it; empty where there is none.
  [[nodiscard]] std::string TakeValue(std::string_view name);
  /// The field that was added last. Only if there is one.
  [[nodiscard]] HttpHeaders::Field& Last() { return headers_.fields_->back(); }
  void RemoveLast() { headers_.fields_->pop_back(); }

 private:
  HttpHeaders& headers_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
