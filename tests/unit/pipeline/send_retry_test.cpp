#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "support/drivers.hpp"
#include "support/reused_connection_lost.hpp"
#include "support/thrown.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using ::testing::SizeIs;

template <class Driver>
class SendRetryBehaviour : public ::testing::Test {};

TYPED_TEST_SUITE(SendRetryBehaviour, Drivers);

// The outcome of every attempt, and the number of attempts with one retry allowed: for a send in
// each mode, and for any other operation, which is idempotent.
struct FailureRow {
  std::string Name;
  ScriptedTransport::Step Step;
  bool MayHaveBeenAccepted;
  int SendAtLeastOnce;
  int SendAtMostOnce;
  int Other;
};

std::vector<FailureRow> FailureRows() {
  std::vector<FailureRow> rows;
  const auto status = [&](int code, bool accepted, int atLeastOnce, int atMostOnce) {
    rows.push_back({"status " + std::to_string(code),
                    [code](const HttpRequest&, const Context&) { return HttpResponse(code); },
                    accepted, atLeastOnce, atMostOnce, atLeastOnce});
  };
  const auto failure = [&](TransportError cause, bool sent, int atLeastOnce, int atMostOnce) {
    rows.push_back({std::string(ToString(cause)) + (sent ? " after sending" : " before sending"),
                    [cause, sent](const HttpRequest&, const Context&) -> HttpResponse {
                      throw TransportException(cause, "scripted", sent);
                    },
                    sent, atLeastOnce, atMostOnce, atLeastOnce});
  };
  status(408, false, 2, 2);
  status(429, false, 2, 2);
  status(500, true, 2, 1);
  status(502, true, 2, 1);
  status(503, true, 2, 1);
  status(504, true, 2, 1);
  status(400, false, 1, 1);
  status(401, false, 1, 1);
  status(403, false, 1, 1);
  status(409, false, 1, 1);
  status(413, false, 1, 1);
  status(415, false, 1, 1);
  status(301, false, 1, 1);
  status(307, false, 1, 1);
  status(501, false, 1, 1);
  status(505, true, 1, 1);
  // An unexpected 2xx, for example from a gateway, may mean that the request was processed.
  status(201, true, 1, 1);
  status(204, true, 1, 1);
  failure(TransportError::NameResolution, false, 2, 2);
  failure(TransportError::Connect, false, 2, 2);
  failure(TransportError::Tls, false, 2, 2);
  failure(TransportError::Timeout, false, 2, 2);
  failure(TransportError::Timeout, true, 2, 1);
  failure(TransportError::ConnectionLost, false, 2, 2);
  failure(TransportError::ConnectionLost, true, 2, 1);
  failure(TransportError::MalformedResponse, true, 2, 1);
  failure(TransportError::ResponseTooLarge, true, 1, 1);
  rows.push_back({"a pooled connection was closed",
                  [](const HttpRequest&, const Context&) -> HttpResponse {
                    throw ReusedConnectionLost("closed");
                  },
                  true, 2, 1, 2});
  rows.push_back(
      {"an unexpected exception",
       [](const HttpRequest&, const Context&) -> HttpResponse { throw std::runtime_error("odd"); },
       true, 1, 1, 1});
  return rows;
}

TYPED_TEST(SendRetryBehaviour, RetriesWhatItsModeAllowsAndKnowsWhatMayHaveBeenAccepted) {
  for (const FailureRow& row : FailureRows()) {
    for (const SendRetry mode : {SendRetry::AtLeastOnce, SendRetry::AtMostOnce}) {
      for (const bool send : {true, false}) {
        SCOPED_TRACE(row.Name + (send ? ", send" : ", other operation") +
                     (mode == SendRetry::AtMostOnce ? ", at most once" : ", at least once"));
        CallBench bench;
        bench.Options.Retry.Sends = mode;
        bench.Options.Retry.MaxRetries = 1;
        bench.Transport->Otherwise(row.Step);
        const auto failed = Thrown<WebPubSubException>([&] {
          if (send) {
            TypeParam::Send(bench.Client());
          } else {
            TypeParam::Ask(bench.Client());
          }
        });
        const int ofSend = mode == SendRetry::AtMostOnce ? row.SendAtMostOnce : row.SendAtLeastOnce;
        const int attempts = send ? ofSend : row.Other;
        EXPECT_EQ(failed.Attempts(), attempts);
        EXPECT_THAT(bench.Transport->Requests(), SizeIs(attempts));
        EXPECT_EQ(failed.MayHaveBeenAccepted(), row.MayHaveBeenAccepted);
      }
    }
  }
}

TYPED_TEST(SendRetryBehaviour, RemembersThatAnEarlierAttemptMayHaveBeenAccepted) {
  for (int accepted = 0; accepted < 4; ++accepted) {
    CallBench bench;
    for (int i = 0; i < 4; ++i) bench.Transport->WillRespond(i == accepted ? 500 : 429);
    const auto failed = Thrown<RequestFailedException>([&] { TypeParam::Send(bench.Client()); });
    EXPECT_TRUE(failed.MayHaveBeenAccepted()) << "attempt " << accepted;
    EXPECT_EQ(failed.Attempts(), 4);
  }
}

TYPED_TEST(SendRetryBehaviour, StopsAtMostOnceAtTheFirstAttemptThatMayHaveBeenAccepted) {
  CallBench bench;
  bench.Options.Retry.Sends = SendRetry::AtMostOnce;
  bench.Transport->WillFail(TransportError::Connect, false);
  bench.Transport->WillRespond(429);
  bench.Transport->WillFail(TransportError::ConnectionLost, true);
  bench.Transport->WillRespond(202);
  const auto failed = Thrown<TransportException>([&] { TypeParam::Send(bench.Client()); });
  EXPECT_EQ(failed.Cause(), TransportError::ConnectionLost);
  EXPECT_EQ(failed.Attempts(), 3);
  EXPECT_TRUE(failed.MayHaveBeenAccepted());
}

TEST(SendRetryBehaviour, AppliesToTheFourSendsOnly) {
  using Call = std::function<void(const WebPubSubServiceClient&)>;
  const auto attempts = [](const Call& call) {
    CallBench bench;
    bench.Options.Retry.Sends = SendRetry::AtMostOnce;
    bench.Transport->Otherwise(
        [](const HttpRequest&, const Context&) { return HttpResponse(500); });
    return Thrown<RequestFailedException>([&] { call(bench.Client()); }).Attempts();
  };
  const std::vector<Call> sends = {[](const auto& client) { client.SendToAll("hi"); },
                                   [](const auto& client) { client.SendToGroup("g", "hi"); },
                                   [](const auto& client) { client.SendToUser("u", "hi"); },
                                   [](const auto& client) { client.SendToConnection("c", "hi"); }};
  for (const Call& send : sends) EXPECT_EQ(attempts(send), 1);
  const std::vector<Call> others = {
      [](const auto& client) { client.AddConnectionToGroup("g", "c"); },
      [](const auto& client) { client.RemoveUserFromAllGroups("u"); },
      [](const auto& client) { client.AddConnectionsToGroups({"g"}, "f"); },
      [](const auto& client) { client.CloseAllConnections(); },
      [](const auto& client) { client.GrantPermission(WebPubSubPermission::SendToGroup, "c"); },
      [](const auto& client) { (void)client.GroupExists("g"); },
      [](const auto& client) { (void)client.ListConnectionsInGroup("g").begin(); },
      [](const auto& client) { client.GetServiceHealth(); }};
  for (const Call& other : others) EXPECT_EQ(attempts(other), 4);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
