#include "auth/hmac_sha256.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <future>
#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

std::string Hex(const HmacSha256::Signature& signature) {
  constexpr char Digits[] = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : signature) {
    hex += Digits[byte >> 4];
    hex += Digits[byte & 0xf];
  }
  return hex;
}

std::string Sequence(int first, int last) {
  std::string bytes;
  for (int byte = first; byte <= last; ++byte) bytes += static_cast<char>(byte);
  return bytes;
}

struct Vector {
  std::string Key;
  std::string Message;
  std::string Signature;
};

// RFC 4231, section 4: all test cases but the fifth, whose output is truncated.
const std::vector<Vector>& Vectors() {
  static const std::vector<Vector> vectors = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {Sequence(1, 25), std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. "
       "The key needs to be hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}};
  return vectors;
}

TEST(HmacSha256, MatchesThePublishedSignatures) {
  for (const Vector& vector : Vectors()) {
    const HmacSha256 key(vector.Key);
    EXPECT_EQ(Hex(key.Sign(vector.Message)), vector.Signature);
    // Signing doesn't change the key's state.
    EXPECT_EQ(Hex(key.Sign(vector.Message)), vector.Signature);
  }
}

TEST(HmacSha256, GoesOnFromEveryBeginningOfAMessage) {
  for (const Vector& vector : Vectors()) {
    const HmacSha256 key(vector.Key);
    for (std::size_t size = 0; size <= vector.Message.size(); ++size) {
      const auto beginning = key.Begin(vector.Message.substr(0, size));
      const std::string rest = vector.Message.substr(size);
      EXPECT_EQ(Hex(key.Sign(beginning, rest)), vector.Signature) << size;
      EXPECT_EQ(Hex(key.Sign(beginning, rest)), vector.Signature) << size << ", again";
    }
  }
}

// The lengths around a block, which a longer key is hashed for.
TEST(HmacSha256, TakesKeysOfEveryLength) {
  for (std::size_t size = 1; size <= 130; ++size) {
    const std::string key(size, 'k');
    unsigned int length = 0;
    HmacSha256::Signature expected{};
    ::HMAC(EVP_sha256(), key.data(), static_cast<int>(size),
           reinterpret_cast<const unsigned char*>("message"), 7, expected.data(), &length);
    EXPECT_EQ(Hex(HmacSha256(key).Sign("message")), Hex(expected)) << size;
  }
}

TEST(HmacSha256, SignsForManyThreadsAtOnce) {
  const Vector& vector = Vectors()[1];
  const HmacSha256 key(vector.Key);
  const auto beginning = key.Begin(vector.Message.substr(0, 5));
  std::vector<std::future<void>> threads;
  for (int i = 0; i < 4; ++i) {
    threads.push_back(std::async(std::launch::async, [&] {
      for (int j = 0; j < 500; ++j) {
        ASSERT_EQ(Hex(key.Sign(vector.Message)), vector.Signature);
        ASSERT_EQ(Hex(key.Sign(beginning, vector.Message.substr(5))), vector.Signature);
      }
    }));
  }
  for (auto& thread : threads) thread.get();
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Detail
