#pragma once

#include <functional>
#include <list>

namespace Azure::Messaging::WebPubSub::Detail {

/// The exit of the process. It ends every call, stops the event loops, and waits until no thread is
/// inside libcurl or OpenSSL, because other threads go on while those are shut down.
///
/// It begins before the first static object is destroyed if the main thread has used the library
/// and ends the process. Otherwise it begins in an exit handler, after those static objects have
/// been destroyed that were made later than the first use of the library.
class ProcessExit {
 public:
  /// Registers the exit handler. Once for each library that mustn't be used after it, when that is
  /// initialised: exit handlers run in the reverse order of their registration, and so this one
  /// before the library's.
  static void AddHandler();
  /// From any thread, before libcurl and OpenSSL are used.
  static void WatchMainThread();
  /// Once true, no call begins, and no callback.
  static bool HasBegun() noexcept;

  class Guard;

 private:
  static void Begin() noexcept;
  static void End() noexcept;
};

/// For its lifetime: what wakes a wait when the exit of the process begins, or at once if it has.
class ExitWaker {
 public:
  /// @param wake called at most once, on any thread; must not wait for anything but short locks.
  explicit ExitWaker(std::function<void()> wake);
  /// Waits for a call of `wake` on another thread.
  ~ExitWaker();
  ExitWaker(const ExitWaker&) = delete;
  ExitWaker& operator=(const ExitWaker&) = delete;

 private:
  std::list<std::function<void()>>::iterator place_;
};

/// For its lifetime: a thread is inside libcurl or OpenSSL, unless this object says that it is too
/// late for that. The exit of the process waits for its end.
class LibraryUse {
 public:
  enum class Purpose {
    /// Refused from the beginning of the exit.
    Work,
    /// Refused once these libraries are about to be shut down.
    CleanUp,
  };

  explicit LibraryUse(Purpose purpose = Purpose::Work) noexcept;
  ~LibraryUse();
  LibraryUse(const LibraryUse&) = delete;
  LibraryUse& operator=(const LibraryUse&) = delete;

  explicit operator bool() const noexcept { return isAllowed_; }

 private:
  const bool isAllowed_;
};

/// Remembers an object that can't be freed any more, so that it isn't taken for a leak.
void KeepForEver(void* object) noexcept;

/// Frees an object of libcurl or OpenSSL, unless it is too late for that.
template <class Object, class Free>
void FreeUnlessTooLate(Object* object, Free free) noexcept {
  if (const LibraryUse use{LibraryUse::Purpose::CleanUp}) {
    free(object);
  } else {
    KeepForEver(object);
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
