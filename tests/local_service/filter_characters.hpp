#pragma once

#include <string>

// What the filter's functions know of characters, without regard to any culture.
namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// The letters of ASCII, Latin-1, Greek and Cyrillic; all else stays as it is.
std::u16string ToLower(std::u16string text);
std::u16string ToUpper(std::u16string text);

/// Whether comparisons by a culture pass it over: joiners and other characters without a look.
bool IsIgnorable(char16_t unit);

/// Without the white space around it.
std::u16string Trim(const std::u16string& text);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
