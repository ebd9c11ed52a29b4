#include "local_service/handler_validation.hpp"

#include <algorithm>
#include <utility>

#include "local_service/event_request.hpp"
#include "local_service/text.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {
namespace {

constexpr std::chrono::seconds Lifetime{60};
constexpr int MaxDoublings = 6;

// One header line with `*` or with the service's host; a list in one line isn't accepted.
bool Allows(const RestResponse& response, const std::string& origin) {
  return std::any_of(response.Headers.begin(), response.Headers.end(), [&](const auto& header) {
    return header.first == "webhook-allowed-origin" &&
           (header.second == "*" || EqualsIgnoringCase(header.second, origin));
  });
}

}  // namespace

void HandlerValidation::Check(const std::string& url, OnVerdict onVerdict) {
  Entry& entry = entries_[url];
  const bool isFresh = entry.HasVerdict && context_.State.Now() < entry.Until;
  const bool isUsable = isFresh || (entry.HasVerdict && entry.Refusal.empty());
  if (!isUsable) entry.Waiting.push_back(std::move(onVerdict));
  const std::string refusal = entry.Refusal;
  if (!isFresh && !entry.Call) Ask(url, "OPTIONS");
  if (isUsable) onVerdict(refusal);
}

void HandlerValidation::Clear() {
  const auto entries = std::exchange(entries_, {});
  for (const auto& [url, entry] : entries) {
    if (entry.Call) entry.Call->Cancel();
    for (const OnVerdict& each : entry.Waiting) each("the service is reset");
  }
}

void HandlerValidation::Ask(const std::string& url, const char* method) {
  OutgoingRequest request;
  request.Method = method;
  request.Url = *ParseHttpUrl(url);
  request.Headers = {{"WebHook-Request-Origin", OriginOf(context_.State.Options)},
                     {"ce-awpsversion", "1.0"}};
  auto call = std::make_shared<HandlerCall>(
      context_, std::move(request), "validate", context_.State.Options.ValidationTimeout,
      [this, url, method](const HandlerResult& result) { OnResponse(url, method, result); });
  entries_[url].Call = call;
  call->Start();
}

void HandlerValidation::OnResponse(const std::string& url, const char* method,
                                   const HandlerResult& result) {
  if (!result.Response) return SetVerdict(url, result.Error);
  const int status = result.Response->Status;
  if (status == 404 && method == std::string_view("OPTIONS")) return Ask(url, "GET");
  const std::string response =
      "it responded to " + std::string(method) + " with " + std::to_string(status);
  if (!result.IsSuccess()) return SetVerdict(url, response);
  const std::string origin = OriginOf(context_.State.Options);
  SetVerdict(url,
             Allows(*result.Response, origin)
                 ? ""
                 : response + ", but with no header WebHook-Allowed-Origin that is * or " + origin);
}

void HandlerValidation::SetVerdict(const std::string& url, const std::string& refusal) {
  Entry& entry = entries_[url];
  const std::string change = refusal.empty() ? " accepts events" : " isn't valid: " + refusal;
  if (!entry.HasVerdict || !refusal.empty() || !entry.Refusal.empty()) {
    context_.State.Log("event handler " + WithoutQuery(url) + change);
  }
  entry.HasVerdict = true;
  entry.Refusal = refusal;
  entry.Failures = refusal.empty() ? 0 : std::min(entry.Failures + 1, MaxDoublings + 1);
  entry.Until =
      context_.State.Now() +
      (refusal.empty() ? Lifetime
                       : std::min(Lifetime, std::chrono::seconds(1 << (entry.Failures - 1))));
  entry.Call = nullptr;
  const std::vector<OnVerdict> waiting = std::move(entry.Waiting);
  entry.Waiting.clear();
  for (const OnVerdict& each : waiting) each(refusal);
}

}  // namespace Azure::Messaging::WebPubSub::LocalService
