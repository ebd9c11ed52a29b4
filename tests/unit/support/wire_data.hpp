#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What the .NET client sends and answers (data/wire_dotnet.json), as plain data.
namespace Azure::Messaging::WebPubSub::Testing {

/// A JSON Web Token, or one that means nothing to us.
struct WireToken {
  /// As it is; empty for a JSON Web Token.
  std::string Opaque;
  /// JSON, without times.
  std::string Claims;
  std::string Key;
  std::optional<int> Lifetime;
};

struct WireRequest {
  std::string Method;
  std::string Url;
  /// Names in lower case.
  std::map<std::string, std::string> Headers;
  std::string Body;
  /// Empty: a UUID.
  std::string ClientRequestId;
  bool HasUserAgent = true;
  /// What stands before the client's own part, with its blank.
  std::string UserAgentPrefix;
  /// The Authorization header: none, a literal one, or one with a token.
  std::optional<WireToken> Token;
  std::optional<double> SecondsAfterPrevious;
};

struct WireReply {
  int Status = 0;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
};

struct WirePage {
  std::vector<std::pair<std::string, std::optional<std::string>>> Members;
  std::string ContinuationToken;

  bool operator==(const WirePage& other) const {
    return Members == other.Members && ContinuationToken == other.ContinuationToken;
  }
};

/// How a call ended. Only what its kind of call has is there.
struct WireResult {
  std::optional<int> Status;
  std::optional<bool> Value;
  std::optional<std::vector<WirePage>> Pages;
  std::optional<std::string> Text;

  // A client access URL, up to the token's value, and the token.
  std::optional<std::string> AccessUri;
  std::optional<WireToken> AccessToken;

  // A connection string or a constructor.
  std::optional<std::string> Endpoint;
  std::optional<std::string> Key;

  // The URL of a request, and its token's audience.
  std::optional<std::string> Uri;
  std::optional<std::string> Audience;

  /// The .NET type's name; empty: none.
  std::string Exception;
  std::string ParameterName;
  std::string ErrorCode;
};

struct WireRow {
  std::string Name;
  std::string Group;
  /// In C#.
  std::string Call;
  std::vector<WireReply> Replies;
  std::vector<WireRequest> Requests;
  std::optional<bool> SameClientRequestId;
  std::optional<int> DistinctAuthorizations;
  WireResult Result;
  /// One of the rows of calls that send nothing.
  bool Pure = false;
};

/// All rows by name.
const std::map<std::string, WireRow>& WireRows();

/// Compares as JSON values; false also if either isn't JSON.
bool IsSameJson(const std::string& a, const std::string& b);

/// Checks a token's payload: `claims` (a JSON object) with these times, and nothing else. Failures
/// are of the running test.
/// @param lifetime how long after `issuedAt` it expires.
void ExpectClaims(const std::string& payload, const std::string& claims,
                  std::chrono::system_clock::time_point issuedAt, std::optional<int> lifetime);

/// `claims` with the audience's query cut off.
std::string WithoutAudienceQuery(const std::string& claims);

}  // namespace Azure::Messaging::WebPubSub::Testing
