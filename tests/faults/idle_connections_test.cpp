// Connections that are kept for later calls and can't be used any more: the server has closed them,
// or they are too old. Each holds three descriptors.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#if defined(__linux__)

#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <tuple>
#include <vector>

#include "burst_gate.hpp"
#include "fault_bench.hpp"
#include "process_connections.hpp"
#include "self_signed_certificate.hpp"
#include "support/process_use.hpp"
#include "support/scripted_server.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;

struct Wiring {
  std::string Name;
  bool IsTls;
  HttpVersionPolicy Version;
};
void PrintTo(const Wiring& wiring, std::ostream* out) { *out << wiring.Name; }

std::vector<Wiring> Wirings() {
  return {{"Http", false, HttpVersionPolicy::Http1},
          {"Https", true, HttpVersionPolicy::Http1},
          {"HttpIfHttp2IsAllowed", false, HttpVersionPolicy::Http2},
          {"HttpsIfHttp2IsAllowed", true, HttpVersionPolicy::Http2}};
}

/// Responds to the first requests once all of them have arrived, so that each has a connection of
/// its own, and ends those connections in its own way when it may.
class BurstServer {
 public:
  using Ending = std::function<void(ScriptedConnection&)>;

  BurstServer(const Wiring& wiring, int burst, Ending end)
      : burst_(burst), end_(std::move(end)), server_(MakeServer(wiring)) {}

  [[nodiscard]] std::string Url() const { return server_->Url(); }
  [[nodiscard]] int Connections() const { return server_->Connections(); }
  [[nodiscard]] TcpConnections OfClient() const { return ConnectionsTo(server_->Port()); }
  [[nodiscard]] int Requests() const { return static_cast<int>(server_->Requests().size()); }

  /// Ends the connections of the burst, and returns once the client's machine knows.
  /// @param others how many connections stay.
  void EndBurst(int others = 0) { End(burst_, others); }
  /// The same, if some of the burst's connections stay.
  void EndSome(int ends) { End(ends, burst_ - ends); }

 private:
  void End(int ends, int others) {
    gate_.LetEnd();
    EXPECT_TRUE(IsSoon([&] { return ended_ >= ends && OfClient().Established <= others; }));
  }

  std::unique_ptr<ScriptedServer> MakeServer(const Wiring& wiring) {
    const auto script = [this](ScriptedConnection& connection, int index) {
      if (index < burst_) return ServeBurst(connection);
      while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
    };
    if (!wiring.IsTls) return std::make_unique<ScriptedServer>(script);
    return std::make_unique<ScriptedServer>(
        script,
        ScriptedCertificate{SharedCertificate().CertificateFile(), SharedCertificate().KeyFile()});
  }

  void ServeBurst(ScriptedConnection& connection) {
    connection.ReadRequest();
    gate_.Arrive();
    connection.Write(PlainResponse(202));
    gate_.AwaitEnd();
    end_(connection);
    ++ended_;
  }

  const int burst_;
  const Ending end_;
  BurstGate gate_{burst_};
  std::atomic<int> ended_{0};
  std::unique_ptr<ScriptedServer> server_;
};

constexpr int Burst = 8;
// What the library keeps for one connection, with the server's end of it and what the process opens
// once.
constexpr std::size_t MostOfOne = 8;

class IdleBench : public FaultBench {
 public:
  explicit IdleBench(const Wiring& wiring) {
    Options.Transport.CaFile = SharedCertificate().CertificateFile();
    Options.Transport.HttpVersion = wiring.Version;
  }
  /// Makes several calls at once.
  static void Send(const WebPubSubServiceClient& client, Form form, int calls) {
    std::vector<std::future<Outcome>> ended;
    for (int i = 0; i < calls; ++i) {
      ended.push_back(std::async(std::launch::async, [&] {
        return OutcomeOf([&] { OperationKindNamed("Send").Call(form, client); });
      }));
    }
    for (auto& outcome : ended) EXPECT_EQ(outcome.get(), Success());
  }
};

struct Ending {
  std::string Name;
  BurstServer::Ending End;
};
void PrintTo(const Ending& ending, std::ostream* out) { *out << ending.Name; }

std::vector<Ending> Endings() {
  const auto writing = [](const std::string& bytes) {
    return [bytes](ScriptedConnection& connection) { connection.Write(bytes); };
  };
  return {
      {"Close", [](ScriptedConnection&) {}},
      {"Reset", [](ScriptedConnection& connection) { connection.Reset(); }},
      {"Timeout", writing("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n")},
      {"StrayByte", writing("H")},
      {"StrayResponse", writing(PlainResponse(503))},
  };
}

