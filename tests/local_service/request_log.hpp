#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService {

/// A recorded request to the REST API.
struct RecordedRequest {
  /// 1, 2, 3, … in the order of arrival.
  std::uint64_t Number = 0;
  std::chrono::system_clock::time_point Time;
  std::string Method;
  /// The path as sent.
  std::string Path;
  /// The query as sent, without the question mark.
  std::string Query;
  /// The headers in order, with names in lower case, including the authorization.
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
  /// The status of the response; 0 if there is none (yet).
  int Status = 0;
};

/// The latest requests. It removes the oldest ones to limit its memory.
class RequestLog {
 public:
  /// @return the request's number.
  std::uint64_t Add(RecordedRequest request);
  void SetStatus(std::uint64_t number, int status);
  void Clear();

  [[nodiscard]] const std::deque<RecordedRequest>& Requests() const { return requests_; }

 private:
  std::deque<RecordedRequest> requests_;
  std::size_t bytes_ = 0;
  std::uint64_t lastNumber_ = 0;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService
