#pragma once

#include <string>
#include <string_view>

namespace Chat {

/// Returns 128 random bits as hexadecimal digits.
std::string RandomSecret();

/// Compares in a time that doesn't depend on the position of a difference.
bool IsSameSecret(std::string_view given, std::string_view expected);

}  // namespace Chat
