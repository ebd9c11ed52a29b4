// Looks at all memory that is given back: no access key may be left in it. A program of its own,
// because it takes the place of operator delete and of OpenSSL's allocator.

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
// A piece of this length of any of them counts.
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

void GiveBack(void* block) noexcept {
  if (watching && block != nullptr &&
      HoldsPieceOfKey({static_cast<const char*>(block), malloc_usable_size(block)})) {
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
    std::memcpy(moved, block, (std::min)(size, malloc_usable_size(block)));
  }
  GiveBack(block);
  return moved;
}

bool watchesOpenSsl = false;

void WatchOpenSsl() {
  watchesOpenSsl = CRYPTO_set_mem_functions(OpenSslMalloc, OpenSslRealloc, OpenSslFree) == 1;
}

// Before OpenSSL takes any memory, as another library may have it do as soon as it is loaded: what
// is in this section runs before that.
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

// How many blocks with a key are given back while something is done.
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

TEST(WipedKey, IsNoticedIfItIsNotWiped) {
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

// The caller's own text, which is not ours to wipe, is in no block that is given back.
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
