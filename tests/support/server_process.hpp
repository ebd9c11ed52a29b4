#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Azure::Messaging::WebPubSub::Testing {

/// A port of 127.0.0.1 that was free a moment ago, for a program that can't choose one and report
/// it. No connection gets it as its own port, so that it stays free while the program restarts.
std::uint16_t FreePort();

bool AcceptsConnections(std::uint16_t port);

/// A program that serves on a port of 127.0.0.1, in a process group of its own. It has no terminal
/// and none of this process's files.
///
/// It ends with this object, with all processes that it has started, and also if the thread that
/// made the object ends, or the process is killed.
class ServerProcess {
 public:
  /// @param program the path of the program.
  /// @param arguments without the program itself.
  /// @param environment its environment, as NAME=VALUE.
  /// @param outputFile receives what it prints.
  /// @throws std::runtime_error if it can't be started.
  ServerProcess(const std::string& program, const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment = {},
                const std::string& outputFile = "/dev/null");
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  [[nodiscard]] pid_t Id() const { return id_; }
  /// Returns once it accepts connections. @throws std::runtime_error if it ends before.
  void WaitUntilItServes(std::uint16_t port);
  void Signal(int signal) const;
  [[nodiscard]] bool HasEnded();
  /// Returns once it has ended.
  void Join();

 private:
  pid_t id_;
  bool hasEnded_ = false;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
