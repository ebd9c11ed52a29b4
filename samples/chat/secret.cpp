#include "chat/secret.hpp"

#include <cstddef>
#include <iomanip>
#include <random>
#include <sstream>

namespace Chat {

std::string RandomSecret() {
  // In the C++ libraries of Linux this uses the system's random source, not a seeded generator.
  std::random_device random;
  std::ostringstream secret;
  for (int i = 0; i < 4; ++i) secret << std::hex << std::setw(8) << std::setfill('0') << random();
  return secret.str();
}

bool IsSameSecret(std::string_view given, std::string_view expected) {
  if (given.size() != expected.size()) return false;
  unsigned int difference = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(expected[i]);
  }
  return difference == 0;
}

}  // namespace Chat
