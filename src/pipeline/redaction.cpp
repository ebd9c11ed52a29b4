#include "pipeline/redaction.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::string_view Redacted = "REDACTED";

constexpr std::string_view HarmlessHeaders[] = {"x-ms-request-id",
                                                "x-ms-client-request-id",
                                                "x-ms-return-client-request-id",
                                                "traceparent",
                                                "ms-cv",
                                                "accept",
                                                "cache-control",
                                                "connection",
                                                "content-length",
                                                "content-type",
                                                "date",
                                                "etag",
                                                "expires",
                                                "if-match",
                                                "if-modified-since",
                                                "if-none-match",
                                                "if-unmodified-since",
                                                "last-modified",
                                                "pragma",
                                                "request-id",
                                                "retry-after",
                                                "server",
                                                "transfer-encoding",
                                                "user-agent",
                                                "www-authenticate"};

// A policy may have put a user and a password into the URL.
std::string RedactUser(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t authority = scheme + 3;
  const std::size_t at = url.substr(0, url.find('/', authority)).rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, authority)).append(Redacted).append(url.substr(at));
}

bool IsTokenPart(char c) { return IsAlphanumeric(c) || c == '-' || c == '_' || c == '.'; }

}  // namespace

std::string RedactTokens(std::string text) {
  // {"… as base64url, the first bytes of every header.
  constexpr std::string_view Begin = "eyJ";
  for (std::size_t at = text.find(Begin); at != std::string::npos; at = text.find(Begin, at)) {
    const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = std::find_if_not(begin, text.end(), IsTokenPart);
    const bool isToken = std::find(begin, end, '.') != end;
    if (isToken) text.replace(begin, end, Redacted);
    at += isToken ? Redacted.size() : Begin.size();
  }
  return text;
}

std::string RedactUrl(std::string_view url) {
  const std::size_t question = url.find('?');
  std::string redacted = RedactUser(url.substr(0, question));
  if (question == std::string_view::npos) return redacted;
  char separator = '?';
  for (std::string_view query = url.substr(question + 1); !query.empty();) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    const std::string_view name = parameter.substr(0, parameter.find('='));
    redacted += separator;
    separator = '&';
    if (name == "api-version") {
      redacted += parameter;
    } else {
      redacted.append(name).append("=").append(Redacted);
    }
  }
  return redacted;
}

std::string RedactHeader(std::string_view name, std::string_view value) {
  const auto* end = std::end(HarmlessHeaders);
  const bool harmless = std::find(std::begin(HarmlessHeaders), end, ToLowerAscii(name)) != end;
  return harmless ? RedactTokens(std::string(value)) : std::string(Redacted);
}

}  // namespace Azure::Messaging::WebPubSub::Detail
