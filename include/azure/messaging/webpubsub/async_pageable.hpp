#pragma once

#include <azure/messaging/webpubsub/future.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>
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

  /// Next() of the other list throws std::logic_error afterwards.
  AsyncPageable(AsyncPageable&&) noexcept = default;
  /// Next() of the other list throws std::logic_error afterwards.
  AsyncPageable& operator=(AsyncPageable&&) noexcept = default;
  AsyncPageable(const AsyncPageable&) = delete;
  AsyncPageable& operator=(const AsyncPageable&) = delete;
  ~AsyncPageable() = default;

  /// Fetches the next page; nothing after the last one. After a failure, fetches the same page
  /// again. To be called only once the future of the page before is ready.
  [[nodiscard]] Future<std::optional<Page<T>>> Next() {
    if (!*next_) Detail::RefuseMovedFrom();
    return (*next_)();
  }

 private:
  Detail::EmptiedByMove<NextPage> next_;
};

}  // namespace Azure::Messaging::WebPubSub
