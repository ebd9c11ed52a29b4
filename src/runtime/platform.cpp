#include "runtime/platform.hpp"

#include <utility>

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): pthread_sigmask is POSIX's
#endif

namespace Azure::Messaging::WebPubSub {
namespace {

#if defined(_WIN32)
struct SignalsBlocked {};
#else
// A thread inherits the mask of the one that starts it: blocking before is the only way to have it
// blocked from the first instruction.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t signals;
    sigfillset(&signals);
    // A fault is the thread's own: blocked, it would end the process past the handler that an
    // application may have for it.
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

}  // namespace Azure::Messaging::WebPubSub
