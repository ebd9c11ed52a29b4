#pragma once

#include <azure/messaging/webpubsub/moved_from.hpp>
#include <azure/messaging/webpubsub/response.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Azure::Messaging::WebPubSub {

/// One page of a list, as the service sent it.
template <class T>
struct Page {
  /// @param values see Values.
  /// @param continuationToken see ContinuationToken.
  /// @param rawResponse see RawResponse.
  Page(std::vector<T> values, std::string continuationToken, Response rawResponse)
      : Values(std::move(values)),
        ContinuationToken(std::move(continuationToken)),
        RawResponse(std::move(rawResponse)) {}

  /// May be empty, also on a page that is not the last.
  std::vector<T> Values;
  /// For ListOptions::ContinuationToken, to continue after this page later; empty on the last page.
  std::string ContinuationToken;
  /// The response that holds the page.
  Response RawResponse;
};

/// Pages that are fetched one by one as the range is iterated: an input range. begin() throws
/// std::logic_error once it was moved from.
template <class T>
class PageRange {
 public:
  struct Fetched;
  /// Gets a page. For the library.
  using Fetch = std::function<std::shared_ptr<const Fetched>()>;
  /// A page and the way to the next one, which is null on the last page. For the library.
  struct Fetched {
    /// @param value see Value.
    explicit Fetched(Page<T> value) : Value(std::move(value)) {}
    /// The page.
    Page<T> Value;
    /// Gets the next page.
    Fetch Next;
  };

  /// An input iterator over pages; incrementing it fetches the next one. It is the end once it was
  /// moved from; there, `*`, `->` and `++` throw std::logic_error.
  class Iterator {
   public:
    /// @{
    /// The members of every input iterator.
    using iterator_category = std::input_iterator_tag;
    using value_type = Page<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = const Page<T>*;
    using reference = const Page<T>&;

    Iterator() = default;
    explicit Iterator(std::shared_ptr<const Fetched> page) : page_(std::move(page)) {}

    reference operator*() const { return page_->Value; }
    pointer operator->() const { return &page_->Value; }
    /// Fetches the next page; becomes the end if there is none.
    Iterator& operator++() {
      page_ = Pointer(page_->Next ? page_->Next() : nullptr);
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.page_ == b.page_; }
    friend bool operator!=(const Iterator& a, const Iterator& b) { return !(a == b); }
    /// @}

   private:
    using Pointer = Detail::CheckedPointer<const Fetched>;
    Pointer page_;
  };

  /// For the library. Nothing is fetched yet.
  explicit PageRange(Fetch first) : first_(std::move(first)) {}

  /// Fetches the first page. Every call starts again from there.
  [[nodiscard]] Iterator begin() const {
    if (!*first_) Detail::RefuseMovedFrom();
    return Iterator((*first_)());
  }
  /// The end of the range.
  [[nodiscard]] Iterator end() const { return {}; }

 private:
  Detail::EmptiedByMove<Fetch> first_;
};

/// A list whose pages are fetched as it is iterated: an input range. Nothing is sent before
/// begin(). begin() and `++` throw the exceptions of a page's call, and may be called again after
/// one.
///
///     for (const auto& member : client.ListConnectionsInGroup("room")) use(member.ConnectionId);
///     for (const auto& page : client.ListConnectionsInGroup("room").AsPages()) use(page.Values);
///
/// A list that was moved from throws std::logic_error.
template <class T>
class Pageable {
 public:
  /// An input iterator over values; incrementing it may fetch a page. It is the end once it was
  /// moved from; there, `*`, `->` and `++` throw std::logic_error.
  class Iterator {
   public:
    /// @{
    /// The members of every input iterator.
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    explicit Iterator(typename PageRange<T>::Iterator page) : page_(std::move(page)) {
      SkipEmptyPages();
    }

    reference operator*() const { return page_->Values[*index_]; }
    pointer operator->() const { return &page_->Values[*index_]; }
    Iterator& operator++() {
      if (*index_ + 1 < page_->Values.size()) {
        ++*index_;
        return *this;
      }
      Iterator next = *this;  // this iterator keeps its place if a page fails
      ++*next.index_;
      next.SkipEmptyPages();
      return *this = std::move(next);
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) {
      return a.page_ == b.page_ && *a.index_ == *b.index_;
    }
    friend bool operator!=(const Iterator& a, const Iterator& b) { return !(a == b); }
    /// @}

   private:
    void SkipEmptyPages() {
      while (page_ != typename PageRange<T>::Iterator() && *index_ == page_->Values.size()) {
        ++page_;
        *index_ = 0;
      }
    }

    typename PageRange<T>::Iterator page_;
    Detail::EmptiedByMove<std::size_t> index_;
  };

  /// For the library. Nothing is fetched yet.
  explicit Pageable(typename PageRange<T>::Fetch first) : pages_(std::move(first)) {}

  /// Fetches the first page. Every call starts again from there.
  [[nodiscard]] Iterator begin() const { return Iterator(pages_.begin()); }
  /// The end of the range.
  [[nodiscard]] Iterator end() const { return {}; }

  /// The same list page by page, with continuation tokens.
  [[nodiscard]] PageRange<T> AsPages() const { return pages_; }

 private:
  PageRange<T> pages_;
};

}  // namespace Azure::Messaging::WebPubSub
