#include "local_service/filter_value.hpp"

#include "local_service/filter_language_error.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {
namespace {

constexpr const char* TypeNames[] = {"null", "bool", "int", "string", "collection"};

template <class Type>
const Type& As(const Value& value) {
  if (const Type* typed = std::get_if<Type>(&value)) return *typed;
  throw Error(std::string("Type '") + TypeNames[value.index()] + "', expect '" +
              TypeNames[Value(Type()).index()] + "'.");
}

}  // namespace

bool IsNull(const Value& value) {
  const Text* text = std::get_if<Text>(&value);
  return std::holds_alternative<std::nullptr_t>(value) || (text != nullptr && !*text);
}

bool AreEqual(const Value& a, const Value& b) {
  if (IsNull(a) || IsNull(b)) return IsNull(a) && IsNull(b);
  // In the service, a collection isn't equal even to itself.
  return !std::holds_alternative<Groups>(a) && a == b;
}

bool AsBool(const Value& value) { return As<bool>(value); }
std::int32_t AsInt(const Value& value) { return As<std::int32_t>(value); }
const Text& AsText(const Value& value) { return As<Text>(value); }
Groups AsGroups(const Value& value) { return As<Groups>(value); }

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
