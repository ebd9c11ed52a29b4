#include "support/wire_row.hpp"

#include <azure/messaging/webpubsub/version.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ostream>
#include <set>

#include "core/text.hpp"
#include "support/jwt_verifier.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

constexpr const char* RequestId = "x-ms-client-request-id";

HttpResponse Response(const WireReply& reply) {
  HttpResponse response(reply.Status);
  for (const auto& [name, value] : reply.Headers) response.Headers().Append(name, value);
  response.SetBody(reply.Body);
  return response;
}

// What the recording server sent where a row has no response: the documented success.
WireReply DefaultReply(const WireRow& row) {
  const bool asksForToken =
      !row.Requests.empty() && row.Requests.front().Url.find(":generateToken") != std::string::npos;
  if (asksForToken) return {200, {}, R"({"token":"fakeToken"})"};
  return {row.Result.Status.value_or(202), {}, {}};
}

std::string Changed(std::string text, const WireChanges& changes) {
  for (const auto& [dotNet, library] : changes) {
    const std::size_t at = text.find(dotNet);
    if (at != std::string::npos) text.replace(at, dotNet.size(), library);
  }
  return text;
}

// The row with its changes, each of which must apply to it.
WireRow Changed(WireRow row, const WireChanges& changes) {
  std::string urls;
  const auto change = [&](std::string& text) {
    urls += text + "\n";
    text = Changed(text, changes);
  };
  for (WireRequest& request : row.Requests) {
    change(request.Url);
    if (request.Token) change(request.Token->Claims);
  }
  if (row.Result.AccessUri) change(*row.Result.AccessUri);
  if (row.Result.AccessToken) change(row.Result.AccessToken->Claims);
  if (row.Result.Endpoint) change(*row.Result.Endpoint);
  for (const auto& [dotNet, library] : changes) {
    EXPECT_NE(urls.find(dotNet), std::string::npos) << "the row doesn't contain " << dotNet;
  }
  return row;
}

bool IsLowerCaseUuid(const std::string& id) {
  if (id.size() != 36) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool digit = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
    if (dash ? id[i] != '-' : !digit) return false;
  }
  return true;
}

void CheckUserAgent(const WireRequest& expected, const HttpRequest& request) {
  const auto agent = request.Headers().Get("User-Agent");
  ASSERT_EQ(agent.has_value(), expected.HasUserAgent);
  if (!agent) return;
  const std::string own = expected.UserAgentPrefix +
                          "azure-messaging-webpubsub-cpp/" AZURE_MESSAGING_WEBPUBSUB_VERSION " (";
  EXPECT_EQ(agent->rfind(own, 0), 0U) << *agent;
  EXPECT_EQ(agent->back(), ')') << *agent;
}

void CheckAuthorization(const WireRequest& expected, const HttpRequest& request,
                        FakeEnvironment::SystemTime sentAt) {
  const auto authorization = request.Headers().Get("Authorization");
  ASSERT_EQ(authorization.has_value(), expected.Token.has_value());
  if (!authorization) return;
  const std::string scheme = "Bearer ";
  ASSERT_EQ(authorization->rfind(scheme, 0), 0U) << *authorization;
  const std::string token = authorization->substr(scheme.size());
  if (!expected.Token->Opaque.empty()) {
    EXPECT_EQ(token, expected.Token->Opaque);
    return;
  }
  EXPECT_EQ(expected.Token->Lifetime, 300);
  ExpectClaims(VerifiedPayload(token, expected.Token->Key),
               WithoutAudienceQuery(expected.Token->Claims), sentAt, expected.Token->Lifetime);
}

void CheckHeaders(const WireRequest& expected, const HttpRequest& request) {
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : request.Headers()) {
    EXPECT_TRUE(headers.emplace(ToLowerAscii(name), value).second) << "duplicate header: " << name;
  }
  const auto id = headers[RequestId];
  if (expected.ClientRequestId.empty()) {
    EXPECT_TRUE(IsLowerCaseUuid(id)) << id;
  } else {
    EXPECT_EQ(id, expected.ClientRequestId);
  }
  for (const char* checkedElsewhere : {RequestId, "user-agent", "authorization"}) {
    headers.erase(checkedElsewhere);
  }
  EXPECT_EQ(headers, expected.Headers);
}

void CheckBody(const WireRequest& expected, const HttpRequest& request) {
  const auto type = expected.Headers.find("content-type");
  EXPECT_EQ(request.HasBody(), type != expected.Headers.end());
  const std::string body(request.Body());
  if (type != expected.Headers.end() && type->second == "application/json") {
    EXPECT_TRUE(IsSameJson(body, expected.Body)) << body << "\n" << expected.Body;
  } else {
    EXPECT_EQ(body, expected.Body);
  }
}

void CheckRequest(const WireRequest& expected, const HttpRequest& request,
                  FakeEnvironment::SystemTime sentAt) {
  EXPECT_EQ(ToString(request.Method()), expected.Method);
  EXPECT_EQ(request.Url(), expected.Url);
  CheckHeaders(expected, request);
  CheckUserAgent(expected, request);
  CheckBody(expected, request);
  CheckAuthorization(expected, request, sentAt);
}

