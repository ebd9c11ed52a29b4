#include "runtime/process_exit.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "runtime/loop_registry.hpp"
#include "runtime/platform.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// None of these is ever destroyed: they must outlive every object that may still ask.
std::atomic<bool> hasBegun{false};
std::atomic<bool> areLibrariesClosed{false};
std::atomic<int> uses{0};  // of libcurl and OpenSSL, by all threads
thread_local int ownUses = 0;

struct State {
  std::mutex Mutex;
  std::condition_variable UseEnded;
  std::mutex WakersMutex;
  std::list<std::function<void()>> Wakers;
  std::vector<void*> Kept;
};

State& Instance() {
  static auto* const instance = new State();
  return *instance;
}

void WakeAll() {
  State& state = Instance();
  const std::lock_guard lock(state.WakersMutex);
  for (const auto& wake : state.Wakers) wake();
}

// But not for those of this thread, which may be the one that called exit.
void WaitForUsesOfOthers() {
  State& state = Instance();
  std::unique_lock lock(state.Mutex);
  state.UseEnded.wait(lock, [] { return uses == ownUses; });
}

}  // namespace

/// Of the main thread: destroyed when that thread ends the process, before static objects are.
class ProcessExit::Guard {
 public:
  Guard() = default;
  ~Guard() { Begin(); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

void ProcessExit::AddHandler() {
  static const bool isFirst = [] {
    Instance();
    InForkedProcesses([] { uses = ownUses; });
    return true;
  }();
  (void)isFirst;
  std::atexit(&ProcessExit::End);
}

void ProcessExit::WatchMainThread() {
  if (!IsMainThread()) return;
  thread_local const Guard guard;
  (void)guard;
}

bool ProcessExit::HasBegun() noexcept { return hasBegun; }

void ProcessExit::Begin() noexcept {
  if (hasBegun.exchange(true)) return;
  WakeAll();
  LoopRegistry::Instance().StopAll();
  WaitForUsesOfOthers();
}

void ProcessExit::End() noexcept {
  Begin();
  areLibrariesClosed = true;
  WaitForUsesOfOthers();
}

void KeepForEver(void* object) noexcept {
  State& state = Instance();
  const std::lock_guard lock(state.Mutex);
  try {
    state.Kept.push_back(object);
  } catch (const std::bad_alloc&) {
    // It only looks like a leak then.
  }
}

ExitWaker::ExitWaker(std::function<void()> wake) {
  State& state = Instance();
  const std::lock_guard lock(state.WakersMutex);
  place_ = state.Wakers.insert(state.Wakers.end(), std::move(wake));
  if (hasBegun) (*place_)();
}

ExitWaker::~ExitWaker() {
  State& state = Instance();
  const std::lock_guard lock(state.WakersMutex);
  state.Wakers.erase(place_);
}

LibraryUse::LibraryUse(Purpose purpose) noexcept
    : isAllowed_((++ownUses, ++uses,
                  !(purpose == Purpose::Work ? hasBegun : areLibrariesClosed).load())) {}

LibraryUse::~LibraryUse() {
  --ownUses;
  --uses;
  if (!hasBegun) return;
  State& state = Instance();
  { const std::lock_guard lock(state.Mutex); }
  state.UseEnded.notify_all();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
