// Checks that no freed memory contains an access key. This is a separate program because it
// replaces operator delete and OpenSSL's allocator.

#include <azure/messaging/webpubsub.hpp>

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <memory>
#include <new>
#include <string_view>

namespace {

constexpr std::string_view Keys[] = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH",
                                     "0123456789abcdefghijklmnopqrstuvwxyz01234567"};
// A block counts if it holds a part of a key that is this long.
constexpr std::size_t PieceSize = 12;

std::atomic<bool> watching{false};
std::atomic<int> blocksWithKey{0};

bool HoldsPieceOfKey(std::string_view memory) {
  for (const std::string_view key : Keys) {
    for (std::size_t at = 0; at + PieceSize <= key.size(); at += PieceSize) {
      if (memory.find(key.substr(at, PieceSize)) != std::string_view::npos) return true;
    }
  }
  return false;
}

std::size_t SizeOf(void* block) noexcept {
#if defined(_WIN32)
  return _msize(block);
#else
  return malloc_usable_size(block);
#endif
}

void GiveBack(void* block) noexcept {
  if (watching && block != nullptr &&
      HoldsPieceOfKey({static_cast<const char*>(block), SizeOf(block)})) {
    ++blocksWithKey;
  }
  std::free(block);  // NOLINT(cppcoreguidelines-no-malloc)
}

void* Take(std::size_t size) noexcept {
  return std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
}

void* OpenSslMalloc(std::size_t size, const char* /*file*/, int /*line*/) { return Take(size); }

void OpenSslFree(void* block, const char* /*file*/, int /*line*/) { GiveBack(block); }

void* OpenSslRealloc(void* block, std::size_t size, const char* /*file*/, int /*line*/) {
  void* moved = Take(size);
  if (block != nullptr && moved != nullptr) {
    std::memcpy(moved, block, (std::min)(size, SizeOf(block)));
  }
  GiveBack(block);
  return moved;
}

bool watchesOpenSsl = false;

void WatchOpenSsl() {
  watchesOpenSsl = CRYPTO_set_mem_functions(OpenSslMalloc, OpenSslRealloc, OpenSslFree) == 1;
}

// The allocator must be replaced before OpenSSL allocates memory, which another library may cause
// when it is loaded. Functions in this section run before any library is initialised.
[[gnu::section(".preinit_array"), gnu::used]] void (*const watchOpenSslFirst)() = WatchOpenSsl;

}  // namespace

void* operator new(std::size_t size) {
  if (void* block = Take(size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept { GiveBack(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { GiveBack(block); }

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

// The number of blocks with a key that are freed while `action` runs.
template <class Action>
int BlocksWithKeyAfter(Action action) {
  blocksWithKey = 0;
  watching = true;
  action();
  watching = false;
  return blocksWithKey;
}

class Always202 final : public HttpTransport {
 public:
  HttpResponse Send(const HttpRequest& /*request*/, const Context& /*context*/) override {
    return HttpResponse(202);
  }
};

WebPubSubServiceClientOptions Options() {
  WebPubSubServiceClientOptions options;
  options.TransportAdapter = std::make_shared<Always202>();
  return options;
}

TEST(WipedKey, IsDetectedIfItIsNotWiped) {
  EXPECT_TRUE(watchesOpenSsl);
  EXPECT_EQ(BlocksWithKeyAfter([] { const std::string copy("AccessKey=" + std::string(Keys[0])); }),
            2);
  EXPECT_EQ(BlocksWithKeyAfter([] {
              void* copy = OPENSSL_malloc(Keys[1].size());
              std::memcpy(copy, Keys[1].data(), Keys[1].size());
              OPENSSL_free(copy);
            }),
            1);
  EXPECT_EQ(BlocksWithKeyAfter([] { const std::string other(100, 'x'); }), 0);
}

TEST(WipedKey, OfACredential) {
  EXPECT_EQ(BlocksWithKeyAfter([] {
              AzureKeyCredential credential(Keys[0]);
              const WebPubSubServiceClient client("https://a", "chat", credential, Options());
              client.SendToAll("hi");
              credential.Update(Keys[1]);
              client.SendToAll("hi");
              EXPECT_FALSE(client.GetClientAccessUri().empty());
            }),
            0);
}

// The library doesn't wipe the caller's own text, which here is a literal and is never freed.
TEST(WipedKey, OfAConnectionString) {
  constexpr const char* ConnectionString =
      "Endpoint=https://a;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;";
  EXPECT_EQ(BlocksWithKeyAfter([] {
              const WebPubSubServiceClient client(ConnectionString, "chat", Options());
              client.SendToAll("hi");
              EXPECT_FALSE(client.GetClientAccessUri().empty());
            }),
            0);
}

TEST(WipedKey, OfAConnectionStringThatIsRefused) {
  for (const char* text :
       {"AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH",
        "Endpoint=;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH",
        "Endpoint=https://a;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Port=x",
        "Endpoint=https://a;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;accesskey=b"}) {
    EXPECT_EQ(BlocksWithKeyAfter([=] {
                EXPECT_THROW(WebPubSubServiceClient(text, "chat", Options()),
                             std::invalid_argument);
              }),
              0)
        << text;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
