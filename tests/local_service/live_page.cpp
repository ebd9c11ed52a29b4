#include "local_service/live_page.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

#include "live_page_files.hpp"
#include "local_service/loopback.hpp"
#include "local_service/rest_errors.hpp"
#include "local_service/test_controls.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::ptrdiff_t MaxRequests = 50;

// Forbids inline scripts and other origins, so that the content of a message can't run as a script.
constexpr const char* ContentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

RestResponse FileResponse(std::string_view name, const std::string& contentType) {
  const auto* const file = std::find_if(std::begin(LivePageFiles), std::end(LivePageFiles),
                                        [&](const auto& each) { return each.first == name; });
  RestResponse response;
  response.Headers = {{"Content-Type", contentType + "; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy", ContentPolicy},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.Body = std::string(file->second);
  return response;
}

std::int64_t Milliseconds(Time time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

ordered_json TextOrNull(const std::optional<std::string>& text) {
  return text ? ordered_json(*text) : ordered_json();
}

const char* NameOf(DataType type) {
  switch (type) {
    case DataType::Text:
      return "text";
    case DataType::Json:
      return "json";
    case DataType::Binary:
      return "binary";
    case DataType::Protobuf:
      return "protobuf";
  }
  return "";
}

ordered_json Describe(const PassedMessage& message) {
  return {{"number", message.Number},
          {"time", Milliseconds(message.Time)},
          {"hub", message.Hub},
          {"fromConnection", TextOrNull(message.FromConnection)},
          {"fromUser", TextOrNull(message.FromUser)},
          {"group", TextOrNull(message.Group)},
          {"dataType", NameOf(message.Type)},
          {"size", message.Size},
          {"preview", message.Preview},
          {"receivers", message.Receivers},
          {"firstReceivers", message.FirstReceivers}};
}

// Leaves out the query and the headers, which can contain secrets.
ordered_json Describe(const RecordedRequest& request) {
  return {{"number", request.Number},
          {"time", Milliseconds(request.Time)},
          {"method", request.Method},
          {"path", request.Path},
          {"status", request.Status}};
}

ordered_json Describe(const SentEvent& event) {
  return {{"number", event.Number},
          {"time", Milliseconds(event.Time)},
          {"hub", event.Hub},
          {"event", event.Name},
          {"connectionId", event.ConnectionId},
          {"userId", event.UserId},
          {"url", event.Url},
          {"hasEnded", event.HasEnded},
          {"status", event.Status},
          {"attempts", event.Attempts},
          {"error", event.Error}};
}

template <class Iterator>
std::string DescribeEach(Iterator begin, Iterator end) {
  ordered_json list = ordered_json::array();
  for (; begin != end; ++begin) list.push_back(Describe(*begin));
  return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

RestResponse LiveResponse(const ServerState& state) {
  const auto& messages = state.AllHubs.Messages.Messages();
  const auto& events = state.SentEvents.Events();
  const auto& requests = state.Requests.Requests();
  const auto last = std::min(MaxRequests, static_cast<std::ptrdiff_t>(requests.size()));
  RestResponse response =
      JsonResponse("{\"state\":" + DescribeState(state.AllHubs) +
                   ",\"messages\":" + DescribeEach(messages.begin(), messages.end()) +
                   ",\"events\":" + DescribeEach(events.begin(), events.end()) +
                   ",\"requests\":" + DescribeEach(requests.end() - last, requests.end()) + "}");
  response.Headers.emplace_back("Cache-Control", "no-store");
  response.Headers.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

bool AcceptsHtml(std::string_view accept) {
  while (!accept.empty()) {
    const std::string_view one = accept.substr(0, accept.find(','));
    if (EqualsIgnoringCase(TrimBlanks(one.substr(0, one.find(';'))), "text/html")) return true;
    accept.remove_prefix(std::min(accept.size(), one.size() + 1));
  }
  return false;
}

}  // namespace

std::optional<RestResponse> HandleLivePage(const RestRequest& request, bool fromLoopback,
                                           const ServerState& state) {
  if (request.Method != "GET" || !state.Options.HasLivePage()) return std::nullopt;
  if (!IsLocalRequest(request, fromLoopback)) return std::nullopt;
  const std::string_view path = request.Path();
  if (path == LiveControl) return LiveResponse(state);
  if (path == "/_local/live.css") return FileResponse("live.css", "text/css");
  if (path == "/_local/live.js") return FileResponse("live.js", "text/javascript");
  if (path != "/" || !AcceptsHtml(request.Header("accept"))) return std::nullopt;
  RestResponse response = FileResponse("live.html", "text/html");
  response.Headers.emplace_back("Vary", "Accept");
  return response;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
