#include <azure/messaging/webpubsub/response.hpp>

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

TEST(Response, IsEmptyByDefault) {
  const Response response;
  EXPECT_EQ(response.Status(), 0);
  EXPECT_EQ(response.Body(), "");
  EXPECT_EQ(response.ServiceRequestId(), "");
  const ValueResponse<bool> value;
  EXPECT_FALSE(value);
  EXPECT_EQ(value.Status(), 0);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
