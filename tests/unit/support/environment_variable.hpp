#pragma once

#include <cstdlib>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub::Testing {

/// Sets a variable of the process's environment.
inline void SetVariable(const char* name, const std::string& value) {
#if defined(_WIN32)
  _putenv_s(name, value.c_str());
#else
  setenv(name, value.c_str(), 1);
#endif
}

/// Removes a variable from the process's environment.
inline void RemoveVariable(const char* name) {
#if defined(_WIN32)
  _putenv_s(name, "");
#else
  unsetenv(name);
#endif
}

/// Sets a variable of the process's environment for the lifetime of this object.
class EnvironmentVariable {
 public:
  EnvironmentVariable(std::string name, const std::string& value) : name_(std::move(name)) {
    SetVariable(name_.c_str(), value);
  }
  ~EnvironmentVariable() { RemoveVariable(name_.c_str()); }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  std::string name_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