// Expects the requests that were made to equal the first ones of the row, which may have more.
void CheckFirstRequests(const WireRow& expected, const WireCall& call) {
  const std::vector<HttpRequest> requests = call.Transport->Requests();
  ASSERT_LE(requests.size(), expected.Requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    SCOPED_TRACE("request " + std::to_string(i + 1));
    CheckRequest(expected.Requests[i], requests[i], call.SentAt.at(i));
  }
}

void CheckRequests(const WireRow& expected, const WireCall& call) {
  CheckFirstRequests(expected, call);
  const std::vector<HttpRequest> requests = call.Transport->Requests();
  ASSERT_EQ(requests.size(), expected.Requests.size());
  if (!expected.SameClientRequestId) return;
  std::set<std::string> ids;
  std::set<std::string> authorizations;
  for (const HttpRequest& request : requests) {
    ids.insert(request.Headers().Get(RequestId).value_or(std::string()));
    authorizations.insert(request.Headers().Get("Authorization").value_or(std::string()));
  }
  EXPECT_EQ(ids.size(), *expected.SameClientRequestId ? 1 : requests.size());
  // .NET's tokens for two pages differ only by the query, which this library's tokens don't hold.
  if (expected.Group != "paging") {
    EXPECT_EQ(static_cast<int>(authorizations.size()), *expected.DistinctAuthorizations);
  }
}

// The recording used a real clock, so the waits are compared with a tolerance.
void CheckWaits(const WireRow& expected, const WireCall& call) {
  for (std::size_t i = 1; i < call.SentAt.size(); ++i) {
    const auto recorded = expected.Requests.at(i).SecondsAfterPrevious;
    ASSERT_TRUE(recorded.has_value());
    const std::chrono::duration<double> wait = call.SentAt[i] - call.SentAt[i - 1];
    EXPECT_NEAR(wait.count(), *recorded, 0.05 + 0.2 * *recorded);
  }
}

void CheckAccess(const WireResult& expected, const WireOutcome& outcome,
                 FakeEnvironment::SystemTime now) {
  ASSERT_TRUE(outcome.AccessUri.has_value());
  const std::string token = AccessTokenOf(*outcome.AccessUri);
  EXPECT_EQ(outcome.AccessUri->substr(0, outcome.AccessUri->size() - token.size()),
            *expected.AccessUri);
  ASSERT_TRUE(expected.AccessToken.has_value());
  if (!expected.AccessToken->Opaque.empty()) {
    EXPECT_EQ(token, expected.AccessToken->Opaque);
    return;
  }
  ExpectClaims(VerifiedPayload(token, expected.AccessToken->Key), expected.AccessToken->Claims, now,
               expected.AccessToken->Lifetime);
}

// Checks the URL and the token's audience of a request that .NET made without a server.
void CheckUri(const WireResult& expected, const WireCall& call) {
  const auto requests = call.Transport->Requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].Url(), *expected.Uri);
  const std::string audience = expected.Audience->substr(0, expected.Audience->find('?'));
  const auto authorization = requests[0].Headers().Get("Authorization").value_or("Bearer ");
  ExpectClaims(VerifiedPayload(authorization.substr(7), TestKey), R"({"aud":")" + audience + "\"}",
               call.SentAt.at(0), 300);
}

void CheckEndpoint(const WireResult& expected, const WireOutcome& outcome) {
  ASSERT_TRUE(outcome.Endpoint.has_value());
  EXPECT_EQ(*outcome.Endpoint + "/", *expected.Endpoint);
  if (!expected.Key) return;
  ASSERT_TRUE(outcome.AccessUri.has_value());
  EXPECT_NE(VerifiedPayload(AccessTokenOf(*outcome.AccessUri), *expected.Key), "");
}

void CheckOutcome(const WireResult& expected, const WireOutcome& outcome, const WireCall& call) {
  EXPECT_EQ(outcome.Value, expected.Value);
  EXPECT_EQ(outcome.Text, expected.Text);
  EXPECT_TRUE(outcome.Pages == expected.Pages) << "the pages differ";
  if (expected.Status) {
    EXPECT_EQ(outcome.Status, expected.Status);
  }
  if (expected.AccessUri) CheckAccess(expected, outcome, call.Environment.SystemNow());
  if (expected.Uri) CheckUri(expected, call);
  if (expected.Endpoint) CheckEndpoint(expected, outcome);
}

// The library's exception that corresponds to a .NET one.
enum class ExceptionKind { RequestFailed, InvalidResponse, Argument };

ExceptionKind KindOf(const std::string& dotNetException) {
  if (dotNetException == "Azure.RequestFailedException") return ExceptionKind::RequestFailed;
  if (dotNetException == "System.Collections.Generic.KeyNotFoundException") {
    return ExceptionKind::InvalidResponse;
  }
  return ExceptionKind::Argument;
}

