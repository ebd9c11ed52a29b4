#include "curl/header_lines.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// Headers that libcurl would add on its own; the last one only to a large body.
constexpr std::string_view Unwanted[] = {"Accept", "Accept-Encoding", "Content-Type", "Expect"};

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
  text_.assign(SizeFor(headers), '\0');
  lines_.clear();
  lines_.reserve(headers.Size() + std::size(Unwanted));
  char* end = text_.data();
  const auto add = [&](std::string_view name, std::string_view mark, std::string_view value) {
    lines_.push_back({end, nullptr});
    for (const std::string_view part : {name, mark, value}) {
      end = std::copy(part.begin(), part.end(), end);
    }
    ++end;  // keeps the NUL
  };
  for (const auto& [name, value] : headers) {
    // libcurl removes a header at "name:", also if blanks follow; "name;" is a header without a
    // value.
    if (IsBlank(value)) {
      add(name, ";", {});
    } else {
      add(name, ": ", value);
    }
  }
  for (const std::string_view name : Unwanted) {
    if (MayAdd(name, request)) add(name, ":", {});
  }
  for (std::size_t i = 1; i < lines_.size(); ++i) {
    lines_[i - 1].next = &lines_[i];
  }
  return lines_.data();
}

}  // namespace Azure::Messaging::WebPubSub::Detail
