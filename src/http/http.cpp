#include <azure/messaging/webpubsub/http.hpp>

#include <algorithm>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "http/valid_fields.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// Without an early exit, so that the compiler checks many characters at once.
bool HasControls(std::string_view text) {
  unsigned char found = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    found |= static_cast<unsigned char>((byte < 0x20) & (byte != '\t'));
    found |= static_cast<unsigned char>(byte == 0x7f);
  }
  return found != 0;
}

bool IsToken(std::string_view text) {
  return !text.empty() && Detail::AllOf(text, Detail::IsTokenCharacter);
}

void CheckField(const std::string& name, const std::string& value) {
  Detail::Require(IsToken(name), "name",
                  "must be an HTTP token (letters, digits and !#$%&'*+-.^_`|~)");
  if (HasControls(value)) {
    Detail::RefuseArgument("value", "must not hold control characters (header " + name + ")");
  }
}

}  // namespace

bool Detail::IsValidField(std::string_view name, std::string_view value) {
  return IsToken(name) && !HasControls(value);
}

std::string Detail::ValidFields::TakeValue(std::string_view name) {
  for (auto& [fieldName, value] : *headers_.fields_) {
    if (EqualsIgnoringCase(fieldName, name)) return std::move(value);
  }
  return {};
}

std::string_view ToString(HttpMethod method) noexcept {
  switch (method) {
    case HttpMethod::Get:
      return "GET";
    case HttpMethod::Head:
      return "HEAD";
    case HttpMethod::Put:
      return "PUT";
    case HttpMethod::Post:
      return "POST";
    case HttpMethod::Delete:
      return "DELETE";
  }
  return "";
}

HttpHeaders::HttpHeaders(std::initializer_list<Field> fields) : fields_(fields) {
  for (const auto& [name, value] : *fields_) CheckField(name, value);
}

void HttpHeaders::Set(std::string name, std::string value) {
  CheckField(name, value);
  const auto sameName = [&name](const Field& field) {
    return Detail::EqualsIgnoringCase(field.first, name);
  };
  const auto first = std::find_if(fields_->begin(), fields_->end(), sameName);
  if (first == fields_->end()) {
    fields_->emplace_back(std::move(name), std::move(value));
    return;
  }
  first->second = std::move(value);
  fields_->erase(std::remove_if(first + 1, fields_->end(), sameName), fields_->end());
}

void HttpHeaders::Append(std::string name, std::string value) {
  CheckField(name, value);
  fields_->emplace_back(std::move(name), std::move(value));
}

void HttpHeaders::Reserve(std::size_t fields) { fields_->reserve(fields); }

void HttpHeaders::Remove(std::string_view name) {
  fields_->erase(std::remove_if(fields_->begin(), fields_->end(),
                                [name](const Field& field) {
                                  return Detail::EqualsIgnoringCase(field.first, name);
                                }),
                 fields_->end());
}

const std::string* HttpHeaders::Find(std::string_view name) const noexcept {
  for (const Field& field : *fields_) {
    if (Detail::EqualsIgnoringCase(field.first, name)) return &field.second;
  }
  return nullptr;
}

std::optional<std::string> HttpHeaders::Get(std::string_view name) const {
  const std::string* value = Find(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub
