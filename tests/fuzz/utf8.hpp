#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace Fuzz {

/// Whether the JSON library accepts a text as UTF-8.
inline bool IsUtf8(std::string_view text) {
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace Fuzz
