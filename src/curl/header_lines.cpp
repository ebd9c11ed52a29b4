#include "curl/header_lines.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Headers that libcurl would add on its own; the last one only to a large body.
constexpr std::string_view Unwanted[] = {"Accept", "Accept-Encoding", "Content-Type", "Expect"};

// With the marks and the NUL of each line.
std::size_t SizeFor(const HttpHeaders& headers) {
  std::size_t size = 0;
  for (const auto& [name, value] : headers) size += name.size() + value.size() + 3;
  for (const std::string_view name : Unwanted) size += name.size() + 2;
  return size;
}

bool MayAdd(std::string_view name, const HttpRequest& request) {
  constexpr std::size_t LargestWithoutExpect = 1024;  // in any version
  if (name == "Expect" && request.Body().size() <= LargestWithoutExpect) return false;
  return !request.Headers().Contains(name);
}

}  // namespace

curl_slist* HeaderLines::Write(const HttpRequest& request) {
  const HttpHeaders& headers = request.Headers();
  text_.resize(SizeFor(headers));
  lines_.clear();
  lines_.reserve(headers.Size() + std::size(Unwanted));
  char* end = text_.data();
  const auto begin = [&](std::string_view name, char mark) {
    lines_.push_back({end, nullptr});
    end = std::copy(name.begin(), name.end(), end);
    *end++ = mark;
  };
  for (const auto& [name, value] : headers) {
    // libcurl removes a header at "name:", also if blanks follow; "name;" is a header without a
    // value.
    if (IsBlank(value)) {
      begin(name, ';');
    } else {
      begin(name, ':');
      *end++ = ' ';
      end = std::copy(value.begin(), value.end(), end);
    }
    *end++ = '\0';
  }
  for (const std::string_view name : Unwanted) {
    if (!MayAdd(name, request)) continue;
    begin(name, ':');
    *end++ = '\0';
  }
  for (std::size_t i = 1; i < lines_.size(); ++i) {
    lines_[i - 1].next = &lines_[i];
  }
  return lines_.data();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
