#include "url/parsed_url.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "url/url_handle.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::string_view Authority(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

// libcurl takes an empty port ("http://host:/") for none, and decodes a host, as if another name
// were meant.
bool IsUnclear(std::string_view authority) {
  return authority.find('%') != std::string_view::npos ||
         (!authority.empty() && authority.back() == ':');
}

}  // namespace

bool HasScheme(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find("://"));
  return !scheme.empty() && scheme.size() < text.size() &&
         scheme.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.") ==
             std::string_view::npos;
}

std::optional<ParsedUrl> ParseUrl(const std::string& url) {
  const bool printable = std::all_of(url.begin(), url.end(), IsVisibleAscii);
  if (!printable || !HasScheme(url) || IsUnclear(Authority(url))) return std::nullopt;
  UrlHandle handle;
  // Any scheme, so that the caller can say which ones it takes; the path stays as it is.
  if (!handle.Set(url, CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS)) return std::nullopt;

  ParsedUrl parsed;
  parsed.Scheme = ToLowerAscii(handle.Get(CURLUPART_SCHEME).value_or(std::string()));
  parsed.Host = ToLowerAscii(handle.Get(CURLUPART_HOST).value_or(std::string()));
  if (parsed.Scheme.empty() || parsed.Host.empty()) return std::nullopt;
  if (const auto port = handle.Get(CURLUPART_PORT)) {
    parsed.Port = static_cast<std::uint16_t>(std::stoul(*port));  // libcurl has checked its range
  }
  parsed.Path = handle.Get(CURLUPART_PATH).value_or("/");
  parsed.HasQuery = url.find('?') < url.find('#');
  parsed.HasFragment = url.find('#') != std::string::npos;
  parsed.HasUserInfo =
      handle.Get(CURLUPART_USER).has_value() || handle.Get(CURLUPART_PASSWORD).has_value();
  return parsed;
}

}  // namespace Azure::Messaging::WebPubSub
