#include "local_service/cookie_jar.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::size_t MaxCookies = 50;

std::string PathOf(const HttpUrl& url) { return url.Target.substr(0, url.Target.find('?')); }

// The folder of the request's path, as RFC 6265 has it.
std::string DefaultPath(const HttpUrl& url) {
  const std::string path = PathOf(url);
  return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
}

bool IsBelow(const std::string& path, const std::string& folder) {
  if (path.compare(0, folder.size(), folder) != 0) return false;
  return path.size() == folder.size() || folder.back() == '/' || path[folder.size()] == '/';
}

std::string_view TakePart(std::string_view& text) {
  const std::string_view part = text.substr(0, text.find(';'));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return TrimBlanks(part);
}

// For example `Thu, 01 Jan 1970 00:00:00 GMT`; the end of time if it isn't a date.
Time ParseDate(std::string_view text) {
  std::tm date{};
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  in >> std::get_time(&date, "%a, %d %b %Y %H:%M:%S");
  return in.fail() ? Time::max() : std::chrono::system_clock::from_time_t(timegm(&date));
}

Time ParseMaxAge(std::string_view text, Time now) {
  constexpr std::int64_t MaxSeconds = std::int64_t{100} * 365 * 24 * 60 * 60;
  std::int64_t seconds = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (result.ec != std::errc()) return Time::max();
  return now + std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, MaxSeconds));
}

}  // namespace

void CookieJar::Set(std::string_view header, const HttpUrl& url, Time now) {
  const std::string_view pair = TakePart(header);
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || equals == 0) return;
  Cookie cookie;
  cookie.Name = TrimBlanks(pair.substr(0, equals));
  cookie.Value = TrimBlanks(pair.substr(equals + 1));
  cookie.Host = ToLower(url.Host);
  cookie.Path = DefaultPath(url);
  bool hasMaxAge = false;
  while (!header.empty()) {
    const std::string_view attribute = TakePart(header);
    const std::size_t end = std::min(attribute.find('='), attribute.size());
    const std::string name = ToLower(TrimBlanks(attribute.substr(0, end)));
    const std::string_view value =
        TrimBlanks(attribute.substr(std::min(end + 1, attribute.size())));
    if (name == "secure") cookie.IsSecure = true;
    if (name == "path" && !value.empty() && value.front() == '/') cookie.Path = value;
    if (name == "expires" && !hasMaxAge) cookie.Expires = ParseDate(value);
    if (name == "max-age") {
      cookie.Expires = ParseMaxAge(value, now);
      hasMaxAge = true;
    }
  }
  const auto isSame = [&](const Cookie& one) {
    return one.Name == cookie.Name && one.Host == cookie.Host && one.Path == cookie.Path;
  };
  cookies_.erase(std::remove_if(cookies_.begin(), cookies_.end(), isSame), cookies_.end());
  if (cookie.Expires > now) cookies_.push_back(std::move(cookie));
  if (cookies_.size() > MaxCookies) cookies_.erase(cookies_.begin());
}

std::string CookieJar::HeaderFor(const HttpUrl& url, Time now) const {
  std::string header;
  for (const Cookie& cookie : cookies_) {
    if (cookie.Expires <= now || cookie.Host != ToLower(url.Host) ||
        (cookie.IsSecure && !url.IsSecure) || !IsBelow(PathOf(url), cookie.Path)) {
      continue;
    }
    header += (header.empty() ? "" : "; ") + cookie.Name + '=' + cookie.Value;
  }
  return header;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
