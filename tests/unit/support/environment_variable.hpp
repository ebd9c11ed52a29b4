#pragma once

#include <cstdlib>
#include <string>
#include <utility>

namespace Azure::Messaging::WebPubSub::Testing {

/// Sets a variable of the process's environment for the lifetime of this object.
class EnvironmentVariable {
 public:
  EnvironmentVariable(std::string name, const std::string& value) : name_(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~EnvironmentVariable() { unsetenv(name_.c_str()); }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  std::string name_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
