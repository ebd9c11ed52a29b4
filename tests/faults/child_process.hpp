#pragma once

#include <optional>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "support/sanitized.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A process that was forked from this one, and what it writes.
class ChildProcess {
 public:
  /// @param body writes to the descriptor that it gets. Its return ends the process.
  template <class Body>
  explicit ChildProcess(Body body) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    process_ = fork();
    if (process_ == 0) {
      close(ends[0]);
      body(ends[1]);
      _exit(0);
    }
    close(ends[1]);
    output_ = ends[0];
  }
  ~ChildProcess() {
    close(output_);
    kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line; nothing after the last one, or if none comes in time.
  std::optional<std::string> ReadLine() {
    std::string line;
    char next = 0;
    while (true) {
      pollfd ready{output_, POLLIN, 0};
      if (poll(&ready, 1, Longest) == 0) {
        hangs_ = true;
        return std::nullopt;
      }
      if (read(output_, &next, 1) != 1) return std::nullopt;
      if (next == '\n') return line;
      line += next;
    }
  }
  [[nodiscard]] bool Hangs() const { return hangs_; }

 private:
  static constexpr int Longest = IsSanitized ? 60'000 : 10'000;  // milliseconds

  pid_t process_ = 0;
  int output_ = -1;
  bool hangs_ = false;
};

/// In the child.
inline void WriteLine(int descriptor, const std::string& text) {
  const std::string line = text + "\n";
  if (write(descriptor, line.data(), line.size()) < 0) _exit(3);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
