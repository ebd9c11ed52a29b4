#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

/// The value of an environment variable. The samples read secrets from the environment, because
/// other users of the machine can see a command line.
/// @throws std::runtime_error that names the variable, if it isn't set.
inline std::string Environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) throw std::runtime_error("please set the environment variable " + name);
  return value;
}
