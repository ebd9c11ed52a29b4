// A process that has few descriptors left, or none.

#include <gtest/gtest.h>

#include "support/sanitized.hpp"

// The sanitizers need descriptors themselves.
#if defined(__linux__) && !defined(WEBPUBSUB_SANITIZED)

#include <atomic>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "burst_gate.hpp"
#include "fault_bench.hpp"
#include "folder_of_authorities.hpp"
#include "self_signed_certificate.hpp"
#include "site.hpp"
#include "support/few_descriptors.hpp"
#include "support/process_use.hpp"
#include "support/promptness.hpp"
#include "support/scripted_server.hpp"
#include "support/soon.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using LocalService::Testing::SharedCertificate;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// A wait that nothing can end takes a minute. A busy machine isn't late by as much as this.
constexpr seconds NotLate{1};
constexpr int AnyNumber = std::numeric_limits<int>::max();

/// A server that reads nothing until it may respond.
class LateSite {
 public:
  explicit LateSite(Wire wire)
      : site_(FaultyServer([this](auto& connection, auto& good) { Serve(connection, good); },
                           AnyNumber, PlainResponse(202), wire)) {}

  const Site* operator->() const { return site_.get(); }
  void Respond() { mayRespond_ = true; }

 private:
  void Serve(ScriptedConnection& connection, const std::string& good) const {
    if (!mayRespond_) return connection.WaitForClient();
    while (!connection.ReadRequest().empty()) connection.Write(good);
  }

  std::atomic<bool> mayRespond_{false};
  std::unique_ptr<Site> site_;
};

struct Ended {
  std::string Ending;
  std::string Message;
  steady_clock::duration Late;
};

void PrintTo(const Ended& ended, std::ostream* out) {
  *out << ended.Ending << ": " << ended.Message;
}

Ended SendWithDeadline(Form form, const WebPubSubServiceClient& client, milliseconds timeout) {
  const auto deadline = steady_clock::now() + timeout;
  std::string message;
  const Outcome outcome = OutcomeOf([&] {
    try {
      OperationKindNamed("Send").Call(form, client, Context::WithDeadline(deadline));
    } catch (const std::exception& exception) {
      message = exception.what();
      throw;
    }
  });
  return {outcome.Ending, message, steady_clock::now() - deadline};
}

bool IsShortage(const Ended& ended) {
  return ended.Ending == "Transport Resources" && ended.Message.find("EMFILE") != std::string::npos;
}

class Starved : public testing::TestWithParam<Form> {
 protected:
  WebPubSubServiceClient Client(const std::string& url) {
    return Bench.ClientInTheRealEnvironment(url, false);
  }

  FaultBench Bench;
};

TEST_P(Starved, FirstCallFailsInTimeAndLaterOnesConnect) {
  const auto site = ClosedPort();
  const auto client = Client(site->Url());
  const auto send = [&] {
    return OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client); });
  };
  {
    const FewDescriptors none(0);
    EXPECT_PRED1(IsShortage, SendWithDeadline(GetParam(), client, milliseconds(100)));
    const Outcome starved{"Transport Resources", false, 2};
    EXPECT_EQ(send(), starved);
  }
  const Outcome refused{"Transport Connect", false, 2};
  EXPECT_EQ(send(), refused);
}

// The handle that can be woken, the socket, the files of the authorities: each of them may be the
// one that lacks a descriptor.
TEST_P(Starved, EachNumberOfDescriptorsKeepsTheDeadline) {
  for (const Wire wire : {Wire::Http, Wire::Https}) {
    for (int left = 0; left < 10; ++left) {
      LateSite site(wire);
      site->Configure(Bench.Options.Transport);
      const auto client = Client(site->Url());
      {
        const FewDescriptors few(left);
        const Ended ended = SendWithDeadline(GetParam(), client, milliseconds(60));
        EXPECT_TRUE(IsShortage(ended) || ended.Ending == "Cancelled")
            << left << " left: " << testing::PrintToString(ended);
        EXPECT_LE(ended.Late, NotLate) << left << " left";
      }
      site.Respond();
      EXPECT_EQ(OutcomeOf([&] { OperationKindNamed("Send").Call(GetParam(), client); }), Success())
          << left << " were left";
    }
  }
}

