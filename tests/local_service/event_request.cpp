#include "local_service/event_request.hpp"

#include <algorithm>
#include <ctime>

#include "local_service/hmac.hpp"
#include "local_service/random_id.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

std::string FormatTime(Time time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[sizeof("2026-01-31T12:00:00Z")];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

// 8-4-4-4-12 hexadecimal digits.
std::string MakeGuid() {
  std::string guid = MakeRandomId();
  for (const std::size_t at : {8, 13, 18, 23}) guid.insert(at, 1, '-');
  return guid;
}

std::string Sign(const std::string& connectionId, const ServiceOptions& options) {
  std::string signatures;
  for (const std::string* key : {&options.PrimaryKey, &options.SecondaryKey}) {
    if (key->empty()) continue;
    signatures +=
        (signatures.empty() ? "sha256=" : ",sha256=") + ToHex(HmacSha256(*key, connectionId));
  }
  return signatures;
}

// The user's id is the only value that may have bytes beyond ASCII.
bool CanSend(const std::string& name, const std::string& value) {
  return std::all_of(value.begin(), value.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 ? name == "ce-userId" : byte >= 0x20 && byte != 0x7f;
  });
}

}  // namespace

std::string OriginOf(const ServiceOptions& options) {
  const bool isIpv6 = options.Host.find(':') != std::string::npos;
  return isIpv6 ? "[" + options.Host + "]" : options.Host;
}

std::variant<OutgoingRequest, std::string> MakeEventRequest(const Event& event, const HttpUrl& url,
                                                            EventSession& session,
                                                            const ServiceOptions& options,
                                                            Time now) {
  const bool isConnect = event.Kind == EventKind::System && event.Name == "connect";
  OutgoingRequest request;
  request.Method = "POST";
  request.Url = url;
  request.Body = event.Body;
  request.Headers = {
      {"Content-Type", event.ContentType},
      {"WebHook-Request-Origin", OriginOf(options)},
      {"ce-specversion", "1.0"},
      {"ce-awpsversion", "1.0"},
      {"ce-type", "azure.webpubsub." + std::string(event.Kind == EventKind::User ? "" : "sys.") +
                      event.FullName()},
      {"ce-source", "/hubs/" + event.Hub + "/client/" + event.ConnectionId},
      {"ce-id", isConnect ? "0" : std::to_string(session.NextId++)},
      {"ce-time", FormatTime(now)},
      {"ce-signature", Sign(event.ConnectionId, options)},
      {"ce-connectionId", event.ConnectionId},
      {"ce-hub", event.Hub},
      {"ce-eventName", event.Name},
      {"x-ms-client-request-id", MakeGuid()}};
  auto& headers = request.Headers;
  if (event.UserId) headers.emplace_back("ce-userId", *event.UserId);
  if (event.Subprotocol) headers.emplace_back("ce-subprotocol", *event.Subprotocol);
  if (session.State) headers.emplace_back("ce-connectionState", *session.State);
  for (const auto& [name, value] : event.Metadata) {
    headers.emplace_back("x-webpubsub-metadata-" + ToLower(name), value);
  }
  const std::string cookies = session.Cookies.HeaderFor(url, now);
  if (!cookies.empty()) headers.emplace_back("Cookie", cookies);
  for (const auto& [name, value] : headers) {
    if (!CanSend(name, value)) return "The header " + name + " can't have this value.";
  }
  return request;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
