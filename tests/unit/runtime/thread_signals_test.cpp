#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <pthread.h>
#include <string>

#include "runtime/event_loop.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

TEST(ThreadOfAnEventLoop, HasItsNameAndBlocksSignals) {
  EventLoop loop;
  std::promise<void> done;
  ASSERT_TRUE(loop.Post([&] {
    char name[16] = "";
    pthread_getname_np(pthread_self(), name, sizeof name);
    EXPECT_EQ(std::string(name), "webpubsub-io");
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGUSR1, SIGALRM}) {
      EXPECT_EQ(sigismember(&blocked, signal), 1) << signal;
    }
    // A synchronous fault must not be blocked: if it is, it ends the process and no handler runs.
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS}) {
      EXPECT_EQ(sigismember(&blocked, fault), 0) << fault;
    }
    done.set_value();
  }));
  done.get_future().get();
  sigset_t mine;
  pthread_sigmask(SIG_SETMASK, nullptr, &mine);
  EXPECT_EQ(sigismember(&mine, SIGTERM), 0);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
