// Only the service receives a token. Neither a redirect nor a link to the next page makes the
// client send a token, or any other request, to another host.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::SizeIs;

class Strangers : public testing::TestWithParam<std::tuple<OperationKind, Form>> {
 protected:
  const OperationKind& Kind() const { return std::get<0>(GetParam()); }

  // How the call ends if every request gets this response.
  Outcome OutcomeWith(const std::string& response) {
    ScriptedServer service([response](ScriptedConnection& connection, int) {
      while (!connection.ReadRequest().empty()) connection.Write(response);
    });
    FaultBench bench;
    const auto client = bench.Client(service.Url(), Kind().NeedsTokenCredential);
    const Outcome outcome = OutcomeOf([&] { Kind().Call(std::get<1>(GetParam()), client); });
    EXPECT_THAT(service.Requests(), SizeIs(1));
    return outcome;
  }

  ScriptedServer Stranger{[](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  }};
};

TEST_P(Strangers, GetNothingByARedirect) {
  for (const int status : {301, 302, 303, 307, 308}) {
    SCOPED_TRACE(status);
    const std::string code = std::to_string(status);
    const Outcome refused{"RequestFailed " + code, false, 1};
    EXPECT_EQ(OutcomeWith("HTTP/1.1 " + code + " There\r\nLocation: " + Stranger.Url() +
                          "/api/x\r\nContent-Length: 0\r\n\r\n"),
              refused);
  }
  EXPECT_EQ(Stranger.Connections(), 0);
}

INSTANTIATE_TEST_SUITE_P(Table, Strangers,
                         testing::Combine(testing::ValuesIn(OperationKinds()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

class StrangersPage : public Strangers {};

TEST_P(StrangersPage, IsNotAskedFor) {
  const std::string link = Stranger.Url() + "/api/x";
  EXPECT_EQ(OutcomeWith(ResponseText(200, R"({"value":[],"nextLink":")" + link + R"("})")).Ending,
            "InvalidResponse");
  EXPECT_EQ(Stranger.Connections(), 0);
}

INSTANTIATE_TEST_SUITE_P(Table, StrangersPage,
                         testing::Combine(testing::Values(OperationKindNamed("List")),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(std::get<1>(row.param)); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
