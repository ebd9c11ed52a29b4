#include <azure/messaging/webpubsub/credentials.hpp>

#include <mutex>
#include <utility>

#include "auth/access_key.hpp"
#include "core/arguments.hpp"
#include "core/text.hpp"

namespace Azure::Messaging::WebPubSub {
namespace {

std::shared_ptr<const Detail::HmacSha256> MakeKey(std::string_view key) {
  Detail::Require(!key.empty(), "key", "must not be empty");
  Detail::Require(!Detail::HasOuterWhiteSpace(key), "key",
                  "must not begin or end with white space or a control character");
  return std::make_shared<const Detail::HmacSha256>(key);
}

}  // namespace

struct AzureKeyCredential::SharedKey {
  std::mutex Mutex;
  std::shared_ptr<const Detail::HmacSha256> Current;
};

AzureKeyCredential::AzureKeyCredential(std::string_view key) : key_(std::make_shared<SharedKey>()) {
  key_->Current = MakeKey(key);
}

void AzureKeyCredential::Update(std::string_view key) {
  auto fresh = MakeKey(key);
  const std::lock_guard lock(key_->Mutex);
  key_->Current.swap(fresh);
}

bool Detail::AccessKey::IsValid() const noexcept { return static_cast<bool>(credential_.key_); }

std::shared_ptr<const Detail::HmacSha256> Detail::AccessKey::Current() const {
  const std::lock_guard lock(credential_.key_->Mutex);
  return credential_.key_->Current;
}

CallbackTokenCredential::CallbackTokenCredential(Callback callback)
    : callback_(std::move(callback)) {
  Detail::Require(*callback_ != nullptr, "callback", "must not be empty");
}

}  // namespace Azure::Messaging::WebPubSub
