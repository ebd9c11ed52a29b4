#include "curl/header_list.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

// What libcurl would add by itself.
constexpr const char* Unwanted[] = {"Accept", "Content-Type", "Expect"};

std::size_t LengthOfLines(const HttpHeaders& headers) {
  std::size_t length = 0;
  for (const auto& [name, value] : headers) length += name.size() + value.size() + 3;
  for (const std::string_view name : Unwanted) length += name.size() + 2;
  return length;
}

}  // namespace

HeaderList::HeaderList(const HttpHeaders& headers) : text_(LengthOfLines(headers), '\0') {
  lines_.reserve(headers.Size() + std::size(Unwanted));
  char* end = text_.data();
  const auto add = [&](std::string_view name, std::string_view mark, std::string_view value) {
    lines_.push_back({end, nullptr});
    for (const std::string_view part : {name, mark, value}) {
      end = std::copy(part.begin(), part.end(), end);
    }
    ++end;  // over a NUL
  };
  for (const auto& [name, value] : headers) {
    // For libcurl, "name:" takes a header out, also if blanks follow; "name;" is one without a
    // value.
    if (IsBlank(value)) {
      add(name, ";", {});
    } else {
      add(name, ": ", value);
    }
  }
  for (const char* name : Unwanted) {
    if (!headers.Contains(name)) add(name, ":", {});
  }
  for (std::size_t i = 1; i < lines_.size(); ++i) lines_[i - 1].next = &lines_[i];
}

}  // namespace Azure::Messaging::WebPubSub
