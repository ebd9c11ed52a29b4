#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the service does with texts: names, percent-encoding, JSON strings.
namespace Azure::Messaging::WebPubSub::LocalService {

std::string ToLower(std::string_view text);
bool EqualsIgnoringCase(std::string_view a, std::string_view b);
bool IsBlank(std::string_view text);
std::string_view TrimBlanks(std::string_view text);

bool IsHubName(std::string_view name);
/// 1 to 1,024 characters on one line, not only blanks.
bool IsGroupName(std::string_view name);

/// Decodes %XX once; what isn't an escape stays as it is.
std::string PercentDecode(std::string_view text);
/// As PercentDecode, but an encoded slash stays encoded, as written.
std::string DecodePathSegment(std::string_view segment);

/// Encodes a decoded path as .NET does: slashes and what looks like an escape stay as they are.
std::string EncodePath(std::string_view path);

/// A query's parameters in order, decoded.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view query);

/// The UTF-16 code units of a UTF-8 text; what isn't UTF-8 becomes U+FFFD.
std::u16string ToUtf16(std::string_view utf8);

/// A JSON string, quotes included, with all that isn't plain ASCII as \uXXXX: as the service writes
/// frames.
std::string QuoteJson(std::string_view text);

/// Reads base64 with padding; nothing if it isn't.
std::optional<std::string> DecodeBase64(std::string_view text);
std::optional<std::string> DecodeBase64Url(std::string_view text);
std::string EncodeBase64(std::string_view bytes);
std::string EncodeBase64Url(std::string_view bytes);

}  // namespace Azure::Messaging::WebPubSub::LocalService