std::string NameOfRow(const testing::TestParamInfo<std::tuple<Ending, Form, Wiring>>& row) {
  return std::get<0>(row.param).Name + NameOf(std::get<1>(row.param)) + std::get<2>(row.param).Name;
}

class ClosedIdleConnections : public testing::TestWithParam<std::tuple<Ending, Form, Wiring>> {
 protected:
  static Form FormOfCall() { return std::get<1>(GetParam()); }
  WebPubSubServiceClient Client() { return Bench.ClientInTheRealEnvironment(Server.Url(), false); }

  void ExpectFewDescriptors() const {
    EXPECT_TRUE(IsSoon([&] { return MeasureProcess().Descriptors <= Before + MostOfOne; }))
        << MeasureProcess().Descriptors - Before << " descriptors more";
    // The descriptors are few before the last connection is closed.
    EXPECT_TRUE(IsSoon([&] { return Server.OfClient().CloseWait == 0; }));
  }

  const std::size_t Before = MeasureProcess().Descriptors;
  IdleBench Bench{std::get<2>(GetParam())};
  BurstServer Server{std::get<2>(GetParam()), Burst, std::get<0>(GetParam()).End};
};

class ClosedBlocking : public ClosedIdleConnections {};

TEST_P(ClosedBlocking, GoAtTheNextCallOfAnyForm) {
  const auto client = Client();
  IdleBench::Send(client, Form::Blocking, Burst);
  Server.EndBurst();
  IdleBench::Send(client, FormOfCall(), 1);
  ExpectFewDescriptors();
  EXPECT_TRUE(IsSoon([&] { return Server.OfClient().Established == 1; }))
      << Server.OfClient().Established;
}

INSTANTIATE_TEST_SUITE_P(Table, ClosedBlocking,
                         testing::Combine(testing::ValuesIn(Endings()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::ValuesIn(Wirings())),
                         NameOfRow);

class ClosedWhereTheLoopRuns : public ClosedIdleConnections {};

TEST_P(ClosedWhereTheLoopRuns, GoWithoutACall) {
  const auto client = Client();
  const bool isBlocking = FormOfCall() == Form::Blocking;
  IdleBench::Send(client, FormOfCall(), Burst);
  if (isBlocking) IdleBench::Send(client, Form::Asynchronous, 1);  // starts the loop
  Server.EndBurst(isBlocking ? 1 : 0);
  ExpectFewDescriptors();
}

INSTANTIATE_TEST_SUITE_P(Table, ClosedWhereTheLoopRuns,
                         testing::Combine(testing::ValuesIn(Endings()),
                                          testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::ValuesIn(Wirings())),
                         NameOfRow);

class OldConnections : public testing::TestWithParam<Wiring> {};

TEST_P(OldConnections, GoWithoutACallWhereTheLoopRuns) {
  IdleBench bench(GetParam());
  bench.Options.Transport.ConnectionLifetime = std::chrono::seconds(1);
  BurstServer server(GetParam(), 2 * Burst,
                     [](ScriptedConnection& connection) { connection.WaitForClient(); });
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  auto blocking =
      std::async(std::launch::async, [&] { IdleBench::Send(client, Form::Blocking, Burst); });
  IdleBench::Send(client, Form::Asynchronous, Burst);
  blocking.get();
  EXPECT_TRUE(IsSoon([&] { return server.OfClient().Established == 0; }));
  server.EndBurst();
}

TEST_P(OldConnections, GoAtTheNextBlockingCall) {
  IdleBench bench(GetParam());
  bench.Options.Transport.ConnectionLifetime = std::chrono::seconds(1);
  BurstServer server(GetParam(), Burst,
                     [](ScriptedConnection& connection) { connection.WaitForClient(); });
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  IdleBench::Send(client, Form::Blocking, Burst);
  // libcurl counts whole seconds.
  const auto old = std::chrono::steady_clock::now() + std::chrono::milliseconds(2200);
  EXPECT_TRUE(IsSoon([&] { return std::chrono::steady_clock::now() >= old; }));
  EXPECT_TRUE(IsSoon([&] { return server.OfClient().Established == Burst; }))
      << server.OfClient().Established;
  IdleBench::Send(client, Form::Blocking, 1);
  EXPECT_TRUE(IsSoon([&] { return server.OfClient().Established == 1; }));
  server.EndBurst(1);
}

INSTANTIATE_TEST_SUITE_P(Table, OldConnections, testing::ValuesIn(Wirings()),
                         [](const auto& row) { return row.param.Name; });

class SurplusConnections : public testing::TestWithParam<Wiring> {};

TEST_P(SurplusConnections, GoWithoutACallAfterTenSeconds) {
  constexpr int Kept = 64;
  BurstServer server(GetParam(), Kept + Burst,
                     [](ScriptedConnection& connection) { connection.WaitForClient(); });
  const auto client = IdleBench(GetParam()).ClientInTheRealEnvironment(server.Url(), false);
  const auto begin = std::chrono::steady_clock::now();
  IdleBench::Send(client, Form::Asynchronous, Kept + Burst);
  EXPECT_EQ(server.Connections(), Kept + Burst);
  EXPECT_TRUE(
      IsSoon([&] { return server.OfClient().Established == Kept; }, std::chrono::minutes(1)));
  // The library counts whole seconds.
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(9));
  server.EndSome(Burst);
}

