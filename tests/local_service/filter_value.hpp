#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// The service measures and slices texts in UTF-16 code units. A missing text is still a text.
using Text = std::optional<std::u16string>;
/// A null pointer stands for an empty collection.
using Groups = const std::set<std::string>*;
using Value = std::variant<std::nullptr_t, bool, std::int32_t, Text, Groups>;

/// Whether a value is the literal null or a missing text.
bool IsNull(const Value& value);

/// Values of different types aren't equal. Comparing them is not an error.
bool AreEqual(const Value& a, const Value& b);

/// These throw Error if the value has another type.
bool AsBool(const Value& value);
std::int32_t AsInt(const Value& value);
const Text& AsText(const Value& value);
Groups AsGroups(const Value& value);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
