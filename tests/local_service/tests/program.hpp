#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// The program webpubsub-local, as a process of its own.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments);
  /// Kills it if it still runs.
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// The next line that it prints; empty if it ends without one, or takes too long.
  std::string NextLine();
  /// All that it still prints until it ends.
  std::string Output();
  /// What it complains of until it ends.
  std::string Errors();

  /// The memory that it takes now.
  [[nodiscard]] std::size_t ResidentBytes() const;
  void Signal(int signal) const;
  /// How it ended, for which it is waited for; -1 if by a signal.
  int ExitStatus();

 private:
  // Reads what there is; false at the end.
  static bool Read(int pipe, std::string& text);

  int output_ = -1;
  int errors_ = -1;
  int process_ = -1;
  std::string unread_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
