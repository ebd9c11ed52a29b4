// A value that was moved from is empty, and refuses what needs its content. It never crashes, and
// never stands for more than it did.

#include "support/moved_from.hpp"

#include <azure/messaging/webpubsub.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using Members = Pageable<WebPubSubGroupMember>;
using AsyncMembers = AsyncPageable<WebPubSubGroupMember>;
using MemberPages = PageRange<WebPubSubGroupMember>;

// Longer than what a std::string holds in itself.
const std::string Long(64, 'x');

constexpr const char* PageBody = R"({"value":[{"connectionId":"c1"},{"connectionId":"c2"}]})";

WebPubSubServiceClientOptions ScriptedOptions() {
  const auto transport = std::make_shared<ScriptedTransport>();
  transport->Otherwise([](const HttpRequest& request, const Context&) {
    if (request.Method() == HttpMethod::Get) return HttpResponse(200, {}, PageBody);
    return HttpResponse(request.Url().find(":send") != std::string::npos ? 202 : 204);
  });
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = transport;
  return options;
}

WebPubSubServiceClient MakeClient(
    AzureKeyCredential credential = AzureKeyCredential(TestKey),
    const WebPubSubServiceClientOptions& options = ScriptedOptions()) {
  return WebPubSubServiceClient("https://wps.example", "chat", std::move(credential), options);
}

const WebPubSubServiceClient& SharedClient() {
  static const WebPubSubServiceClient client = MakeClient();
  return client;
}

HttpResponse FoundResponse() { return HttpResponse(200, {{"x-ms-request-id", Long}}, Long); }

void ExpectNoResponse(const Response& response, Findings& findings) {
  findings.Require(response.Status() == 0, "Status");
  findings.Require(response.ReasonPhrase().empty(), "ReasonPhrase");
  findings.Require(response.Headers().Size() == 0, "Headers");
  findings.Require(response.Body().empty(), "Body");
  findings.Require(response.ClientRequestId().empty(), "ClientRequestId");
  findings.Require(response.ServiceRequestId().empty(), "ServiceRequestId");
}

void ExpectFoundResponse(const Response& response, Findings& findings) {
  findings.Require(response.Status() == 200 && response.Body() == Long &&
                       response.ClientRequestId() == Long && response.ServiceRequestId() == Long,
                   "the response");
}

// In every form.
void IsRefusedAsContent(const RequestContent& content, Findings& findings) {
  const WebPubSubServiceClient& client = SharedClient();
  findings.Refuses("content", [&] { client.SendToAll(content); });
  findings.Refuses("content", [&] { (void)client.SendToGroupAsync("room", content); });
  findings.Refuses("content", [&] { client.SendToUsers({"ann", "bob"}, content); });
  FanOutOptions filter;
  filter.Strategy = FanOutStrategy::Filter;
  findings.Refuses("content", [&] { (void)client.SendToGroupsAsync({"room"}, content, filter); });
}

void RefusesEveryCall(const WebPubSubServiceClient& client, Findings& findings) {
  findings.Require(client.Hub().empty(), "Hub");
  findings.Require(client.Endpoint().empty(), "Endpoint");
  findings.Throws("SendToAll", [&] { client.SendToAll("hi"); });
  findings.Throws("SendToAllAsync", [&] { (void)client.SendToAllAsync("hi"); });
  findings.Throws("SendToUsers", [&] { client.SendToUsers({"ann"}, "hi"); });
  findings.Throws("SendToGroupsAsync", [&] { (void)client.SendToGroupsAsync({"room"}, "hi"); });
  findings.Throws("UserExists", [&] { (void)client.UserExists("ann"); });
  findings.Throws("GrantPermission",
                  [&] { client.GrantPermission(WebPubSubPermission::SendToGroup, "c1", "room"); });
  findings.Throws("AddUserToGroupAsync", [&] { (void)client.AddUserToGroupAsync("room", "ann"); });
  findings.Throws("CloseAllConnections", [&] { client.CloseAllConnections(); });
  findings.Throws("ListConnectionsInGroup", [&] { (void)client.ListConnectionsInGroup("room"); });
  findings.Throws("ListConnectionsInGroupAsync",
                  [&] { (void)client.ListConnectionsInGroupAsync("room"); });
  findings.Throws("GetClientAccessUri", [&] { (void)client.GetClientAccessUri(); });
  findings.Throws("GetClientAccessUriAsync", [&] { (void)client.GetClientAccessUriAsync(); });
  findings.Throws("GetServiceHealth", [&] { client.GetServiceHealth(); });
  findings.Throws("WithHub", [&] { (void)client.WithHub("news"); });
  findings.Throws("WaitUntilIdle", [&] { client.WaitUntilIdle(); });
}

