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

/// The kind of token that authorized a request.
enum class Credential { AccessKey, EntraToken };

/// The valid values of a number in a query.
struct NumberRange {
  std::int64_t Min;
  std::int64_t Max;
  /// The range of its type. The service reports values outside it as not being numbers.
  std::int64_t TypeMin = std::numeric_limits<std::int32_t>::min();
  std::int64_t TypeMax = std::numeric_limits<std::int32_t>::max();
};

/// The objects that the operations of the REST API use. It owns none of them.
struct RestContext {
  const ServiceOptions& Options;
  const TokenVerifier& Tokens;
  Hubs& AllHubs;
  Time Now;
};

class RestCall;

/// The operation that a request calls, and the names in its path.
struct RestRoute {
  RestResponse (*Operation)(const RestCall& call) = nullptr;
  /// The error message for an invalid hub name. It depends on the operation.
  std::string_view InvalidHubMessage;
  /// The names in the path, decoded: "hub", "group", "user", "connection", "permission".
  std::map<std::string, std::string> Names;
};

/// One request: its content, and the checks that operations share. Operations call them in the
/// order of the real service: first the parameters, then the token, then the rest.
///
/// Each check throws RestFailure, which ends the request, if it fails.
class RestCall {
 public:
  RestCall(const RestRequest& request, RestRoute route, const RestContext& context);

  [[nodiscard]] const RestRequest& Request() const { return request_; }
  [[nodiscard]] const RestContext& Context() const { return context_; }

  /// A name in the path: "hub", "group", "user", "connection", "permission".
  [[nodiscard]] const std::string& Name(const char* kind) const { return route_.Names.at(kind); }
  [[nodiscard]] std::string HubName() const;
  /// All values of a query parameter, and the first of them.
  [[nodiscard]] std::vector<std::string> Parameters(std::string_view name) const;
  [[nodiscard]] std::string Parameter(std::string_view name) const;

  [[nodiscard]] Hub& TargetHub() const { return context_.AllHubs[HubName()]; }
  [[nodiscard]] Hub::Condition InGroup() const;
  [[nodiscard]] Hub::Condition OfUser() const;
  [[nodiscard]] Hub::Condition IsConnection() const;
  /// Matches connections that the query doesn't exclude.
  [[nodiscard]] Hub::Condition NotExcluded() const;

  void CheckVersion() const;
  void CheckNames() const;
  Credential Authorize() const;
  void CheckLength() const;
  void CheckNotRepeated(std::string_view name) const;
  /// An integer in the query: the first if there are several, nothing if there is none.
  /// @param rangeError the error message for a number out of range; if empty, `Invalid <name>.`
  [[nodiscard]] std::optional<std::int64_t> Number(std::string_view name, NumberRange range,
                                                   const std::string& rangeError = {}) const;

 private:
  const RestRequest& request_;
  const RestRoute route_;
  const RestContext& context_;
  const std::vector<std::pair<std::string, std::string>> query_;
};

/// ``Connection `<id>` is not found.``
std::string ConnectionNotFound(const std::string& id);

}  // namespace Azure::Messaging::WebPubSub::LocalService
