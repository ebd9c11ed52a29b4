#include "pipeline/policies/client_request_id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "pipeline/environment.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::string IdOf(const ClientRequestIdPolicy& policy, const Context& context = {}) {
  HttpRequest request(HttpMethod::Get, "https://a/");
  policy.OnRequest(request, 1, context);
  return request.Headers().Get("x-ms-client-request-id").value_or("");
}

TEST(ClientRequestId, IsAVersion4Uuid) {
  for (const std::uint64_t bits :
       {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{0x0123456789abcdef},
        std::uint64_t{0xfedcba9876543210}}) {
    EXPECT_THAT(IdOf(ClientRequestIdPolicy([bits] { return bits; })),
                ::testing::MatchesRegex(
                    "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
}

TEST(ClientRequestId, HoldsAllOtherBitsUnchanged) {
  EXPECT_EQ(IdOf(ClientRequestIdPolicy([] { return std::uint64_t{0}; })),
            "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(IdOf(ClientRequestIdPolicy([] { return ~std::uint64_t{0}; })),
            "ffffffff-ffff-4fff-bfff-ffffffffffff");
  EXPECT_EQ(IdOf(ClientRequestIdPolicy([] { return std::uint64_t{0x0123456789abcdef}; })),
            "01234567-89ab-4def-8123-456789abcdef");
}

TEST(ClientRequestId, DiffersEachTime) {
  const ClientRequestIdPolicy policy(Environment::Real().Random);
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(IdOf(policy));
  EXPECT_EQ(ids.size(), 1000U);
  // Two clients in one process use different ids too.
  EXPECT_NE(IdOf(ClientRequestIdPolicy(Environment::Real().Random)),
            IdOf(ClientRequestIdPolicy(Environment::Real().Random)));
}

TEST(ClientRequestId, IsTheContextsIfItHasOne) {
  const ClientRequestIdPolicy policy([]() -> std::uint64_t { throw 1; });
  const Context named = Context().WithClientRequestId("my-id");
  EXPECT_EQ(IdOf(policy, named), "my-id");
  EXPECT_EQ(IdOf(policy, Context::Cancellable(named)), "my-id");
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