class MovedFrom : public ::testing::TestWithParam<MovedFromRow> {};

TEST_P(MovedFrom, IsEmptyAndRefuses) { GetParam().Check(); }

std::string NameOf(const ::testing::TestParamInfo<MovedFromRow>& test) { return test.param.Name; }

INSTANTIATE_TEST_SUITE_P(
    Arguments, MovedFrom,
    ::testing::Values(
        RowOf(
            "RequestContent", [] { return RequestContent(Long); },
            [](RequestContent& content, Findings& findings) {
              findings.Require(content.Bytes() == Long && *content.SharedBytes() == Long, "Bytes");
              findings.Require(content.ContentType() == "text/plain", "ContentType");
              SharedClient().SendToAll(content);
            },
            [](RequestContent& content, Findings& findings) {
              findings.Require(content.Bytes().empty(), "Bytes");
              findings.Require(content.ContentType().empty(), "ContentType");
              findings.Require(!content.SharedBytes(), "SharedBytes");
              IsRefusedAsContent(content, findings);
            }),
        RowOf(
            "ContentOfALongType",
            [] { return RequestContent(Long, "text/plain; charset=" + Long); },
            [](RequestContent& content, Findings&) { SharedClient().SendToAll(content); },
            IsRefusedAsContent),
        RowOf(
            "ClientConnectionFilter",
            [] { return ClientConnectionFilter("userId eq '" + Long + "'"); },
            [](ClientConnectionFilter& filter, Findings& findings) {
              findings.Require(filter.Expression() == "userId eq '" + Long + "'", "Expression");
            },
            [](ClientConnectionFilter& filter, Findings& findings) {
              SendOptions options;
              options.Filter = filter;
              findings.Refuses("options.Filter", [&] { SharedClient().SendToAll("hi", options); });
              findings.Refuses("filter",
                               [&] { SharedClient().AddConnectionsToGroups({"a"}, filter); });
            }),
        RowOf(
            "ClientConnectionFilterLiteral", [] { return ClientConnectionFilterLiteral("ann"); },
            [](ClientConnectionFilterLiteral& value, Findings& findings) {
              findings.Require(ClientConnectionFilter::Create("userId eq {}", value).Expression() ==
                                   "userId eq 'ann'",
                               "Create");
            },
            [](ClientConnectionFilterLiteral& value, Findings& findings) {
              findings.Require(value.Text().empty(), "Text");
              findings.Refuses(
                  "values", [&] { (void)ClientConnectionFilter::Create("userId eq {}", value); });
            }),
        // A call with a deadline never becomes one without.
        RowOf(
            "Context", [] { return Context::WithTimeout(std::chrono::hours(1)); },
            [](Context& context, Findings& findings) {
              findings.Require(context.CanEnd() && context.Deadline().has_value(), "Deadline");
            },
            [](Context& context, Findings& findings) {
              findings.Require(context.CanEnd() && context.Deadline().has_value(), "Deadline");
            }),
        RowOf(
            "SendOptions",
            [] {
              SendOptions options;
              options.Excluded = {Long};
              options.Metadata = {{"trace", Long}};
              return options;
            },
            [](SendOptions& options, Findings& findings) {
              SharedClient().SendToAll("hi", options);
              findings.Require(options.Excluded.size() == 1, "Excluded");
            },
            [](SendOptions& options, Findings& findings) {
              const WebPubSubServiceClient& client = SharedClient();
              // Where the filter was moved too, by its name:
              // SendOption.FilterMustNotHaveBeenMovedFrom.
              findings.Throws("a send", [&] { client.SendToAll("hi", options); });
              findings.Throws("a send", [&] { client.SendToUser("ann", "hi", options); });
              findings.Throws("a send", [&] { client.SendToConnection("c1", "hi", options); });
              findings.Throws("a send", [&] { (void)client.SendToGroupAsync("a", "hi", options); });
              FanOutOptions how;
              findings.Throws("a send", [&] { client.SendToUsers({"a/b"}, "hi", how, options); });
              how.Strategy = FanOutStrategy::Filter;
              findings.Throws("a send", [&] { client.SendToGroups({"a"}, "hi", how, options); });
              SendOptions unfiltered = options;
              unfiltered.Filter = "";  // which doesn't bring the excluded ids back
              findings.Refuses("options", [&] { client.SendToAll("hi", unfiltered); });
              findings.Refuses("options",
                               [&] { (void)client.SendToConnectionAsync("c1", "hi", unfiltered); });
            }),
        RowOf(
            "CloseOptions",
            [] {
              CloseOptions options;
              options.Excluded = {Long};
              return options;
            },
            [](CloseOptions& options, Findings& findings) {
              SharedClient().CloseAllConnections(options);
              findings.Require(options.Excluded.size() == 1, "Excluded");
            },
            [](CloseOptions& options, Findings& findings) {
              const WebPubSubServiceClient& client = SharedClient();
              findings.Refuses("options", [&] { client.CloseAllConnections(options); });
              findings.Refuses("options", [&] { client.CloseUserConnections("ann", options); });
              findings.Refuses("options",
                               [&] { (void)client.CloseGroupConnectionsAsync("room", options); });
            }),
        RowOf(
            "ListOptions",
            [] {
              ListOptions options;
              options.ContinuationToken = Long;
              return options;
            },
            [](ListOptions& options, Findings& findings) {
              (void)SharedClient().ListConnectionsInGroup("room", options);
              findings.Require(options.ContinuationToken == Long, "ContinuationToken");
            },
            [](ListOptions& options, Findings& findings) {
              const WebPubSubServiceClient& client = SharedClient();
              findings.Refuses("options",
                               [&] { (void)client.ListConnectionsInGroup("a", options); });
              findings.Refuses("options",
                               [&] { (void)client.ListConnectionsInGroupAsync("a", options); });
            }),
        RowOf(
            "ClientAccessOptions",
            [] {
              ClientAccessOptions options;
              options.UserId = Long;
              return options;
            },
            [](ClientAccessOptions& options, Findings& findings) {
              (void)SharedClient().GetClientAccessUri(options);
              findings.Require(options.UserId == Long, "UserId");
            },
            [](ClientAccessOptions& options, Findings& findings) {
              const WebPubSubServiceClient& client = SharedClient();
              findings.Refuses("options", [&] { (void)client.GetClientAccessUri(options); });
              findings.Refuses("options", [&] { (void)client.GetClientAccessUriAsync(options); });
            })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Clients, MovedFrom,
    ::testing::Values(
        RowOf(
            "WebPubSubServiceClient", [] { return MakeClient(); },
            [](WebPubSubServiceClient& client, Findings& findings) {
              findings.Require(client.SendToAll("hi").Status() == 202, "SendToAll");
              findings.Require(client.Hub() == "chat", "Hub");
            },
            RefusesEveryCall),
        RowOf(
            "WebPubSubServiceClientOptions", ScriptedOptions,
            [](WebPubSubServiceClientOptions& options, Findings&) {
              MakeClient(AzureKeyCredential(TestKey), options).SendToAll("hi");
            },
            [](WebPubSubServiceClientOptions& options, Findings& findings) {
              findings.Refuses("options",
                               [&] { MakeClient(AzureKeyCredential(TestKey), options); });
            }),
        // Without the proxy and the authorities that it named, a client would trust others.
        RowOf(
            "TransportOptions",
            [] {
              TransportOptions options;
              options.Proxy = "http://proxy.example:3128/" + Long;
              return options;
            },
            [](TransportOptions& options, Findings& findings) {
              findings.Require(options.Proxy && !options.Proxy->empty(), "Proxy");
            },
            [](TransportOptions& options, Findings& findings) {
              WebPubSubServiceClientOptions all;
              all.Transport = options;
              findings.Refuses("options.Transport",
                               [&] { MakeClient(AzureKeyCredential(TestKey), all); });
            }),
        RowOf(
            "AzureKeyCredential", [] { return AzureKeyCredential(TestKey); },
            [](AzureKeyCredential& credential, Findings&) {
              credential.Update("another");
              MakeClient(credential).SendToAll("hi");
            },
            [](AzureKeyCredential& credential, Findings& findings) {
              findings.Throws("Update", [&] { credential.Update("another"); });
              findings.Refuses("credential", [&] { MakeClient(credential); });
            }),
        RowOf(
            "CallbackTokenCredential",
            [] {
              return CallbackTokenCredential([](const TokenRequest&, const Context&) {
                return AccessToken("token", std::chrono::system_clock::time_point::max());
              });
            },
            [](CallbackTokenCredential& credential, Findings& findings) {
              findings.Require(credential.GetToken({}, {}).Token == "token", "GetToken");
            },
            [](CallbackTokenCredential& credential, Findings& findings) {
              findings.Throws("GetToken", [&] { (void)credential.GetToken({}, {}); });
            }),
        RowOf(
            "AccessToken", [] { return AccessToken(Long, {}); },
            [](AccessToken& token, Findings& findings) {
              findings.Require(token.Token == Long, "Token");
            },
            [](AccessToken& token, Findings& findings) {
              findings.Require(token.Token.empty(), "Token");
              const auto tokens = std::make_shared<CallbackTokenCredential>(
                  [&](const TokenRequest&, const Context&) { return token; });
              const WebPubSubServiceClient client("https://wps.example", "chat", tokens,
                                                  ScriptedOptions());
              const auto result = client.SendToAllAsync("hi").AsResult();
              findings.Require(
                  dynamic_cast<const AuthenticationException*>(result.Error()) != nullptr,
                  "a call with it");
            })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Outcomes, MovedFrom,
    ::testing::Values(
        RowOf(
            "Response", [] { return Response(FoundResponse(), Long); }, ExpectFoundResponse,
            ExpectNoResponse),
        RowOf(
            "ValueResponse",
            [] { return ValueResponse<bool>(Response(FoundResponse(), Long), true); },
            [](ValueResponse<bool>& response, Findings& findings) {
              ExpectFoundResponse(response, findings);
              findings.Require(response.Value() && response, "Value");
            },
            [](ValueResponse<bool>& response, Findings& findings) {
              ExpectNoResponse(response, findings);
              findings.Require(!response.Value() && !response, "Value");
            }),
        RowOf(
            "ResultWithAValue", [] { return Result<Response>(Response(FoundResponse(), Long)); },
            [](Result<Response>& result, Findings& findings) {
              findings.Require(result.HasValue() && result && !result.Error(), "HasValue");
              if (result) ExpectFoundResponse(result.Value(), findings);
            },
            [](Result<Response>& result, Findings& findings) {
              findings.Require(!result.HasValue() && !result, "HasValue");
              findings.Require(!result.Error() && !result.Exception(), "Error");
              findings.Throws("Value", [&] { (void)result.Value(); });
              findings.Throws("Value of a temporary", [&] { (void)std::move(result).Value(); });
            }),
        RowOf(
            "ResultWithAFailure",
            [] {
              return Result<Response>(std::make_exception_ptr(OperationCancelledException("over")));
            },
            [](Result<Response>& result, Findings& findings) {
              findings.Require(!result && result.Error() && result.Exception(), "Error");
            },
            [](Result<Response>& result, Findings& findings) {
              findings.Require(!result.HasValue() && !result, "HasValue");
              findings.Require(!result.Error() && !result.Exception(), "Error");
              findings.Throws("Value", [&] { (void)result.Value(); });
            }),
        RowOf(
            "Future", [] { return SharedClient().SendToAllAsync("hi"); },
            [](Future<Response>& future, Findings& findings) {
              findings.Require(future.IsValid() && future.Get().Status() == 202, "Get");
            },
            [](Future<Response>& future, Findings& findings) {
              findings.Require(!future.IsValid(), "IsValid");
              findings.Throws("IsReady", [&] { (void)future.IsReady(); });
              findings.Throws("Wait", [&] { future.Wait(); });
              findings.Throws("WaitFor", [&] { (void)future.WaitFor(std::chrono::seconds(1)); });
              findings.Throws("Get", [&] { (void)future.Get(); });
              findings.Throws("Get of a temporary", [&] { (void)std::move(future).Get(); });
              findings.Throws("AsResult", [&] { (void)future.AsResult(); });
              findings.Throws("Then", [&] { std::move(future).Then([](Result<Response>) {}); });
            }),
        // Copies share what an exception has, and moving copies.
        RowOf(
            "RequestFailedException",
            [] {
              return RequestFailedException("no", Response(FoundResponse(), Long), Long, true, 2);
            },
            [](RequestFailedException& failure, Findings& findings) {
              findings.Require(failure.ErrorCode() == Long && failure.Status() == 200, "all");
              ExpectFoundResponse(failure.RawResponse(), findings);
            },
            [](RequestFailedException& failure, Findings& findings) {
              findings.Require(failure.ErrorCode() == Long && failure.Status() == 200, "all");
              ExpectFoundResponse(failure.RawResponse(), findings);
            })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Lists, MovedFrom,
    ::testing::Values(
        RowOf(
            "Page",
            [] {
              return Page<WebPubSubGroupMember>({WebPubSubGroupMember(Long)}, Long,
                                                Response(FoundResponse(), Long));
            },
            [](Page<WebPubSubGroupMember>& page, Findings& findings) {
              findings.Require(page.Values.size() == 1 && page.ContinuationToken == Long, "Values");
            },
            [](Page<WebPubSubGroupMember>& page, Findings& findings) {
              findings.Require(page.Values.empty() && page.ContinuationToken.empty(), "Values");
              findings.Require(page.RawResponse.Status() <= 200, "RawResponse");
            }),
        RowOf(
            "Pageable", [] { return SharedClient().ListConnectionsInGroup("room"); },
            [](Members& members, Findings& findings) {
              findings.Require(members.begin()->ConnectionId == "c1", "begin");
            },
            [](Members& members, Findings& findings) {
              findings.Throws("begin", [&] { (void)members.begin(); });
              findings.Throws("begin of pages", [&] { (void)members.AsPages().begin(); });
            }),
        RowOf(
            "IteratorOfMembers",
            [] { return ++SharedClient().ListConnectionsInGroup("room").begin(); },
            [](Members::Iterator& at, Findings& findings) {
              findings.Require(at != Members::Iterator() && at->ConnectionId == "c2", "value");
            },
            [](Members::Iterator& at, Findings& findings) {
              findings.Require(at == Members::Iterator(), "isn't the end");
              findings.Throws("*", [&] { (void)*at; });
              findings.Throws("->", [&] { (void)at->ConnectionId; });
              findings.Throws("++", [&] { ++at; });
            }),
        RowOf(
            "PageRange", [] { return SharedClient().ListConnectionsInGroup("room").AsPages(); },
            [](MemberPages& pages, Findings& findings) {
              findings.Require(pages.begin()->Values.size() == 2, "begin");
            },
            [](MemberPages& pages, Findings& findings) {
              findings.Throws("begin", [&] { (void)pages.begin(); });
            }),
        RowOf(
            "IteratorOfPages",
            [] { return SharedClient().ListConnectionsInGroup("room").AsPages().begin(); },
            [](MemberPages::Iterator& at, Findings& findings) {
              findings.Require(at != MemberPages::Iterator() && at->Values.size() == 2, "value");
            },
            [](MemberPages::Iterator& at, Findings& findings) {
              findings.Require(at == MemberPages::Iterator(), "isn't the end");
              findings.Throws("*", [&] { (void)*at; });
              findings.Throws("->", [&] { (void)at->Values; });
              findings.Throws("++", [&] { ++at; });
            }),
        RowOf(
            "AsyncPageable", [] { return SharedClient().ListConnectionsInGroupAsync("room"); },
            [](AsyncMembers& members, Findings&) { (void)members; },
            [](AsyncMembers& members, Findings& findings) {
              findings.Throws("Next", [&] { (void)members.Next(); });
            })),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Messages, MovedFrom,
    ::testing::Values(
        RowOf(
            "HttpHeaders",
            [] {
              return HttpHeaders{{"name", Long}};
            },
            [](HttpHeaders& headers, Findings& findings) {
              findings.Require(headers.Get("name") == Long, "Get");
            },
            [](HttpHeaders& headers, Findings& findings) {
              findings.Require(headers.Size() == 0 && headers.begin() == headers.end(), "Size");
              findings.Require(!headers.Contains("name"), "Contains");
            }),
        RowOf(
            "HttpRequest",
            [] {
              HttpRequest request(HttpMethod::Put, "https://wps.example/" + Long);
              request.Headers().Set("name", Long);
              request.SetBody(std::make_shared<const std::string>(Long));
              return request;
            },
            [](HttpRequest& request, Findings& findings) {
              findings.Require(request.Url().size() > Long.size() && request.Body() == Long &&
                                   request.Headers().Size() == 1,
                               "the request");
            },
            [](HttpRequest& request, Findings& findings) {
              findings.Require(request.Url().empty(), "Url");
              findings.Require(request.Headers().Size() == 0, "Headers");
              findings.Require(!request.HasBody() && request.Body().empty(), "Body");
            }),
        RowOf(
            "HttpResponse", FoundResponse,
            [](HttpResponse& response, Findings& findings) {
              findings.Require(response.Status() == 200 && response.Body() == Long, "the response");
            },
            [](HttpResponse& response, Findings& findings) {
              findings.Require(response.Status() == 0, "Status");
              findings.Require(response.Headers().Size() == 0, "Headers");
              findings.Require(response.Body().empty() && response.ReasonPhrase().empty(), "Body");
            }),
        // An outcome that is used twice is no success.
        RowOf(
            "AttemptOutcome", [] { return AttemptOutcome(FoundResponse()); },
            [](AttemptOutcome& outcome, Findings& findings) {
              findings.Require(outcome.HasResponse() && outcome.Response().Status() == 200, "all");
            },
            [](AttemptOutcome& outcome, Findings& findings) {
              findings.Require(outcome.HasResponse() && outcome.Response().Status() == 0, "Status");
              const auto transport = std::make_shared<ScriptedTransport>();
              transport->WillRespond(outcome.Response());
              WebPubSubServiceClientOptions options;
              options.TransportAdapter = transport;
              const WebPubSubServiceClient client =
                  MakeClient(AzureKeyCredential(TestKey), options);
              findings.Require(client.SendToAllAsync("hi").AsResult().Error() != nullptr,
                               "a call with it");
            }),
        RowOf(
            "TransportFailure", [] { return TransportFailure(TransportError::Tls, Long, true); },
            [](TransportFailure& failure, Findings& findings) {
              findings.Require(failure.Message == Long, "Message");
            },
            [](TransportFailure& failure, Findings& findings) {
              findings.Require(failure.Message.empty() && failure.RequestMayHaveBeenSent, "all");
            }),
        RowOf(
            "LogRecord",
            [] {
              LogRecord record;
              record.Event = "Request";
              record.Fields = {{"method", Long}};
              return record;
            },
            [](LogRecord& record, Findings& findings) {
              findings.Require(record.ToText().size() > Long.size(), "ToText");
            },
            [](LogRecord& record, Findings& findings) {
              findings.Require(record.Fields.empty() && record.ToText() == "Request", "Fields");
            })),
    NameOf);

// The rest is copied by a move.
static_assert(std::is_trivially_copyable_v<RetryOptions>);
static_assert(std::is_trivially_copyable_v<LimitOptions>);
static_assert(std::is_trivially_copyable_v<FanOutOptions>);
static_assert(std::is_trivially_copyable_v<CallDescription>);
static_assert(std::is_trivially_copyable_v<CallProgress>);
static_assert(std::is_nothrow_move_constructible_v<Context>);
static_assert(std::is_nothrow_move_constructible_v<Result<Response>>);
static_assert(std::is_nothrow_move_constructible_v<WebPubSubServiceClient>);

TEST(MovedFromContext, IsStillCancelled) {
  const Context context = Context::Cancellable();
  Context moved = context;
  const Context kept(std::move(moved));
  moved.Cancel();  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(kept.IsCancelled() && context.IsCancelled());
}

TEST(MovedFromRegistration, RegistersNothing) {
  const Context context = Context::Cancellable();
  int calls = 0;
  CancellationRegistration first = context.OnCancel([&] { ++calls; });
  CancellationRegistration second(std::move(first));
  first = CancellationRegistration();  // ends nothing
  CancellationRegistration& same = second;
  second = std::move(same);
  context.Cancel();
  EXPECT_EQ(calls, 1);
}

// A list that was begun goes on, whatever becomes of its client.
TEST(MovedFromClient, KeepsNoList) {
  WebPubSubServiceClient client = MakeClient();
  const auto members = client.ListConnectionsInGroup("room");
  auto later = client.ListConnectionsInGroupAsync("room");
  const WebPubSubServiceClient taken(std::move(client));
  EXPECT_EQ(members.begin()->ConnectionId, "c1");
  EXPECT_EQ(later.Next().Get()->Values.size(), 2U);
}

// The value of a temporary is taken out of its result.
TEST(MovedFromResult, IsEmptyOnceItsValueWasTaken) {
  Result<Response> result(Response(FoundResponse(), Long));
  EXPECT_EQ(std::move(result).Value().Status(), 200);
  EXPECT_FALSE(result.HasValue());  // NOLINT(bugprone-use-after-move)
  EXPECT_THROW((void)result.Value(), std::logic_error);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
