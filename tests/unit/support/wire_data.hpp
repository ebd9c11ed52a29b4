#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What the .NET client sends, and the results of its calls (data/wire_dotnet.json), as plain data.
namespace Azure::Messaging::WebPubSub::Testing {

/// A JSON Web Token, or an opaque token.
struct WireToken {
  /// The token itself if it is opaque; empty for a JSON Web Token.
  std::string Opaque;
  /// JSON, without the claims that hold times.
  std::string Claims;
  std::string Key;
  std::optional<int> Lifetime;
};

struct WireRequest {
  std::string Method;
  std::string Url;
  /// Names are in lower case.
  std::map<std::string, std::string> Headers;
  std::string Body;
  /// Empty if the id is any UUID.
  std::string ClientRequestId;
  bool HasUserAgent = true;
  /// The text before the client's own part of the User-Agent, including the space.
  std::string UserAgentPrefix;
  /// The token of the Authorization header, if the request has that header.
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

/// The result of a call. Only the members that apply to the kind of call have a value.
struct WireResult {
  std::optional<int> Status;
  std::optional<bool> Value;
  std::optional<std::vector<WirePage>> Pages;
  std::optional<std::string> Text;

  // A client access URL up to the value of the token, and the token.
  std::optional<std::string> AccessUri;
  std::optional<WireToken> AccessToken;

  // The result of a connection string or of a constructor.
  std::optional<std::string> Endpoint;
  std::optional<std::string> Key;

  // The URL of a request, and the audience of its token.
  std::optional<std::string> Uri;
  std::optional<std::string> Audience;

  /// The name of the .NET exception type; empty if the call succeeds.
  std::string Exception;
  std::string ParameterName;
  std::string ErrorCode;
};

struct WireRow {
  std::string Name;
  std::string Group;
  /// The call in C#.
  std::string Call;
  std::vector<WireReply> Replies;
  std::vector<WireRequest> Requests;
  std::optional<bool> SameClientRequestId;
  std::optional<int> DistinctAuthorizations;
  WireResult Result;
  /// True for a call that sends nothing.
  bool Pure = false;
};

/// All rows by name.
const std::map<std::string, WireRow>& WireRows();

/// Compares the texts as JSON values. Returns false if either isn't JSON.
bool IsSameJson(const std::string& a, const std::string& b);

/// Checks that a token's payload holds `claims` (a JSON object), the times, and nothing else. A
/// difference fails the running test.
/// @param lifetime the seconds from `issuedAt` until the token expires.
void ExpectClaims(const std::string& payload, const std::string& claims,
                  std::chrono::system_clock::time_point issuedAt, std::optional<int> lifetime);

/// `claims` without the query of the audience.
std::string WithoutAudienceQuery(const std::string& claims);

}  // namespace Azure::Messaging::WebPubSub::Testing
