#include "auth/access_key.hpp"

#include <mutex>
#include <stdexcept>

namespace Azure::Messaging::WebPubSub {
namespace {

std::shared_ptr<const HmacSha256> MakeKey(std::string_view key) {
  if (key.empty()) throw std::invalid_argument("key: must not be empty");
  return std::make_shared<const HmacSha256>(key);
}

}  // namespace

struct AzureKeyCredential::SharedKey {
  std::mutex Mutex;
  std::shared_ptr<const HmacSha256> Current;
};

AzureKeyCredential::AzureKeyCredential(std::string_view key) : key_(std::make_shared<SharedKey>()) {
  key_->Current = MakeKey(key);
}

void AzureKeyCredential::Update(std::string_view key) {
  auto fresh = MakeKey(key);
  const std::lock_guard lock(key_->Mutex);
  key_->Current.swap(fresh);
}

std::shared_ptr<const HmacSha256> AccessKeySigner::CurrentKey() const {
  const std::lock_guard lock(credential_.key_->Mutex);
  return credential_.key_->Current;
}

}  // namespace Azure::Messaging::WebPubSub
