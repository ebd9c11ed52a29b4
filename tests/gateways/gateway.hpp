#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/server_process.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// The path of a program, installed or as `cmake/packages gateways` unpacks it; nothing if it is
/// neither.
std::optional<std::string> FindGateway(const std::string& name);

/// One of the programs with a configuration of its own, on a free port of 127.0.0.1 and with files
/// in a folder that goes with this object. For the thread that made it.
class Gateway {
 public:
  virtual ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  [[nodiscard]] std::uint16_t Port() const { return port_; }

  /// Each returns once it has taken effect.
  void Start();
  /// Ends it as the machine would that loses power.
  void Kill();
  /// Ends it as an operator does.
  void Stop();
  /// Lets it read its configuration again, as an operator does, where that needs no end.
  virtual void Reload() { Stop(), Start(); }

 protected:
  explicit Gateway(const std::string& name);

  [[nodiscard]] const std::string& Folder() const { return folder_; }
  /// A path of the package's files, for example "/usr/share/squid".
  [[nodiscard]] std::string PathOf(const std::string& path) const { return root_ + path; }
  /// The configuration, at Folder() + "/configuration".
  void Configure(const std::string& text) const;

  [[nodiscard]] virtual std::vector<std::string> Arguments() const = 0;
  /// The signal with which an operator ends it.
  [[nodiscard]] virtual int StopSignal() const = 0;

  /// A process of the program, which may not serve yet.
  std::unique_ptr<ServerProcess> Spawn(const std::vector<std::string>& arguments) const;

  std::unique_ptr<ServerProcess> Process;

 private:
  std::string program_;
  std::string root_;  // what the package's paths begin with; empty if it is installed
  std::string folder_;
  std::uint16_t port_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
