#include <azure/messaging/webpubsub/result.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace Azure::Messaging::WebPubSub {
namespace {

Result<std::string> Failed() {
  return std::make_exception_ptr(
      TransportException(TransportError::Timeout, "it took too long", true, 3));
}

TEST(Result, OfASuccessHasAValueAndNoError) {
  const Result<std::string> result("value");
  EXPECT_TRUE(result);
  EXPECT_TRUE(result.HasValue());
  EXPECT_EQ(result.Value(), "value");
  EXPECT_EQ(result.Error(), nullptr);
  EXPECT_EQ(result.Exception(), nullptr);
}

TEST(Result, OfAFailedCallGivesItsErrorWithoutACatch) {
  const Result<std::string> result = Failed();
  EXPECT_FALSE(result);
  const WebPubSubException* error = result.Error();
  ASSERT_NE(error, nullptr);
  EXPECT_STREQ(error->what(), "it took too long");
  EXPECT_EQ(error->Attempts(), 3);
  EXPECT_TRUE(error->MayHaveBeenAccepted());
  const auto* transport = dynamic_cast<const TransportException*>(error);
  ASSERT_NE(transport, nullptr);
  EXPECT_EQ(transport->Cause(), TransportError::Timeout);
  EXPECT_THROW((void)result.Value(), TransportException);
}

TEST(Result, KeepsItsErrorAliveForItsCopies) {
  auto result = std::make_unique<Result<std::string>>(Failed());
  const Result<std::string> copy = *result;
  result.reset();
  ASSERT_NE(copy.Error(), nullptr);
  EXPECT_STREQ(copy.Error()->what(), "it took too long");
}

TEST(Result, OfAnotherExceptionHasNoErrorButTheException) {
  const Result<int> standard(std::make_exception_ptr(std::logic_error("bug")));
  EXPECT_EQ(standard.Error(), nullptr);
  EXPECT_NE(standard.Exception(), nullptr);
  EXPECT_THROW((void)standard.Value(), std::logic_error);
  const Result<int> foreign(std::make_exception_ptr(42));
  EXPECT_EQ(foreign.Error(), nullptr);
  EXPECT_NE(foreign.Exception(), nullptr);
}

TEST(ValueResponse, OfATemporaryGivesAValueAndNoReferenceIntoItself) {
  using Text = ValueResponse<std::string>;
  static_assert(std::is_same_v<decltype(std::declval<Text>().Value()), std::string>);
  static_assert(std::is_same_v<decltype(std::declval<const Text&>().Value()), const std::string&>);
  const auto make = [] { return Text(Response(HttpResponse(200)), std::string(100, 'x')); };
  const std::string& value = make().Value();  // lives as long as the name
  EXPECT_EQ(value, std::string(100, 'x'));
  const std::string& converted = make();
  EXPECT_EQ(converted, std::string(100, 'x'));
  const std::string copy = make();
  EXPECT_EQ(copy, std::string(100, 'x'));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub
