#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

// Helpers for every fuzz target.

/// libFuzzer calls this for each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace Fuzz {

inline std::string_view Text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Removes the first line, with its line feed, from `rest` and returns it. For inputs that have
/// several parts.
inline std::string_view TakeLine(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : rest.size());
  return line;
}

/// Aborts, so that libFuzzer reports a crash, if an invariant doesn't hold.
inline void Require(bool holds, const char* invariant) {
  if (holds) return;
  std::cerr << "does not hold: " << invariant << "\n";
  std::abort();
}

}  // namespace Fuzz
