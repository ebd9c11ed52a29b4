#include "curl/http2_stream.hpp"

#include <algorithm>
#include <charconv>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

constexpr std::uint32_t Http11Required = 13;  // RFC 9113, section 7

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// The number behind a mark; nothing if there is none.
std::optional<std::uint32_t> NumberAfter(std::string_view mark, std::string_view line) {
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const char* const begin = line.data() + at + mark.size();
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(begin, line.data() + line.size(), number);
  return error == std::errc() && end != begin ? std::optional(number) : std::nullopt;
}

}  // namespace

Http2Stream::~Http2Stream() {
  neighbors_.erase(std::remove(neighbors_.begin(), neighbors_.end(), this), neighbors_.end());
}

CURLcode Http2Stream::Serve(CURL* easy) {
  neighbors_.push_back(this);
  // If a kept connection gives no response, libcurl repeats the request, and doesn't say whether
  // the stream was refused or the connection lost. With this option, which means something only to
  // RTSP, it repeats refused requests alone. A libcurl without RTSP doesn't know the option.
  curl_easy_setopt(easy, CURLOPT_RTSP_REQUEST, static_cast<long>(CURL_RTSPREQ_RECEIVE));
  return EasyOptions(easy)
      .Set(CURLOPT_DEBUGFUNCTION, &Http2Stream::OnText)
      .Set(CURLOPT_DEBUGDATA, this)
      .Set(CURLOPT_VERBOSE, 1L)
      .Code();
}

void Http2Stream::Prepare() {
  localPort_ = 0;
  id_ = 0;
  hasEnded_ = false;
  isRefused_ = false;
  requiresHttp1_ = false;
  goAway_.reset();
}

void Http2Stream::Begin(int localPort, std::string_view address) noexcept {
  localPort_ = localPort;
  address_.fill('\0');
  std::copy_n(address.begin(), std::min(address.size(), address_.size()), address_.begin());
}

// Connections to several addresses of a host may have the same local port.
bool Http2Stream::SharesConnectionWith(const Http2Stream& other) const noexcept {
  return localPort_ == other.localPort_ && address_ == other.address_;
}

bool Http2Stream::IsRefused() const noexcept {
  if (isRefused_) return true;
  return goAway_ && (goAway_->LastStream == 0 || goAway_->LastStream < id_);
}

bool Http2Stream::RequiresHttp1() const noexcept {
  return requiresHttp1_ || (IsRefused() && HostRequiresHttp1());
}

bool Http2Stream::HostRequiresHttp1() const noexcept {
  return requiresHttp1_ || (goAway_ && goAway_->Error == Http11Required);
}

int Http2Stream::OnText(CURL* /*easy*/, curl_infotype type, char* text, std::size_t size,
                        void* self) noexcept {
  if (type == CURLINFO_TEXT) static_cast<Http2Stream*>(self)->Read({text, size});
  return 0;
}

// The lines of libcurl 7.88 to 8.21.
void Http2Stream::Read(std::string_view line) {
  if (localPort_ == 0) return;
  if (StartsWith(line, "Using Stream ID: ")) {
    id_ = NumberAfter("ID: ", line).value_or(0);
  } else if (StartsWith(line, "[HTTP/2] [") &&
             line.find("] OPENED stream") != std::string_view::npos) {
    id_ = NumberAfter("[HTTP/2] [", line).value_or(0);
  } else if (StartsWith(line, "stream ") && line.find(" closed") != std::string_view::npos) {
    hasEnded_ = true;  // while the request is still being written: 7.88 and 8.0
  } else if (StartsWith(line, "REFUSED_STREAM, retrying")) {
    isRefused_ = true;
  } else if (StartsWith(line, "Downgrades to HTTP/1.1")) {
    requiresHttp1_ = true;
  } else if (StartsWith(line, "received GOAWAY") || StartsWith(line, "recveived GOAWAY")) {
    const auto last = NumberAfter("last_stream=", line);
    if (!last) return;
    // libcurl tells one of the transfers on the connection.
    for (Http2Stream* stream : neighbors_) {
      if (!SharesConnectionWith(*stream)) continue;
      stream->goAway_ = {*last, NumberAfter("error=", line).value_or(0)};
    }
  }
}

}  // namespace Azure::Messaging::WebPubSub::Detail
