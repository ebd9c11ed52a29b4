// The library's own threads have names that a debugger shows, and leave signals to the
// application's threads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fault_bench.hpp"
#include "support/scripted_server.hpp"

#if defined(__linux__)

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::Contains;
using testing::Key;

// The signals that an application may handle and a thread can block. Bit n - 1 stands for signal n.
std::uint64_t Blockable() {
  std::uint64_t bits = 0;
  for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM,
                           SIGCHLD, SIGCONT, SIGTSTP, SIGURG, SIGWINCH, SIGIO, SIGPROF}) {
    bits |= std::uint64_t{1} << (signal - 1);
  }
  return bits;
}

// The signals that each of the library's threads blocks, keyed by the thread's name.
std::multimap<std::string, std::uint64_t> BlockedByThread() {
  std::multimap<std::string, std::uint64_t> blocked;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::ifstream comm(task.path() / "comm");
    std::getline(comm, name);
    if (name.rfind("webpubsub-", 0) != 0) continue;
    std::ifstream status(task.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (line.rfind("SigBlk:", 0) == 0) {
        blocked.emplace(name, std::stoull(line.substr(7), nullptr, 16));
      }
    }
  }
  return blocked;
}

TEST(Threads, HaveNamesAndTakeNoSignals) {
  std::multimap<std::string, std::uint64_t> blocked;
  ScriptedServer service([](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  });
  FaultBench bench;
  // While the worker gets the token, both library threads are running.
  const WebPubSubServiceClient client(
      service.Url(), "chat",
      std::make_shared<CallbackTokenCredential>([&](const TokenRequest&, const Context&) {
        blocked = BlockedByThread();
        return AccessToken("token", std::chrono::system_clock::time_point::max());
      }),
      bench.Options);
  client.SendToAllAsync("hi").Get();
  EXPECT_THAT(blocked, Contains(Key("webpubsub-io")));
  EXPECT_THAT(blocked, Contains(Key("webpubsub-work")));
  for (const auto& [name, signals] : blocked) {
    EXPECT_EQ(signals & Blockable(), Blockable()) << name;
  }
}

// A thread that starts one of the library's threads keeps its own signal mask.
TEST(Threads, LeaveTheCallersSignalsAlone) {
  ScriptedServer service([](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  });
  sigset_t mine;
  sigemptyset(&mine);
  sigaddset(&mine, SIGUSR2);
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, &mine, &before);
  FaultBench bench;
  bench.Client(service.Url(), false).SendToAllAsync("hi").Get();
  sigset_t after;
  pthread_sigmask(SIG_SETMASK, &before, &after);
  EXPECT_EQ(sigismember(&after, SIGUSR2), 1);
  EXPECT_EQ(sigismember(&after, SIGTERM), 0);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing

#endif
