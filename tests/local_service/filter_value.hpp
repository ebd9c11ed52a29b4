#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// The service counts and cuts texts by UTF-16 code unit. A missing text is still of type text.
using Text = std::optional<std::u16string>;
/// A null pointer is the empty collection.
using Groups = const std::set<std::string>*;
using Value = std::variant<std::nullptr_t, bool, std::int32_t, Text, Groups>;

/// The literal null, or a missing text.
bool IsNull(const Value& value);

/// Values of different types aren't equal, which is no error.
bool AreEqual(const Value& a, const Value& b);

/// These throw Fault if the value is of another type.
bool AsBool(const Value& value);
std::int32_t AsInt(const Value& value);
const Text& AsText(const Value& value);
Groups AsGroups(const Value& value);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
