#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// The program webpubsub-local in its own process.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments);
  /// Kills the program if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// The next line of its standard output; empty if the program ends first, or after a timeout.
  std::string NextLine();
  /// Stops reading its standard output.
  void CloseOutput();
  /// The rest of its standard output.
  std::string Output();
  /// The rest of its standard error.
  std::string Errors();

  /// Whether the program ends within this time.
  bool EndsWithin(std::chrono::milliseconds time);
  /// The number of open files and sockets of the process.
  [[nodiscard]] std::size_t OpenFiles() const;
  /// The resident memory of the process.
  [[nodiscard]] std::size_t ResidentBytes() const;
  void Signal(int signal) const;
  /// Waits until the program ends, and returns its exit status; -1 if a signal ended it.
  int ExitStatus();

 private:
  // Appends the available bytes to a text; false at the end of the stream.
  static bool Read(int pipe, std::string& text);

  int output_ = -1;
  int errors_ = -1;
  int process_ = -1;
  std::string unread_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
