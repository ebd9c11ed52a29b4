#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using std::chrono::milliseconds;
using Permission = WebPubSubPermission;

WireOutcome Send(WireCall& c) { return c.Client().SendToAll("x"); }

WireOutcome AskForUser(WireCall& c) { return c.Client().UserExists("u"); }

std::vector<WireCase> StatusCases() {
  const auto closeConnection = [](WireCall& c) { return c.Client().CloseConnection("c"); };
  const auto grant = [](WireCall& c) {
    return c.Client().GrantPermission(Permission::SendToGroup, "c");
  };
  const auto check = [](WireCall& c) {
    return c.Client().CheckPermission(Permission::SendToGroup, "c");
  };
  const auto addToGroups = [](WireCall& c) {
    return c.Client().AddConnectionsToGroups({"g"}, "f");
  };
  return {
      Runs("status.SendToAll.200", Send),
      Runs("status.SendToAll.201", Send),
      Runs("status.SendToAll.400", Send),
      Runs("status.CloseConnection.200", closeConnection),
      Runs("status.CloseConnection.404", closeConnection),
      Runs("status.AddUserToGroup.201",
           [](WireCall& c) { return c.Client().AddUserToGroup("g", "u"); }),
      Runs("status.GrantPermission.204", grant),
      Runs("status.GrantPermission.404", grant),
      Runs("status.UserExists.204", AskForUser),
      Runs("status.UserExists.400", AskForUser),
      Runs("status.UserExists.401", AskForUser),
      Runs("status.CheckPermission.204", check),
      Runs("status.CheckPermission.400", check),
      Runs("status.AddConnectionsToGroups.202", addToGroups),
      Runs("status.AddConnectionsToGroups.204", addToGroups),
      Runs("status.ListConnections.202",
           [](WireCall& c) { return c.Client().ListConnectionsInGroup("g"); }),
      Runs("status.SendToAll redirect.307", Send),
      DotNetOnly("status.nothrow", "RequestContext with ErrorOptions.NoThrow",
                 [](WireCall& c) { EXPECT_THROW(Send(c), RequestFailedException); }),
      Runs("error.text",
           [](WireCall& c) {
             try {
               return Send(c);
             } catch (const RequestFailedException& exception) {
               EXPECT_NE(std::string(exception.what()).find("plain trouble"), std::string::npos);
               EXPECT_EQ(exception.RawResponse().Body(), "plain trouble");
               throw;
             }
           }),
  };
}

WebPubSubServiceClientOptions Retrying(milliseconds delay, milliseconds maxDelay) {
  WebPubSubServiceClientOptions options;
  options.Retry.Delay = delay;
  options.Retry.MaxDelay = maxDelay;
  return options;
}

std::vector<WireCase> RetryCases() {
  const auto quickly = [](WireCall& c) {
    return c.Client(Retrying(milliseconds(1), std::chrono::minutes(1))).SendToAll("x");
  };
  const auto withRetryAfter = [](WireCall& c) {
    return c.Client(Retrying(milliseconds(1), milliseconds(2))).SendToAll("x");
  };
  std::vector<WireCase> cases = {
      Runs("retry.head.500",
           [](WireCall& c) {
             return c.Client(Retrying(milliseconds(1), std::chrono::minutes(1))).UserExists("u");
           }),
      Runs("retry.503.then.ok", Send),
      Runs("retry.after.ms", withRetryAfter),
      Runs("retry.after.xms", withRetryAfter),
      Runs("retry.after.400", Send),
  };
  for (const char* status :
       {"400", "401", "404", "408", "409", "413", "501", "502", "503", "504"}) {
    cases.push_back(Runs(std::string("retry.") + status, quickly));
  }
  return cases;
}

// The text of a log record differs from .NET's, but the same parts are redacted.
WireOutcome SendLogged(WireCall& c) {
  auto records = std::make_shared<std::vector<std::string>>();
  WebPubSubServiceClientOptions options;
  options.Logger = [records](const LogRecord& record) {
    // .NET has no such record.
    if (record.Event != "KeyOverHttp") records->push_back(record.ToText());
  };
  SendOptions send;
  send.Excluded = {"c1"};
  send.Filter = "userId eq 'x'";
  const Response response = c.Client(options).SendToGroup("g 1", "secret body", send);

  EXPECT_EQ(records->size(), 2U);
  std::string all;
  for (const std::string& record : *records) all += record;
  EXPECT_NE(
      all.find("/groups/g%201/:send?excluded=REDACTED&api-version=2024-12-01&filter=REDACTED"),
      std::string::npos)
      << all;
  EXPECT_EQ(all.find("secret body"), std::string::npos) << all;
  EXPECT_EQ(all.find("Bearer"), std::string::npos) << all;
  return response;
}

std::vector<WireCase> OtherCases() {
  return {
      Runs("version.V2021_10_01",
           [](WireCall& c) {
             WebPubSubServiceClientOptions options;
             options.ApiVersion = ServiceVersion::V2021_10_01;
             return c.Client(options).SendToAll("x");
           }),
      Runs("hdr.appid",
           [](WireCall& c) {
             WebPubSubServiceClientOptions options;
             options.Telemetry.ApplicationId = "my-app";
             return c.Client(options).SendToAll("x");
           }),
      Runs("hdr.notelemetry",
           [](WireCall& c) {
             WebPubSubServiceClientOptions options;
             options.Telemetry.Enabled = false;
             return c.Client(options).SendToAll("x");
           }),
      Runs("hdr.requestid",
           [](WireCall& c) {
             const auto response =
                 c.Client().SendToAll("x", {}, Context().WithClientRequestId("my-id"));
             EXPECT_EQ(response.ClientRequestId(), "my-id");
             return response;
           }),
      Runs("health.404", [](WireCall& c) { return c.Client().GetServiceHealth(); }),
      Runs("logging", SendLogged),
  };
}

class WirePipeline : public ::testing::TestWithParam<WireCase> {};

TEST_P(WirePipeline, MatchesDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WirePipeline, ::testing::ValuesIn(WirePipelineCases()),
                         WireTestName);

}  // namespace

std::vector<WireCase> WirePipelineCases() {
  std::vector<WireCase> all;
  for (const auto& cases : {StatusCases(), RetryCases(), OtherCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

}  // namespace Azure::Messaging::WebPubSub::Testing
