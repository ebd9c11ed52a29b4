#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace Azure::Messaging::WebPubSub::Benchmarks {

/// A sink in a separate process, so that its CPU time isn't counted as the client's. It runs on the
/// same cores as this process.
class SinkProcess {
 public:
  /// @param arguments the command-line arguments of webpubsub_sink.
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

/// What a sink has counted since it started.
struct SinkCounts {
  std::int64_t Connections;
  std::int64_t Handshakes;
  std::int64_t Posts;
  std::int64_t Refused;  // of the posts
  std::int64_t Busiest;  // the most posts within 10 ms, once refused ones come back
};

/// Gets the counts from a sink, over a new connection.
/// @param caFile the certificate authority of a sink that uses TLS.
SinkCounts FetchCounts(const std::string& url, const std::string& caFile = {});

/// Exits the program unless so many messages have arrived. Otherwise the measurements would be
/// invalid.
/// @return the counts.
SinkCounts CheckPosts(const std::string& url, std::int64_t expected);

}  // namespace Azure::Messaging::WebPubSub::Benchmarks
