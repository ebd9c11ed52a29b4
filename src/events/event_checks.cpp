#include "events/event_checks.hpp"

#include <azure/messaging/webpubsub/errors.hpp>

#include <algorithm>

#include "core/arguments.hpp"
#include "core/text.hpp"
#include "events/origins.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::optional<std::string_view> BearerToken(const std::string* authorization) {
  constexpr std::string_view Scheme = "Bearer ";
  if (authorization == nullptr) return std::nullopt;
  std::string_view value = *authorization;
  if (!EqualsIgnoringCase(value.substr(0, Scheme.size()), Scheme)) return std::nullopt;
  value = Trim(value.substr(Scheme.size()));
  return value.empty() ? std::nullopt : std::optional(value);
}

}  // namespace

EventChecks::EventChecks(const EventHandlerOptions& options)
    : validateToken_(options.ValidateToken), allowUnauthenticated_(options.AllowUnauthenticated) {
  RefuseMovedFrom(options, "options");
  const bool isChecked = validateToken_ != nullptr || allowUnauthenticated_;
  Require(!options.Sources.empty() || isChecked, "options.Sources",
          "must not be empty without ValidateToken: nothing would authenticate the requests");
  for (const EventSource& source : options.Sources) {
    Require(!source.Keys.empty() || isChecked, "options.Sources",
            "a source must have a key without ValidateToken: nothing would authenticate its "
            "requests");
    Source& added = sources_.emplace_back();
    added.Host = HostOfEndpoint(source.Endpoint);
    for (const AzureKeyCredential& key : source.Keys) {
      Require(added.Keys.emplace_back(key).IsValid(), "options.Sources", MovedFromRule);
    }
  }
}

bool EventChecks::IsKnown(std::string_view origin) const {
  return sources_.empty() ||
         std::any_of(sources_.begin(), sources_.end(),
                     [&](const Source& source) { return NamesHost(origin, source.Host); });
}

bool EventChecks::HasKeys(std::string_view origin) const {
  return std::any_of(sources_.begin(), sources_.end(), [&](const Source& source) {
    return !source.Keys.empty() && NamesHost(origin, source.Host);
  });
}

std::optional<std::string> EventChecks::AllowedOrigin(std::string_view origin) const {
  if (!IsKnown(origin)) return std::nullopt;
  // The service compares the whole value with one host: a list would be none.
  return NamesSeveralHosts(origin) ? "*" : std::string(Trim(origin));
}

std::optional<Refusal> EventChecks::Authenticate(const EventHeaders& headers) const {
  const std::string* origin = headers.FindSingle(EventHeader::Origin);
  if (origin == nullptr) return Refusal{400, "WebHook-Request-Origin is missing or repeated"};
  const std::string* connectionId = headers.FindSingle(EventHeader::ConnectionId);
  if (connectionId == nullptr) return Refusal{400, "ce-connectionId is missing or repeated"};
  if (!IsKnown(*origin)) return Refusal{403, "no source has the origin"};
  if (allowUnauthenticated_) return std::nullopt;
  if (HasKeys(*origin)) {
    if (auto refusal = CheckSignature(headers, *origin, *connectionId)) return refusal;
  }
  return validateToken_ ? CheckToken(headers) : std::nullopt;
}

std::optional<Refusal> EventChecks::CheckSignature(const EventHeaders& headers,
                                                   std::string_view origin,
                                                   std::string_view connectionId) const {
  const std::string* header = headers.FindSingle(EventHeader::Signature);
  if (header == nullptr) return Refusal{401, "ce-signature is missing or repeated"};
  const auto offered = OfferedSignatures::Parse(*header);
  if (!offered) return Refusal{401, "ce-signature is malformed"};
  try {
    if (!IsSigned(*offered, origin, connectionId)) {
      return Refusal{401, "ce-signature matches no key of the origin"};
    }
  } catch (const OperationCancelledException&) {
    return Refusal{503, "the process is exiting"};
  }
  return std::nullopt;
}

// Computes and compares with every key of the origin, whichever one matches.
bool EventChecks::IsSigned(const OfferedSignatures& offered, std::string_view origin,
                           std::string_view connectionId) const {
  bool isSigned = false;
  for (const Source& source : sources_) {
    if (!NamesHost(origin, source.Host)) continue;
    for (const AccessKey& key : source.Keys) {
      isSigned |= offered.Contain(key.Current()->Sign(connectionId));
    }
  }
  return isSigned;
}

std::optional<Refusal> EventChecks::CheckToken(const EventHeaders& headers) const {
  const auto token = BearerToken(headers.FindSingle(EventHeader::Authorization));
  if (!token) return Refusal{401, "there is no bearer token, or more than one"};
  try {
    if (!validateToken_(*token)) return Refusal{401, "ValidateToken rejected the token"};
  } catch (...) {
    return Refusal{500, "ValidateToken threw an exception"};
  }
  return std::nullopt;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
