#pragma once

#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/pageable.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// A list whose pages are fetched one by one, in the background.
///
///     auto pages = client.ListConnectionsInGroupAsync("room");
///     while (auto page = co_await pages.Next()) use(page->Values);
///
/// Keeps its client alive. Move-only.
template <class T>
class AsyncPageable {
 public:
  /// Starts to fetch the next page.
  using NextPage = std::function<Future<std::optional<Page<T>>>()>;

  /// For the library.
  explicit AsyncPageable(NextPage next) : next_(std::move(next)) {}

  /// The other list can only be assigned to afterwards.
  AsyncPageable(AsyncPageable&&) noexcept = default;
  /// The other list can only be assigned to afterwards.
  AsyncPageable& operator=(AsyncPageable&&) noexcept = default;
  AsyncPageable(const AsyncPageable&) = delete;
  AsyncPageable& operator=(const AsyncPageable&) = delete;
  ~AsyncPageable() = default;

  /// Fetches the next page; nothing after the last one. After a failure, fetches the same page
  /// again. To be called only once the future of the page before is ready.
  [[nodiscard]] Future<std::optional<Page<T>>> Next() { return next_(); }

 private:
  NextPage next_;
};

}  // namespace Azure::Messaging::WebPubSub
