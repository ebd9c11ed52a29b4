#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

/// What an environment variable holds: secrets don't belong on a command line, where others see
/// them.
/// @throws std::runtime_error that names the variable, if it isn't set.
inline std::string Environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) throw std::runtime_error("please set the environment variable " + name);
  return value;
}
