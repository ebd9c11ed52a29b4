#include "curl/name_resolution.hpp"

#include <utility>

#include "curl/handles.hpp"

namespace Azure::Messaging::WebPubSub::Detail {
namespace {

// The scheme and the authority, with the delimiter that ends it. All of it, because the name of a
// proxy, which is resolved in the place of the host's, depends on it.
std::string OriginOf(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t end = url.find_first_of("/?#", begin);
  return end == std::string::npos ? url + '/' : url.substr(0, end + 1);
}

}  // namespace

NameResolution::~NameResolution() {
  OnEnd({});
  if (isAbandoned_) all_.EndAbandoned();
}

CURLcode NameResolution::Serve(CURL* easy) {
  return EasyOptions(easy)
      .Set(CURLOPT_RESOLVER_START_FUNCTION, &NameResolution::OnStart)
      .Set(CURLOPT_RESOLVER_START_DATA, this)
      .Code();
}

void NameResolution::Prepare(const std::string& url) {
  awaited_.reset();
  shortage_.clear();
  isRefused_ = false;
  endingsBefore_ = all_.Endings();
  if (url.compare(0, origin_.size(), origin_) != 0) origin_ = OriginOf(url);
}

// libcurl calls this when a name is neither in its cache nor being resolved by this transfer.
int NameResolution::OnStart(void* /*resolver*/, void* /*reserved*/, void* self) noexcept {
  try {
    return static_cast<NameResolution*>(self)->Begin() ? 0 : 1;
  } catch (...) {  // out of memory
    return 1;
  }
}

bool NameResolution::Begin() {
  if (own_) return true;
  Resolutions::Ticket ticket;
  switch (all_.Begin(origin_, endingsBefore_, ticket)) {
    case Resolutions::Turn::Now:
      own_ = std::move(ticket);
      shortage_ = own_->Shortage;
      return true;
    case Resolutions::Turn::AfterTheOther:
      awaited_ = std::move(ticket);
      return false;
    case Resolutions::Turn::Never:
      isRefused_ = true;
      return false;
  }
  return false;
}

void NameResolution::OnConnect() noexcept { OnEnd({}); }

void NameResolution::OnEnd(std::string_view failure) noexcept {
  if (own_) all_.End(origin_, std::exchange(own_, nullptr), failure);
}

bool NameResolution::Abandon() noexcept {
  if (!own_) return false;
  isAbandoned_ = true;
  all_.Abandon(origin_, std::exchange(own_, nullptr));
  return true;
}

}  // namespace Azure::Messaging::WebPubSub::Detail
