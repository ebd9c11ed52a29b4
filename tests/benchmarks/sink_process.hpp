#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A sink in a process of its own, so that what it costs is not counted as the client's. It shares
/// the cores that this process may use.
class SinkProcess {
 public:
  /// @param arguments of webpubsub_sink.
  explicit SinkProcess(const std::vector<std::string>& arguments = {});
  ~SinkProcess();
  SinkProcess(const SinkProcess&) = delete;
  SinkProcess& operator=(const SinkProcess&) = delete;

  /// `http://127.0.0.1:1234`
  [[nodiscard]] const std::string& Url() const noexcept { return url_; }

 private:
  pid_t process_;
  std::string url_;
};

/// What a sink has counted since it began.
struct SinkCounts {
  std::int64_t Connections;
  std::int64_t Handshakes;
  std::int64_t Posts;
};

/// Asks a sink, over a connection of its own.
/// @param caFile of a sink that speaks TLS.
SinkCounts AskForCounts(const std::string& url, const std::string& caFile = {});

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
