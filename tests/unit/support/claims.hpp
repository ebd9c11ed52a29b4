#pragma once

#include <azure/messaging/webpubsub/http.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Testing {

/// The bearer token of a request, or an empty string if it has none.
inline std::string BearerTokenOf(const HttpRequest& request) {
  constexpr std::string_view Scheme = "Bearer ";
  const std::string header = request.Headers().Get("Authorization").value_or(std::string());
  return header.rfind(Scheme, 0) == 0 ? header.substr(Scheme.size()) : std::string();
}

/// A numeric claim of a token's payload. If there is none, fails the running test and returns -1.
inline std::int64_t NumberClaim(const std::string& payload, const std::string& name) {
  const std::string member = "\"" + name + "\":";
  const std::size_t at = payload.find(member);
  if (at == std::string::npos) {
    ADD_FAILURE() << "no claim " << name << " in " << payload;
    return -1;
  }
  return std::strtoll(payload.c_str() + at + member.size(), nullptr, 10);
}

}  // namespace Azure::Messaging::WebPubSub::Testing
