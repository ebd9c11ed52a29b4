// Kept connections of HTTP/2 that the server has closed. Unlike those of HTTP/1.1, they may receive
// something at any time, and stay good.

#include <gtest/gtest.h>

#if defined(__linux__)

#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <tuple>
#include <vector>

#include "burst_gate.hpp"
#include "curl/handles.hpp"
#include "fault_bench.hpp"
#include "http2_connection.hpp"
#include "http2_server.hpp"
#include "process_connections.hpp"
#include "self_signed_certificate.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;

using EndConnection = std::function<void(Http2Connection&)>;

// Responds to the first request of each connection once as many connections have one as are
// expected. Then, when it may, it does something to them and ends. Later connections are served for
// as long as the client likes.
class Http2BurstServer {
 public:
  Http2BurstServer(int burst, EndConnection end) : burst_(burst), end_(std::move(end)) {}

  [[nodiscard]] std::string Url() const { return server_.Url(); }
  [[nodiscard]] TcpConnections OfClient() const { return ConnectionsTo(server_.Port()); }
  /// All that were ever opened.
  [[nodiscard]] int Connections() const { return server_.Connections(); }

  /// Responds to a request. False if the client has disconnected.
  static bool Accept(
      Http2Connection& connection, const std::function<void()>& before = [] {}) {
    const std::uint32_t stream = connection.ReadHead();
    if (stream == 0 || !connection.ReadBody(stream)) return false;
    before();
    connection.WriteHead(stream, 202, StreamEnds::Yes);
    return true;
  }

  void EndBurst() {
    gate_.LetEnd();
    EXPECT_TRUE(IsSoon([&] { return ended_ == burst_ && OfClient().Established == 0; }));
  }

 private:
  void Serve(ScriptedConnection& bytes, int index) {
    EXPECT_TRUE(bytes.IsHttp2());
    Http2Connection connection(bytes);
    if (index >= burst_) {
      while (Accept(connection)) {
      }
      return;
    }
    Accept(connection, [this] { gate_.Arrive(); });
    gate_.AwaitEnd();
    end_(connection);
    ++ended_;
  }

  const int burst_;
  const EndConnection end_;
  BurstGate gate_{burst_};
  std::atomic<int> ended_{0};
  ScriptedServer server_{
      [this](ScriptedConnection& connection, int index) { Serve(connection, index); },
      {SharedCertificate().CertificateFile(), SharedCertificate().KeyFile(), true}};
};

struct Row {
  std::string Name;
  EndConnection End;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.Name; }

std::vector<Row> Rows() {
  return {
      {"Close", [](Http2Connection&) {}},
      {"EndOfTls", [](Http2Connection& connection) { connection.End(); }},
      {"Reset", [](Http2Connection& connection) { connection.Abort(); }},
      {"GoAway", [](Http2Connection& connection) { connection.GoAway(1, Http2Error::None); }},
      {"GoAwayWithAnError",
       [](Http2Connection& connection) { connection.GoAway(0, Http2Error::EnhanceYourCalm); }},
      {"Ping", [](Http2Connection& connection) { connection.AskForLife(); }},
  };
}

class Http2IdleBench : public FaultBench {
 public:
  Http2IdleBench() {
    Options.Transport.CaFile = SharedCertificate().CertificateFile();
    Options.Transport.HttpVersion = HttpVersionPolicy::Http2;
  }
};

Outcome Send(const WebPubSubServiceClient& client, Form form) {
  return OutcomeOf([&] { OperationKindNamed("Send").Call(form, client); });
}

class ClosedHttp2 : public testing::TestWithParam<std::tuple<Row, Form>> {
 protected:
  static Form FormOfCall() { return std::get<1>(GetParam()); }
  // Asynchronous calls share a connection, blocking ones that are made at once have one each.
  static int Connections() { return FormOfCall() == Form::Blocking ? 8 : 1; }