void CheckFailure(const WireCase& row, const WireResult& expected, WireCall& call) {
  try {
    row.Call(call);
    ADD_FAILURE() << ".NET throws " << expected.Exception;
  } catch (const RequestFailedException& exception) {
    EXPECT_EQ(KindOf(expected.Exception), ExceptionKind::RequestFailed) << exception.what();
    EXPECT_EQ(exception.Status(), expected.Status);
    EXPECT_EQ(exception.ErrorCode(), expected.ErrorCode);
    EXPECT_EQ(exception.Attempts(), static_cast<int>(call.Transport->Requests().size()));
  } catch (const InvalidResponseException& exception) {
    EXPECT_EQ(KindOf(expected.Exception), ExceptionKind::InvalidResponse) << exception.what();
  } catch (const std::invalid_argument& exception) {
    EXPECT_EQ(KindOf(expected.Exception), ExceptionKind::Argument) << exception.what();
    const std::string& name =
        row.ParameterName.empty() ? expected.ParameterName : row.ParameterName;
    EXPECT_NE(name, "") << "the row needs a parameter's name: " << exception.what();
    EXPECT_EQ(std::string(exception.what()).rfind(name + ": ", 0), 0U) << exception.what();
    EXPECT_TRUE(call.Transport->Requests().empty());
  }
}

WireCase LeftOut(WireTreatment treatment, std::string name, std::string why,
                 std::function<void(WireCall&)> instead) {
  WireCase row;
  row.Name = std::move(name);
  row.Treatment = treatment;
  row.Why = std::move(why);
  row.Instead = std::move(instead);
  return row;
}

}  // namespace

WireOutcome::WireOutcome(const Pageable<WebPubSubGroupMember>& list) : Pages(std::in_place) {
  for (const auto& page : list.AsPages()) {
    WirePage read;
    for (const auto& member : page.Values) {
      read.Members.emplace_back(member.ConnectionId, member.UserId);
    }
    read.ContinuationToken = page.ContinuationToken;
    Pages->push_back(std::move(read));
  }
}

WireOutcome WireOutcome::AccessUrl(std::string url) {
  WireOutcome outcome;
  outcome.AccessUri = std::move(url);
  return outcome;
}

WireOutcome WireOutcome::OfText(std::string text) {
  WireOutcome outcome;
  outcome.Text = std::move(text);
  return outcome;
}

WireCall::WireCall(const WireRow& row) {
  const auto step = [this](const WireReply& reply) {
    return [this, reply](const HttpRequest&, const Context&) {
      SentAt.push_back(Environment.SystemNow());
      return Response(reply);
    };
  };
  for (const WireReply& reply : row.Replies) Transport->Will(step(reply));
  if (row.Replies.empty()) Transport->Otherwise(step(DefaultReply(row)));
}

void PrintTo(const WireCase& row, std::ostream* out) { *out << row.Name; }

WireCase Runs(std::string name, std::function<WireOutcome(WireCall&)> call,
              std::string parameterName) {
  WireCase row;
  row.Name = std::move(name);
  row.Call = std::move(call);
  row.ParameterName = std::move(parameterName);
  return row;
}

WireCase RunsWith(std::string name, WireChanges changes, std::string why,
                  std::function<WireOutcome(WireCall&)> call) {
  WireCase row = Runs(std::move(name), std::move(call));
  row.Changes = std::move(changes);
  row.Why = std::move(why);
  return row;
}

WireCase DotNetBug(std::string name, std::string why, std::function<void(WireCall&)> instead) {
  return LeftOut(WireTreatment::DotNetBug, std::move(name), std::move(why), std::move(instead));
}

WireCase Differs(std::string name, std::string why, std::function<void(WireCall&)> instead) {
  return LeftOut(WireTreatment::Difference, std::move(name), std::move(why), std::move(instead));
}

WireCase DotNetOnly(std::string name, std::string why, std::function<void(WireCall&)> instead) {
  return LeftOut(WireTreatment::DotNetOnly, std::move(name), std::move(why), std::move(instead));
}

std::function<void(WireCall&)> Refused(std::string parameter,
                                       std::function<void(WireCall&)> action) {
  return [parameter = std::move(parameter), action = std::move(action)](WireCall& call) {
    ExpectRefused(parameter, [&] { action(call); });
    EXPECT_TRUE(call.Transport->Requests().empty());
  };
}

void CheckWireCase(const WireCase& row) {
  const auto found = WireRows().find(row.Name);
  ASSERT_NE(found, WireRows().end()) << "the data has no such row";
  const WireRow expected = Changed(found->second, row.Changes);
  SCOPED_TRACE(expected.Call);
  WireCall call(expected);
  if (row.Treatment != WireTreatment::Runs) {
    EXPECT_NE(row.Why, "");
    if (row.Instead) row.Instead(call);
    if (!expected.Pure) CheckFirstRequests(expected, call);
    return;
  }
  if (expected.Result.Exception.empty()) {
    CheckOutcome(expected.Result, row.Call(call), call);
  } else {
    CheckFailure(row, expected.Result, call);
  }
  if (!expected.Pure) CheckRequests(expected, call);
  if (expected.Group == "retry") CheckWaits(expected, call);
}

std::string WireTestName(const ::testing::TestParamInfo<WireCase>& info) {
  std::string name = info.param.Name;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return std::to_string(info.index) + "_" + name.substr(0, 80);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
