#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace Azure::Messaging::WebPubSub::LocalService {

/// Writes lines to a file, a pipe or a terminal, on a thread of its own. It never keeps its callers
/// waiting: if nobody reads, it drops lines, and says how many when somebody reads again.
class LineWriter {
 public:
  static constexpr std::size_t MaxBytes = 1024 * 1024;

  /// Lines wait until Start is called.
  explicit LineWriter(int descriptor) : descriptor_(descriptor) {}
  /// Writes what it can within a moment.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  void Start();
  /// Can be called from any thread.
  void Write(const std::string& line);

 private:
  // With the mutex locked.
  void Append(const std::string& line);
  void CountDropped();

  void Run();
  bool WriteAll(const std::string& text);
  [[nodiscard]] bool IsLate() const;

  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  std::size_t bytes_ = 0;
  std::size_t dropped_ = 0;
  std::atomic<bool> stopping_{false};
  std::chrono::steady_clock::time_point stopsAt_;
  std::thread thread_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
