#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace Fuzz {

/// Whether a text is UTF-8, as the JSON library sees it.
inline bool IsUtf8(std::string_view text) {
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace Fuzz