  // Opens the connections, which the server then closes.
  WebPubSubServiceClient ClientWithClosedConnections() {
    auto client = Bench.ClientInTheRealEnvironment(Server.Url(), false);
    std::vector<std::future<Outcome>> sends;
    for (int i = 0; i < Connections(); ++i) {
      sends.push_back(std::async(std::launch::async, [&] { return Send(client, FormOfCall()); }));
    }
    for (auto& send : sends) EXPECT_EQ(send.get(), Success());
    Server.EndBurst();
    return client;
  }

  Http2IdleBench Bench;
  Http2BurstServer Server{Connections(), std::get<0>(GetParam()).End};
};

TEST_P(ClosedHttp2, GoesAtTheNextCall) {
  const auto client = ClientWithClosedConnections();
  EXPECT_EQ(Send(client, FormOfCall()), Success());
  EXPECT_TRUE(IsSoon([&] { return Server.OfClient().CloseWait == 0; }));
}

// libcurl 8.22 and 8.23 don't look at a connection that was used within the last second.
TEST_P(ClosedHttp2, CostsNoAttempt) {
  Bench.Options.Retry.MaxRetries = 0;
  const auto client = ClientWithClosedConnections();
  for (int i = 0; i < 2 * Connections(); ++i) EXPECT_EQ(Send(client, FormOfCall()), Success());
}

// libcurl keeps a shared connection that a transfer refuses, and 8.22 and 8.23 would choose it for
// each later call.
TEST_P(ClosedHttp2, IsReplacedOnceForAllLaterCalls) {
  const auto client = ClientWithClosedConnections();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Send(client, FormOfCall()), Success());
  EXPECT_EQ(Server.Connections(), Connections() + 1);
}

// Where libcurl can't retire connections, those that found the closed one open one each.
TEST_P(ClosedHttp2, IsReplacedOnceForCallsThatBeginTogether) {
  if (FormOfCall() == Form::Blocking) return;  // each has a connection of its own
  constexpr int Together = 16;
  const bool canRetire = Detail::RetireConnections(Detail::MakeMultiHandle().get());
  const auto client = ClientWithClosedConnections();
  for (int round = 0; round < 3; ++round) {
    std::vector<std::future<Outcome>> sends;
    for (int i = 0; i < Together; ++i) {
      sends.push_back(std::async(std::launch::async, [&] { return Send(client, FormOfCall()); }));
    }
    for (auto& send : sends) EXPECT_EQ(send.get(), Success());
  }
  EXPECT_LE(Server.Connections(), Connections() + (canRetire ? 1 : Together));
}

TEST_P(ClosedHttp2, GoesWithoutACallWhereTheLoopRuns) {
  const auto client = ClientWithClosedConnections();
  if (FormOfCall() == Form::Blocking) {
    EXPECT_EQ(Send(client, Form::Asynchronous), Success());
  }
  EXPECT_TRUE(IsSoon([&] { return Server.OfClient().CloseWait == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Table, ClosedHttp2,
                         testing::Combine(testing::ValuesIn(Rows()),
                                          testing::Values(Form::Blocking, Form::Asynchronous)),
                         [](const auto& row) {
                           return std::get<0>(row.param).Name + NameOf(std::get<1>(row.param));
                         });

class IdleHttp2 : public testing::TestWithParam<Form> {};

TEST_P(IdleHttp2, IsKeptThoughAFrameArrives) {
  std::promise<void> arrived;
  ScriptedServer server(
      [&](ScriptedConnection& bytes, int /*index*/) {
        Http2Connection connection(bytes);
        Http2BurstServer::Accept(connection);
        connection.AskForLife();
        arrived.set_value();
        while (Http2BurstServer::Accept(connection)) {
        }
      },
      {SharedCertificate().CertificateFile(), SharedCertificate().KeyFile(), true});
  Http2IdleBench bench;
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  EXPECT_EQ(Send(client, GetParam()), Success());
  arrived.get_future().wait();
  EXPECT_EQ(Send(client, GetParam()), Success());
  EXPECT_EQ(server.Connections(), 1);
}

INSTANTIATE_TEST_SUITE_P(Forms, IdleHttp2, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
