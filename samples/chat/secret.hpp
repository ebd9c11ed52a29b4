#pragma once

#include <string>
#include <string_view>

namespace Chat {

/// 128 random bits, as hexadecimal digits.
std::string RandomSecret();

/// Compares in a time that doesn't depend on where they differ.
bool IsSameSecret(std::string_view given, std::string_view expected);

}  // namespace Chat
