#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "local_service/hubs.hpp"
#include "local_service/rest_message.hpp"
#include "local_service/service.hpp"
#include "local_service/token.hpp"

namespace Azure::Messaging::WebPubSub::LocalService {

/// What a request was authorized by.
enum class Credential { AccessKey, EntraToken };

/// What a number in a query may be.
struct NumberRange {
  std::int64_t Least;
  std::int64_t Most;
  /// What its type can hold: what it can't is no number at all.
  std::int64_t TypeLeast = std::numeric_limits<std::int32_t>::min();
  std::int64_t TypeMost = std::numeric_limits<std::int32_t>::max();
};

/// What the REST API works on.
struct RestContext {
  const ServiceOptions& Options;
  const TokenVerifier& Tokens;
  Hubs& AllHubs;
  Time Now;
};

class RestCall;

/// What a request is for.
struct RestRoute {
  RestResponse (*Operation)(const RestCall& call) = nullptr;
  /// What the service says to a bad hub name: there are two ways in which it looks at them.
  std::string_view HubComplaint;
  /// The names in the path, decoded: "hub", "group", "user", "connection", "permission".
  std::map<std::string, std::string> Names;
};

/// One request on its way to its response: what it says, and the checks that operations share. They
/// are made in the service's own order: the parameters, the token, then the rest.
///
/// Every check ends the request with a RestFailure if it fails.
class RestCall {
 public:
  RestCall(const RestRequest& request, RestRoute route, const RestContext& context);

  [[nodiscard]] const RestRequest& Request() const { return request_; }
  [[nodiscard]] const RestContext& Context() const { return context_; }

  /// A name in the path: "hub", "group", "user", "connection", "permission".
  [[nodiscard]] const std::string& Name(const char* kind) const { return route_.Names.at(kind); }
  [[nodiscard]] std::string HubName() const;
  /// A query parameter's values, and the first of them.
  [[nodiscard]] std::vector<std::string> Parameters(std::string_view name) const;
  [[nodiscard]] std::string Parameter(std::string_view name) const;

  [[nodiscard]] Hub& TargetHub() const { return context_.AllHubs[HubName()]; }
  [[nodiscard]] Hub::Condition InGroup() const;
  [[nodiscard]] Hub::Condition OfUser() const;
  [[nodiscard]] Hub::Condition IsConnection() const;
  /// Whether the query doesn't exclude it.
  [[nodiscard]] Hub::Condition NotExcluded() const;

  void CheckVersion() const;
  void CheckNames() const;
  Credential Authorize() const;
  void CheckLength() const;
  void CheckNotRepeated(std::string_view name) const;
  /// A whole number in the query, the first if there are more; nothing if it isn't given.
  /// @param complaint of one that is out of range; empty: `Invalid <name>.`
  [[nodiscard]] std::optional<std::int64_t> Number(std::string_view name, NumberRange range,
                                                   const std::string& complaint = {}) const;

 private:
  const RestRequest& request_;
  const RestRoute route_;
  const RestContext& context_;
  const std::vector<std::pair<std::string, std::string>> query_;
};

/// ``Connection `<id>` is not found.``
std::string ConnectionNotFound(const std::string& id);

}  // namespace Azure::Messaging::WebPubSub::LocalService