// libcurl's resolver opens files and sockets of its own.
TEST_P(Starved, ResolutionNamesTheShortage) {
  Bench.Options.Retry.MaxRetries = 0;
  for (int left = 0; left < 4; ++left) {
    const auto client = Client("http://host.invalid");
    // Resolvers of the calls before give their descriptors back when they end.
    ASSERT_TRUE(IsSoon([] { return MeasureProcess().Threads == 1; }));
    const FewDescriptors few(left);
    EXPECT_PRED1(IsShortage, SendWithDeadline(GetParam(), client, seconds(20))) << left << " left";
  }
  const auto client = Client("http://host.invalid");
  EXPECT_EQ(SendWithDeadline(GetParam(), client, seconds(20)).Ending, "Transport NameResolution");
}

// OpenSSL opens the files of a folder during the handshake.
TEST_P(Starved, FolderOfAuthoritiesNamesTheShortage) {
  Bench.Options.Retry.MaxRetries = 0;
  for (int left = 0; left < 6; ++left) {
    LateSite site(Wire::Https);
    const FolderOfAuthorities folder;
    folder.Add(SharedCertificate().CertificateFile());
    Bench.Options.Transport.CaPath = folder.Path();
    const auto client = Client(site->Url());
    site.Respond();
    {
      const FewDescriptors few(left);
      const Ended ended = SendWithDeadline(GetParam(), client, milliseconds(500));
      EXPECT_TRUE(IsShortage(ended) || ended.Ending == "Cancelled" || ended.Ending == "success")
          << left << " left: " << testing::PrintToString(ended);
    }
    EXPECT_EQ(SendWithDeadline(GetParam(), client, seconds(20)).Ending, "success");
  }
}

TEST(StarvedThreads, KeepTheirDeadlines) {
  constexpr int Descriptors = 100;  // shared with the server
  constexpr std::size_t Threads = 200;
  constexpr std::size_t CallsOfAThread = 3;
  LateSite site(Wire::Http);
  FaultBench bench;
  bench.Options.Retry.Delay = bench.Options.Retry.MaxDelay = milliseconds(5);
  const auto client = bench.ClientInTheRealEnvironment(site->Url(), false);
  std::vector<std::vector<Ended>> ended(Threads);
  {
    const FewDescriptors few(Descriptors);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < Threads; ++i) {
      threads.emplace_back([&, i, form = i % 2 == 0 ? Form::Blocking : Form::Asynchronous] {
        while (ended[i].size() < CallsOfAThread) {
          ended[i].push_back(SendWithDeadline(form, client, milliseconds(500)));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::size_t shortages = 0;
  for (const auto& ofThread : ended) {
    for (const Ended& call : ofThread) {
      const bool isShortage = IsShortage(call);
      shortages += isShortage ? 1 : 0;
      EXPECT_TRUE(isShortage || call.Ending == "Cancelled") << testing::PrintToString(call);
      EXPECT_LE(call.Late, NotLate);
    }
  }
  EXPECT_GT(shortages, 0U);
  site.Respond();
  for (const Form form : {Form::Blocking, Form::Asynchronous}) {
    EXPECT_EQ(SendWithDeadline(form, client, seconds(20)).Ending, "success");
  }
}

// The usual soft limit, and a process that has other things to do.
TEST(StarvedByDefault, IsNoProcessWith1024DescriptorsOfWhich300AreTaken) {
  constexpr int Connections = 256;
  constexpr int Calls = 2000;
  BurstGate gate(Connections);
  ScriptedServer server([&gate](ScriptedConnection& connection, int) {
    connection.ReadRequest();
    gate.Arrive();
    do {
      connection.Write(PlainResponse(202));
    } while (!connection.ReadRequest().empty());
  });
  std::vector<std::unique_ptr<std::FILE, int (*)(std::FILE*)>> taken;
  while (taken.size() < 300) taken.emplace_back(std::fopen("/dev/null", "re"), &std::fclose);
  const SoftLimit usual(1024);
  const auto client = FaultBench().ClientInTheRealEnvironment(server.Url(), false);
  std::vector<Future<Response>> sent;
  while (sent.size() < Calls) sent.push_back(client.SendToAllAsync("hi"));
  for (auto& each : sent) EXPECT_EQ(OutcomeOf([&] { each.Get(); }), Success());
  EXPECT_EQ(server.Connections(), Connections);
}

INSTANTIATE_TEST_SUITE_P(Forms, Starved, testing::Values(Form::Blocking, Form::Asynchronous),
                         [](const auto& row) { return NameOf(row.param); });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
