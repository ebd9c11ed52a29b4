#include "runtime/platform.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#if defined(__linux__)
#include <sys/syscall.h>
#endif

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// A thread inherits the mask of the one that starts it. Only a mask that is set before the start
// holds from the thread's first instruction.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t signals;
    sigfillset(&signals);
    // A blocked fault would end the process without running the application's handler for it.
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS}) {
      sigdelset(&signals, fault);
    }
    pthread_sigmask(SIG_SETMASK, &signals, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_;
};

void NameThisThread(const char* name) {
#if defined(__linux__)
  pthread_setname_np(pthread_self(), name);
#elif defined(__APPLE__)
  pthread_setname_np(name);
#else
  (void)name;
#endif
}

}  // namespace

std::thread StartThread(const char* name, std::function<void()> body) {
  [[maybe_unused]] const SignalsBlocked blocked;
  return std::thread([name, body = std::move(body)] {
    NameThisThread(name);
    body();
  });
}

std::filesystem::path ToPath(const std::string& text) { return text; }

std::FILE* OpenToRead(const char* path) noexcept { return std::fopen(path, "re"); }

bool IsMainThread() noexcept {
#if defined(__linux__)
  return syscall(SYS_gettid) == getpid();
#elif defined(__APPLE__)
  return pthread_main_np() != 0;
#else
  return false;
#endif
}

void InForkedProcesses(void (*function)()) { pthread_atfork(nullptr, nullptr, function); }

// Asking the kernel takes as long as a hundredth of a send, which needs to know it three times.
std::intmax_t CurrentProcess() noexcept {
  static std::atomic<pid_t> process{0};
  static const bool isKept = [] {
    process = getpid();
    InForkedProcesses([] { process = getpid(); });
    return true;
  }();
  (void)isKept;
  return process;
}

std::size_t DescriptorLimit() noexcept {
  constexpr std::size_t None = std::numeric_limits<std::size_t>::max();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return None;
  return static_cast<std::size_t>(std::min<std::uintmax_t>(limit.rlim_cur, None));
}

}  // namespace Azure::Messaging::WebPubSub::Detail
