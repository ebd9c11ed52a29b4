// A connection that is kept for reuse and then closed by the server. If it is lost during a
// request, libcurl would silently send the request again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <vector>

#include "fault_bench.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// On each of its first connections, responds to the first request and closes the connection after
/// it has read the second.
class ForgetfulServer {
 public:
  explicit ForgetfulServer(int connections, std::string goodResponse)
      : forgetful_(connections), goodResponse_(std::move(goodResponse)) {}

  [[nodiscard]] std::string Url() const { return server_.Url(); }
  [[nodiscard]] std::vector<std::string> Requests() const { return server_.Requests(); }

 private:
  const int forgetful_;
  const std::string goodResponse_;
  ScriptedServer server_{[this](ScriptedConnection& connection, int index) {
    connection.ReadRequest();
    connection.Write(goodResponse_);
    while (!connection.ReadRequest().empty() && index >= forgetful_)
      connection.Write(goodResponse_);
  }};
};

class ReusedConnection : public testing::TestWithParam<std::tuple<OperationKind, Form>> {
 protected:
  const OperationKind& Kind() const { return std::get<0>(GetParam()); }
  void Call(const WebPubSubServiceClient& client) const {
    Kind().Call(std::get<1>(GetParam()), client);
  }
  WebPubSubServiceClient Client(const std::string& url) {
    return Bench.Client(url, Kind().NeedsTokenCredential);
  }

  FaultBench Bench;
};

TEST_P(ReusedConnection, ThatDiesUnderARequestIsReplacedWithoutAWait) {
  ForgetfulServer server(1, Kind().GoodResponse);
  const auto client = Client(server.Url());
  Call(client);
  EXPECT_EQ(OutcomeOf([&] { Call(client); }), Success());
  const auto requests = server.Requests();
  ASSERT_THAT(requests, SizeIs(3));
  const auto body = [](const std::string& request) {
    return request.substr(request.find("\r\n\r\n"));
  };
  EXPECT_EQ(body(requests[2]), body(requests[1]));
  EXPECT_THAT(Bench.Environment.Waits(), IsEmpty());
}

// Whatever closed one pooled connection has probably closed the others too.
TEST_P(ReusedConnection, ThatDiesIsReplacedByANewOneAndNotByAnotherThatWasKept) {
  constexpr int Kept = 3;
  std::atomic<int> arrived{0};
  std::promise<void> all;
  ScriptedServer server(
      [&, allArrived = all.get_future().share()](ScriptedConnection& connection, int index) {
        connection.ReadRequest();
        if (++arrived == Kept) all.set_value();
        allArrived.wait();
        connection.Write(Kind().GoodResponse);
        while (!connection.ReadRequest().empty() && index >= Kept)
          connection.Write(Kind().GoodResponse);
      });
  const auto client = Client(server.Url());
  std::vector<std::future<void>> calls;
  for (int i = 0; i < Kept; ++i) {
    calls.push_back(std::async(std::launch::async, [&] { Call(client); }));
  }
  for (auto& call : calls) call.get();
  EXPECT_EQ(OutcomeOf([&] { Call(client); }), Success());
}

TEST_P(ReusedConnection, ThatDiesUnderASendIsNotReplacedIfThatCouldDoubleIt) {
  Bench.Options.Retry.Sends = SendRetry::AtMostOnce;
  ForgetfulServer server(1, Kind().GoodResponse);
  const auto client = Client(server.Url());
  Call(client);
  const Outcome lost{"Transport ConnectionLost", true, 1};
  EXPECT_EQ(OutcomeOf([&] { Call(client); }), Kind().IsSend ? lost : Success());
  EXPECT_THAT(server.Requests(), SizeIs(Kind().IsSend ? 2 : 3));
}

TEST_P(ReusedConnection, CountsAllItsAttempts) {
  ForgetfulServer server(1000, Kind().GoodResponse);
  Bench.Options.Retry.MaxRetries = 0;
  const auto client = Client(server.Url());
  Call(client);
  const Outcome lost{"Transport ConnectionLost", true, 1};
  EXPECT_EQ(OutcomeOf([&] { Call(client); }), lost);
  EXPECT_THAT(server.Requests(), SizeIs(2));
}

// The connection was closed before the request: no part of the request is sent on it.
TEST_P(ReusedConnection, ThatWasClosedWhileItWasIdleIsNoFault) {
  std::promise<void> closed;
  std::atomic<bool> isFirst{true};
  ScriptedServer server([&](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    connection.Write(Kind().GoodResponse);
    if (isFirst.exchange(false)) {
      connection.Close();
      closed.set_value();
      return;
    }
    while (!connection.ReadRequest().empty()) connection.Write(Kind().GoodResponse);
  });
  Bench.Options.Retry.MaxRetries = 0;
  const auto client = Client(server.Url());
  Call(client);
  closed.get_future().get();
  EXPECT_EQ(OutcomeOf([&] { Call(client); }), Success());
  EXPECT_THAT(server.Requests(), SizeIs(2));
}

INSTANTIATE_TEST_SUITE_P(Table, ReusedConnection,
                         testing::Combine(testing::ValuesIn(OperationKinds()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
