#pragma once

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {

class Http2Stream;

/// The streams of one owner's transfers, which may share connections.
using Http2Streams = std::vector<Http2Stream*>;

/// The HTTP/2 stream that carries the request of a transfer, and what the server says about it.
/// libcurl passes that on only in its text for people, whose words depend on its version: a text
/// that isn't known says nothing. Used by one thread at a time.
class Http2Stream {
 public:
  /// @param neighbors must outlive this object.
  explicit Http2Stream(Http2Streams& neighbors) : neighbors_(neighbors) {}
  ~Http2Stream();
  Http2Stream(const Http2Stream&) = delete;
  Http2Stream& operator=(const Http2Stream&) = delete;

  /// Makes a handle report to this object. @return libcurl's first error.
  CURLcode Serve(CURL* easy);

  /// For the next performance.
  void Prepare();
  /// The request is about to be written to the connection from this local port to this address.
  void Begin(int localPort, std::string_view address) noexcept;
  /// A line of libcurl's text about this transfer.
  void Read(std::string_view line);

  /// Whether the server says that it hasn't processed the request: RFC 9113, section 8.7.
  [[nodiscard]] bool IsRefused() const noexcept;
  /// Whether it requires HTTP/1.1 for the request, which it hasn't processed.
  [[nodiscard]] bool RequiresHttp1() const noexcept;
  /// Whether it requires HTTP/1.1 for the requests to come.
  [[nodiscard]] bool HostRequiresHttp1() const noexcept;
  /// Whether the response is whole, though libcurl reports a failure.
  [[nodiscard]] bool HasEnded() const noexcept { return hasEnded_; }
  /// Whether it says that it ends the connection.
  [[nodiscard]] bool IsGoingAway() const noexcept { return goAway_.has_value(); }

 private:
  /// RFC 9113, section 6.8.
  struct GoAway {
    std::uint32_t LastStream;
    std::uint32_t Error;
  };

  static int OnText(CURL* easy, curl_infotype type, char* text, std::size_t size,
                    void* self) noexcept;

  [[nodiscard]] bool SharesConnectionWith(const Http2Stream& other) const noexcept;

  Http2Streams& neighbors_;
  int localPort_ = 0;  // 0: the request isn't written yet
  std::array<char, 64> address_{};
  std::uint32_t id_ = 0;  // 0: not known
  bool hasEnded_ = false;
  bool isRefused_ = false;
  bool requiresHttp1_ = false;
  std::optional<GoAway> goAway_;
};

}  // namespace Azure::Messaging::WebPubSub::Detail
