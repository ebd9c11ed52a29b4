#include "curl/name_resolution.hpp"

#include <gtest/gtest.h>

#include <string>

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
TEST(NameResolution, LooksAgainWhereAnotherEndedSinceItLooked) {
  Resolutions all;
  NameResolution first(all);
  NameResolution second(all);
  second.Prepare(Url);
  first.Prepare(Url);
  EXPECT_FALSE(Perform(first));
  first.OnConnect();

  ASSERT_TRUE(Perform(second));
  EXPECT_TRUE(all.HasEnded(second.Awaited()));

  // The second handle doesn't share the cache, as if the name had been dropped from it.
  second.Prepare(Url);
  EXPECT_FALSE(Perform(second));
}

TEST(NameResolution, DoesNotLookAgainAfterAFailure) {
  Resolutions all;
  NameResolution first(all);
  NameResolution second(all);
  second.Prepare(Url);
  first.Prepare(Url);
  EXPECT_FALSE(Perform(first));
  first.OnEnd("no such host");

  EXPECT_FALSE(Perform(second));
}

TEST(NameResolution, DoesNotLookAgainAfterThatOfAnotherName) {
  Resolutions all;
  NameResolution first(all);
  NameResolution second(all);
  second.Prepare(Url);
  first.Prepare("http://other.invalid:9/");
  EXPECT_FALSE(Perform(first));
  first.OnConnect();

  EXPECT_FALSE(Perform(second));
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
