#pragma once

#include <string>

// Character operations for the functions of filters, independent of any culture.
namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage {

/// Changes the letters of ASCII, Latin-1, Greek and Cyrillic, and no other characters.
std::u16string ToLower(std::u16string text);
std::u16string ToUpper(std::u16string text);

/// Whether culture-sensitive comparisons ignore a character, such as a zero-width joiner.
bool IsIgnorable(char16_t unit);

/// Removes white space from both ends.
std::u16string Trim(const std::u16string& text);

}  // namespace Azure::Messaging::WebPubSub::LocalService::FilterLanguage
