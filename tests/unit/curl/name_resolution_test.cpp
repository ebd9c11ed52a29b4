#include "curl/name_resolution.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// This program's getaddrinfo resolves the name by itself: see slow_resolver_test.cpp.
const std::string Url = "http://slow.invalid:9/";

/// @return whether it was stopped, to be repeated.
bool Perform(NameResolution& resolution) {
  const EasyHandle easy = MakeEasyHandle();
  EXPECT_EQ(resolution.Serve(easy.get()), CURLE_OK);
  EXPECT_EQ(EasyOptions(easy.get()).Set(CURLOPT_URL, Url.c_str()).Set(CURLOPT_PROXY, "").Code(),
            CURLE_OK);
  EXPECT_NE(curl_easy_perform(easy.get()), CURLE_OK);
  return resolution.Awaited() != nullptr;
}

// libcurl looks into its cache before it says that it begins a resolution. Between the two, that of
// another thread may end, which fills the cache.
class OvertakenResolution : public testing::Test {
 protected:
  /// Begins the second, and lets the first end meanwhile.
  void Overtake(const std::string& url, std::string_view failure) {
    second_.Prepare(Url);
    first_.Prepare(url);
    EXPECT_FALSE(Perform(first_));
    first_.OnEnd(failure);
  }

  Resolutions all_;
  NameResolution first_{all_};
  NameResolution second_{all_};
};

TEST_F(OvertakenResolution, LooksAgain) {
  Overtake(Url, "");
  ASSERT_TRUE(Perform(second_));
  EXPECT_TRUE(all_.HasEnded(second_.Awaited()));

  // The second handle doesn't share the cache, as if the name had been dropped from it.
  second_.Prepare(Url);
  EXPECT_FALSE(Perform(second_));
}

TEST_F(OvertakenResolution, DoesNotLookAgainAfterAFailure) {
  Overtake(Url, "no such host");
  EXPECT_FALSE(Perform(second_));
}

TEST_F(OvertakenResolution, DoesNotLookAgainAfterThatOfAnotherName) {
  Overtake("http://other.invalid:9/", "");
  EXPECT_FALSE(Perform(second_));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
