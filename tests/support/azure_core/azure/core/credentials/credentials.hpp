#pragma once

// A stand-in for azure-core's header of this name, reduced to what a credential needs.
#include <azure/core/context.hpp>
#include <azure/core/datetime.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace Azure {
namespace Core {
namespace Credentials {

struct AccessToken final {
  std::string Token;
  DateTime ExpiresOn;
};

struct TokenRequestContext final {
  std::vector<std::string> Scopes;
  DateTime::duration MinimumExpiration = std::chrono::minutes(2);
  std::string TenantId;
};

class TokenCredential {
 public:
  virtual ~TokenCredential() = default;
  TokenCredential(const TokenCredential&) = delete;
  TokenCredential& operator=(const TokenCredential&) = delete;

  [[nodiscard]] virtual AccessToken GetToken(const TokenRequestContext& request,
                                             const Context& context) const = 0;

 protected:
  explicit TokenCredential(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

class AuthenticationException final : public std::exception {
 public:
  explicit AuthenticationException(std::string what) : what_(std::move(what)) {}
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

}  // namespace Credentials
}  // namespace Core
}  // namespace Azure
