#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Text functions: names, percent-encoding, JSON strings, Base64.
namespace Azure::Messaging::WebPubSub::LocalService {

std::string ToLower(std::string_view text);
bool EqualsIgnoringCase(std::string_view a, std::string_view b);
bool IsBlank(std::string_view text);
std::string_view TrimBlanks(std::string_view text);
/// The parts between commas, without surrounding blanks; empty ones are left out.
std::vector<std::string> SplitList(std::string_view list);

bool IsHubName(std::string_view name);
/// Whether a name has 1 to 1,024 UTF-16 code units on one line, and not only blanks.
bool IsGroupName(std::string_view name);

/// Decodes %XX once, and leaves everything else unchanged.
std::string PercentDecode(std::string_view text);
/// Like PercentDecode, but leaves an encoded slash as it is.
std::string DecodePathSegment(std::string_view segment);

/// Encodes a decoded path as .NET does: leaves slashes, and everything of the form %XX, unchanged.
std::string EncodePath(std::string_view path);

/// Encodes everything but letters, digits and `-._~`.
std::string PercentEncode(std::string_view text);

/// The decoded parameters of a query, in order.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);

/// Converts UTF-8 to UTF-16. Replaces invalid bytes by U+FFFD.
std::u16string ToUtf16(std::string_view utf8);

/// A JSON string with its quotes. Like the service, it escapes non-ASCII and some other characters.
std::string QuoteJson(std::string_view text);

/// Decodes Base64 with padding; nothing if the text is invalid.
std::optional<std::string> DecodeBase64(std::string_view text);
std::optional<std::string> DecodeBase64Url(std::string_view text);
std::string EncodeBase64(std::string_view bytes);
std::string EncodeBase64Url(std::string_view bytes);
/// Lower-case hexadecimal digits.
std::string ToHex(std::string_view bytes);

}  // namespace Azure::Messaging::WebPubSub::LocalService
