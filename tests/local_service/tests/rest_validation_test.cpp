#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>

#include "service_bench.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

std::string Header(const RestResponse& response, const std::string& name) {
  for (const auto& [each, value] : response.Headers) {
    if (each == name) return value;
  }
  return "";
}

TEST(RestErrors, HaveTheRecordedBody) {
  ServiceBench service;
  const RestResponse response = service.Call("HEAD", "/api/hubs/chat/users/some_user");
  EXPECT_EQ(response.Body,
            R"({"code":"Warning.User.NotExisted","message":"User `some_user` is not found.",)"
            R"("target":"User","details":null,"innererror":null})");
  EXPECT_EQ(response.Body.size(), 126U);
}

struct BadRequestCase {
  std::string Name;
  std::string Method;
  std::string Target;
  int Status;
  std::string Message;
};
void PrintTo(const BadRequestCase& row, std::ostream* out) { *out << row.Name; }

class RestValidation : public testing::TestWithParam<BadRequestCase> {};

// The requests have no token, because the service checks parameters before the token.
TEST_P(RestValidation, HappensBeforeTheTokenCheck) {
  ServiceBench service;
  RestRequest request;
  request.Method = GetParam().Method;
  request.Target = GetParam().Target;
  request.Host = Host;
  const RestResponse response = service.Handle(request);
  EXPECT_EQ(response.Status, GetParam().Status);
  if (!GetParam().Message.empty()) {
    EXPECT_EQ(json::parse(response.Body).at("message"), GetParam().Message);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, RestValidation,
    testing::Values(
        BadRequestCase{"UnknownPath", "GET", "/api/nothing", 404, ""},
        BadRequestCase{"EmptySegment", "POST", "/api/hubs/chat/groups//:send", 404, ""},
        BadRequestCase{"WrongMethod", "GET", "/api/hubs/chat/:send", 405, ""},
        BadRequestCase{"UnknownVersion", "POST", "/api/hubs/chat/:send?api-version=2099-01-01", 400,
                       "The specified API version is not supported."},
        BadRequestCase{"EmptyVersion", "POST", "/api/hubs/chat/:send?api-version=", 400,
                       "The specified API version is not supported."},
        BadRequestCase{"VersionTwice", "POST",
                       "/api/hubs/chat/:send?api-version=2024-12-01&api-version=2024-12-01", 400,
                       "The specified API version is not supported."},
        BadRequestCase{"BadHub", "POST", "/api/hubs/1chat/:send", 400, "Invalid hub name."},
        BadRequestCase{"LongHub", "POST", "/api/hubs/" + std::string(129, 'h') + "/:send", 400,
                       "Invalid hub name."},
        BadRequestCase{"LongestHub", "POST", "/api/hubs/" + std::string(128, 'h') + "/:send", 401,
                       ""},
        BadRequestCase{"BlankGroup", "HEAD", "/api/hubs/chat/groups/%20", 400,
                       "The group field is required."},
        BadRequestCase{"LongGroup", "HEAD", "/api/hubs/chat/groups/" + std::string(1025, 'g'), 400,
                       "Invalid group name."},
        BadRequestCase{"LongestGroup", "HEAD", "/api/hubs/chat/groups/" + std::string(1024, 'g'),
                       401, ""},
        BadRequestCase{"BlankUser", "HEAD", "/api/hubs/chat/users/%20", 400,
                       "The user field is required."},
        BadRequestCase{"TtlTooLong", "POST", "/api/hubs/chat/:send?messageTtlSeconds=301", 400,
                       "Invalid messageTtlSeconds."},
        BadRequestCase{"TtlNegative", "POST", "/api/hubs/chat/:send?messageTtlSeconds=-1", 400,
                       "The value '-1' is not valid."},
        BadRequestCase{"TtlNoNumber", "POST", "/api/hubs/chat/:send?messageTtlSeconds=abc", 400,
                       "The value 'abc' is not valid."},
        BadRequestCase{"TtlLongest", "POST", "/api/hubs/chat/:send?messageTtlSeconds=300", 401, ""},
        BadRequestCase{"UnknownPermission", "PUT", "/api/hubs/chat/permissions/foo/connections/c",
                       400, "The value 'foo' is not valid."},
        BadRequestCase{"TwoPermissions", "PUT",
                       "/api/hubs/chat/permissions/sendToGroup,JoinLeaveGroup/connections/c", 400,
                       "The value 'sendToGroup,JoinLeaveGroup' is invalid."},
        BadRequestCase{"TwoPermissionsWithBlanks", "PUT",
                       "/api/hubs/chat/permissions/sendToGroup%2C%20sendToGroup/connections/c", 400,
                       "The value 'sendToGroup, sendToGroup' is invalid."},
        BadRequestCase{"PermissionNumber", "PUT", "/api/hubs/chat/permissions/3/connections/c", 400,
                       "The value '3' is invalid."},
        BadRequestCase{"PermissionAndUnknownOne", "PUT",
                       "/api/hubs/chat/permissions/sendToGroup,foo/connections/c", 400,
                       "The value 'sendToGroup,foo' is not valid."},
        BadRequestCase{"EmptyPageSize", "GET", "/api/hubs/chat/groups/g/connections?maxpagesize=",
                       400, "The value '' is invalid."},
        BadRequestCase{"EmptyTopNeedsAToken", "GET",
                       "/api/hubs/chat/groups/g/connections?top=", 401, ""},
        BadRequestCase{"PageSizeZero", "GET", "/api/hubs/chat/groups/g/connections?maxpagesize=0",
                       400, "Invalid maxpagesize."},
        BadRequestCase{"PageSizeTooLarge", "GET",
                       "/api/hubs/chat/groups/g/connections?maxpagesize=201", 400,
                       "Invalid maxpagesize."},
        BadRequestCase{"TopTooLarge", "GET", "/api/hubs/chat/groups/g/connections?top=2147483648",
                       400, "The value '2147483648' is not valid."},
        BadRequestCase{"TrailingSlash", "POST", "/api/hubs/chat/:send/", 401, ""},
        BadRequestCase{"AnyCase", "POST", "/API/Hubs/chat/:SEND", 401, ""}),
    [](const auto& row) { return row.param.Name; });

struct TargetCase {
  std::string Method;
  std::string Target;
  std::string Message;
  std::string Named;
};

TEST(RestValidation, NamesTheParameterAfterTheTokenCheck) {
  for (const TargetCase& row :
       {TargetCase{"GET", "/groups/g/connections?top=", "Invalid top.", "top"},
        TargetCase{"GET", "/groups/g/connections?top", "Invalid top.", "top"},
        TargetCase{"GET", "/groups/g/connections?top=%20", "Invalid top.", "top"},
        TargetCase{"GET", "/groups/g/connections?top=1&top=1", "Invalid top.", "top"},
        TargetCase{"GET", "/groups/g/connections?top=0", "Invalid top.", "Request"},
        TargetCase{"POST", "/:generateToken?clientType=x", "Invalid clientType.", "clientType"},
        TargetCase{"POST", "/:generateToken?clientType=%20", "Invalid clientType.",
                   "clientType"}}) {
    ServiceOptions options;
    options.AccessKeyMayGenerateTokens = true;
    Hubs hubs;
    const TokenVerifier tokens({Key});
    RestApi api(
        hubs, tokens, [] { return Time(std::chrono::seconds(Now)); }, options);
    RestRequest request;
    request.Method = row.Method;
    request.Target = "/api/hubs/chat" + row.Target;
    request.Host = Host;
    TokenParts token;
    token.Payload = GoodPayload(request.Target.substr(0, request.Target.find('?')));
    request.Headers = {{"authorization", "Bearer " + MakeToken(token)}};
    const RestResponse response = api.Handle(request);
    EXPECT_EQ(response.Status, 400) << row.Target;
    EXPECT_EQ(json::parse(response.Body).at("message"), row.Message) << row.Target;
    EXPECT_EQ(json::parse(response.Body).at("target"), row.Named) << row.Target;
  }
}

struct VersionsCase {
  std::string Method;
  std::string Target;
  std::string Body;
  bool AreNamed;
};

TEST(RestVersions, AreListedExceptForHealthAndInvalidBodies) {
  for (const VersionsCase& row :
       {VersionsCase{"HEAD", "/api/health", "", false},
        VersionsCase{"HEAD", "/api/hubs/chat/users/none", "", true},
        VersionsCase{"POST", "/api/hubs/chat/:send?filter=1", "1", true},
        VersionsCase{"POST", "/api/hubs/chat/:send", "{", false},
        VersionsCase{"POST", "/api/hubs/chat/:addToGroups", "{", false},
        VersionsCase{"POST", "/api/hubs/chat/:addToGroups", R"({"groups":[]})", false},
        VersionsCase{"POST", "/api/hubs/chat/:addToGroups", R"({"groups":["g"],"filter":"1"})",
                     false}}) {
    ServiceBench service;
    const RestResponse response =
        service.Call(row.Method, row.Target, row.Body, "application/json");
    EXPECT_EQ(!Header(response, "api-supported-versions").empty(), row.AreNamed)
        << row.Target << ' ' << row.Body;
  }
}

TEST(RestValidation, ListsTheAllowedMethodsOfAPath) {
  ServiceBench service;
  const RestResponse response = service.Call("GET", "/api/hubs/chat/connections/c");
  EXPECT_EQ(response.Status, 405);
  EXPECT_EQ(Header(response, "Allow"), "DELETE, HEAD");
}

TEST(SendBody, RequiresAContentLength) {
  ServiceBench service;
  RestRequest request;
  request.Method = "POST";
  request.Target = "/api/hubs/chat/:send";
  request.Host = Host;
  TokenParts token;
  token.Payload = GoodPayload(request.Target);
  request.Headers = {{"authorization", "Bearer " + MakeToken(token)}};
  request.Length = RestRequest::BodyLength::Missing;
  const RestResponse response = service.Handle(request);
  EXPECT_EQ(response.Status, 400);
  EXPECT_EQ(json::parse(response.Body).at("message"), "Invalid Content-Length header.");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