INSTANTIATE_TEST_SUITE_P(Table, SurplusConnections,
                         testing::Values(Wirings().front(), Wirings().back()),
                         [](const auto& row) { return row.param.Name; });

TEST(OldBlockingConnections, GoWithoutACallWhereTheLoopHadNothingToKeep) {
  ScriptedServer server([](ScriptedConnection& connection, int index) {
    connection.ReadRequest();
    const bool closes = index == 0;
    connection.Write(closes
                         ? "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                         : PlainResponse(202));
    if (!closes) connection.WaitForClient();
  });
  IdleBench bench(Wirings().front());
  bench.Options.Transport.ConnectionLifetime = std::chrono::seconds(1);
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  IdleBench::Send(client, Form::Asynchronous, 1);
  IdleBench::Send(client, Form::Blocking, 1);
  EXPECT_TRUE(IsSoon([&] { return ConnectionsTo(server.Port()).Established == 0; }));
}

// The connections were used a moment ago, when later versions of libcurl don't look at them.
class RestartedServer : public testing::TestWithParam<std::tuple<Form, Wiring>> {};

TEST_P(RestartedServer, CostsNoSendAtMostOnce) {
  constexpr int Calls = 64;
  const auto& [form, wiring] = GetParam();
  IdleBench bench(wiring);
  bench.Options.Retry.Sends = SendRetry::AtMostOnce;
  bench.Options.Retry.MaxRetries = 0;
  BurstServer server(wiring, Calls, [](ScriptedConnection&) {});
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  IdleBench::Send(client, form, Calls);
  server.EndBurst();
  IdleBench::Send(client, form, Calls);
  EXPECT_EQ(server.Requests(), 2 * Calls);
}

INSTANTIATE_TEST_SUITE_P(Table, RestartedServer,
                         testing::Combine(testing::Values(Form::Blocking, Form::Asynchronous),
                                          testing::ValuesIn(Wirings())),
                         [](const auto& row) {
                           return NameOf(std::get<0>(row.param)) + std::get<1>(row.param).Name;
                         });

class IdleConnections : public testing::TestWithParam<Wiring> {};

TEST_P(IdleConnections, OfBlockingCallsAreAtMost16) {
  IdleBench bench(GetParam());
  BurstServer server(GetParam(), 40,
                     [](ScriptedConnection& connection) { connection.WaitForClient(); });
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  IdleBench::Send(client, Form::Blocking, 40);
  EXPECT_TRUE(IsSoon([&] { return server.OfClient().Established == 16; }))
      << server.OfClient().Established;
  server.EndSome(40 - 16);
}

TEST_P(IdleConnections, ThatAreGoodAreKept) {
  IdleBench bench(GetParam());
  std::atomic<int> ending{0};
  BurstServer server(GetParam(), Burst, [&](ScriptedConnection& connection) {
    if (++ending <= Burst / 2) return;
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  });
  const auto client = bench.ClientInTheRealEnvironment(server.Url(), false);
  IdleBench::Send(client, Form::Blocking, Burst);
  server.EndSome(Burst / 2);
  for (int i = 0; i < Burst; ++i) {
    IdleBench::Send(client, Form::Blocking, 1);
    IdleBench::Send(client, Form::Asynchronous, 1);
  }
  EXPECT_TRUE(IsSoon([&] { return server.OfClient().Established >= Burst / 2; }))
      << server.OfClient().Established;
  EXPECT_EQ(server.OfClient().CloseWait, 0);
}

INSTANTIATE_TEST_SUITE_P(Table, IdleConnections, testing::ValuesIn(Wirings()),
                         [](const auto& row) { return row.param.Name; });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
