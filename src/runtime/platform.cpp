#include "runtime/platform.hpp"

#include <utility>

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#include <unistd.h>
#endif
#if defined(__linux__)
#include <sys/syscall.h>
#endif

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

#if defined(_WIN32)
struct SignalsBlocked {};
#else
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
#endif

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

bool IsShortage(const std::error_code& error) noexcept {
  return error == std::errc::too_many_files_open || error == std::errc::not_enough_memory ||
         error == std::errc::too_many_files_open_in_system;
}

std::FILE* OpenToRead(const char* path) noexcept {
#if defined(_WIN32)
  return std::fopen(path, "rN");
#else
  return std::fopen(path, "re");
#endif
}

bool IsMainThread() noexcept {
#if defined(__linux__)
  return syscall(SYS_gettid) == getpid();
#elif defined(__APPLE__)
  return pthread_main_np() != 0;
#else
  return false;
#endif
}

void InForkedProcesses(void (*function)()) {
#if defined(_WIN32)
  (void)function;
#else
  pthread_atfork(nullptr, nullptr, function);
#endif
}

std::string NameOf(const std::error_code& error) {
  if (error == std::errc::too_many_files_open) return " (EMFILE)";
  if (error == std::errc::too_many_files_open_in_system) return " (ENFILE)";
  if (error == std::errc::not_enough_memory) return " (ENOMEM)";
  return {};
}

std::intmax_t CurrentProcess() noexcept {
#if defined(_WIN32)
  return 0;
#else
  return getpid();
#endif
}

}  // namespace Azure::Messaging::WebPubSub::Detail
