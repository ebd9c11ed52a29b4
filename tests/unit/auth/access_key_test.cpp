#include "auth/access_key.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <vector>

#include "auth/jwt.hpp"
#include "support/jwt_verifier.hpp"
#include "support/test_client.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

using Testing::DecodeJwt;
using Testing::ExpectedSignature;
using Testing::ExpectRefused;

bool IsSignedWith(const AccessKey& signer, std::string_view key) {
  const auto jwt = DecodeJwt(SignJwt("{}", *signer.Current()));
  return jwt && jwt->Signature == ExpectedSignature(jwt->SigningInput, key);
}

TEST(AzureKeyCredential, SignsWithItsKey) {
  EXPECT_TRUE(IsSignedWith(AccessKey(AzureKeyCredential("first")), "first"));
}

TEST(AzureKeyCredential, SharesTheKeyWithItsCopies) {
  AzureKeyCredential original("first");
  AzureKeyCredential copy = original;
  AzureKeyCredential assigned("other");
  assigned = copy;
  const AccessKey signer(original);
  copy.Update("second");
  EXPECT_TRUE(IsSignedWith(signer, "second"));
  EXPECT_TRUE(IsSignedWith(AccessKey(assigned), "second"));
  assigned.Update("third");
  EXPECT_TRUE(IsSignedWith(signer, "third"));
}

TEST(AzureKeyCredential, RefusesAnEmptyKeyAndKeepsTheOldOne) {
  ExpectRefused("key", [] { AzureKeyCredential(""); });
  AzureKeyCredential credential("first");
  ExpectRefused("key", [&] { credential.Update(""); });
  EXPECT_TRUE(IsSignedWith(AccessKey(credential), "first"));
}

TEST(AzureKeyCredential, RefusesOuterWhiteSpaceAndKeepsTheOldKey) {
  AzureKeyCredential credential("first");
  for (const std::string& key :
       {std::string("key\n"), std::string("key\r\n"), std::string("\nkey"), std::string(" key"),
        std::string("key "), std::string("key\t"), std::string("key\v"), std::string("\fkey"),
        std::string(" "), std::string("\n"), std::string("key\0", 4), std::string("\x1bkey"),
        std::string("key\x7f"), std::string("\xef\xbb\xbfkey"), std::string("key\xc2\xa0"),
        std::string("\xe2\x80\x8bkey"), std::string("key\xe3\x80\x80"),
        std::string("key\xe2\x80\xa8"), std::string("\xc2\xa0")}) {
    ExpectRefused(
        "key", [&] { AzureKeyCredential{key}; }, "white space");
    ExpectRefused(
        "key", [&] { credential.Update(key); }, "white space");
  }
  EXPECT_TRUE(IsSignedWith(AccessKey(credential), "first"));
}

TEST(AzureKeyCredential, SignsWithAnyOtherKey) {
  for (const std::string& key :
       {std::string("k"), std::string("a key"), std::string("a\nb"), std::string("key=="),
        std::string("a\xc2\xa0z"), std::string("\xc3\xa4"), std::string("\xe2\x82\xac"),
        std::string("\xff\xfe"), std::string("x\x80"), std::string("\x80")}) {
    EXPECT_TRUE(IsSignedWith(AccessKey(AzureKeyCredential(key)), key)) << key;
  }
}

TEST(AzureKeyCredential, KeepsAKeyThatIsInUse) {
  AzureKeyCredential credential("first");
  const auto underWay = AccessKey(credential).Current();
  credential.Update("second");
  const auto jwt = DecodeJwt(SignJwt("{}", *underWay));
  ASSERT_TRUE(jwt);
  EXPECT_EQ(jwt->Signature, ExpectedSignature(jwt->SigningInput, "first"));
}

TEST(AzureKeyCredential, MayBeUpdatedWhileOtherThreadsSign) {
  AzureKeyCredential credential("one");
  std::atomic<bool> stop{false};
  std::atomic<int> signatures{0};
  std::vector<std::future<bool>> threads;
  for (int i = 0; i < 3; ++i) {
    threads.push_back(std::async(std::launch::async, [&] {
      const AccessKey signer(credential);
      while (!stop) {
        const auto jwt = DecodeJwt(SignJwt("{}", *signer.Current()));
        if (jwt->Signature != ExpectedSignature(jwt->SigningInput, "one") &&
            jwt->Signature != ExpectedSignature(jwt->SigningInput, "two")) {
          return false;
        }
        ++signatures;
      }
      return true;
    }));
  }
  for (int i = 0; i < 500 || signatures < 500; ++i) credential.Update(i % 2 == 0 ? "two" : "one");
  stop = true;
  for (auto& thread : threads) EXPECT_TRUE(thread.get());
}

TEST(CallbackTokenCredential, CallsItsFunction) {
  CallbackTokenCredential credential([](const TokenRequest& request, const Context&) {
    return AccessToken("token for " + request.Scopes.at(0), {});
  });
  TokenRequest request;
  request.Scopes = {"scope"};
  EXPECT_EQ(credential.GetToken(request, {}).Token, "token for scope");
}

TEST(CallbackTokenCredential, RefusesAnEmptyFunction) {
  ExpectRefused("callback", [] { CallbackTokenCredential({}); });
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
