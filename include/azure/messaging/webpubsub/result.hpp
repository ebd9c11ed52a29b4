#pragma once

#include <azure/messaging/webpubsub/errors.hpp>
#include <azure/messaging/webpubsub/moved_from.hpp>

#include <exception>
#include <utility>
#include <variant>

namespace Azure::Messaging::WebPubSub {

/// How a call ended: a value, or the exception that its blocking form would have thrown.
///
///     if (result) use(result.Value());
///     else if (const auto* error = result.Error()) report(error->what(), error->Attempts());
///
/// A result that was moved from has neither: Value() throws std::logic_error.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that a function can return either.
  // NOLINTBEGIN(google-explicit-constructor)
  /// @param value what the call returns.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  /// @param exception not null.
  Result(std::exception_ptr exception) : content_(std::in_place_index<1>, std::move(exception)) {}
  // NOLINTEND(google-explicit-constructor)
  ~Result() = default;
  /// The same value or exception.
  Result(const Result&) = default;
  /// The same value or exception.
  Result& operator=(const Result&) = default;
  /// Leaves `other` with neither.
  Result(Result&& other) noexcept : content_(std::move(other.content_)) { other.Clear(); }
  /// Leaves `other` with neither.
  Result& operator=(Result&& other) noexcept {
    if (this != &other) {
      content_ = std::move(other.content_);
      other.Clear();
    }
    return *this;
  }

  /// Whether the call succeeded.
  [[nodiscard]] bool HasValue() const noexcept { return content_.index() == 0; }
  /// The same.
  explicit operator bool() const noexcept { return HasValue(); }

  /// The value, valid as long as the result.
  /// @throws the exception that the call failed with; std::logic_error if the result was moved
  ///   from.
  [[nodiscard]] const T& Value() const& {
    ThrowIfFailed();
    return std::get<0>(content_);
  }
  /// @overload
  [[nodiscard]] T Value() && {
    ThrowIfFailed();
    Result taken(std::move(*this));
    return std::get<0>(std::move(taken.content_));
  }

  /// The exception that the call failed with; null if there is a value, and for an exception that
  /// isn't a WebPubSubException, which only Exception() gives. Valid as long as the result.
  [[nodiscard]] const WebPubSubException* Error() const noexcept {
    try {
      ThrowIfFailed();
    } catch (const WebPubSubException& error) {
      return &error;  // of the exception object, which content_ keeps alive
    } catch (...) {
    }
    return nullptr;
  }

  /// The exception that the call failed with; null if there is a value.
  [[nodiscard]] std::exception_ptr Exception() const noexcept {
    const auto* exception = std::get_if<1>(&content_);
    return exception != nullptr ? *exception : nullptr;
  }

 private:
  void ThrowIfFailed() const {
    if (const auto* exception = std::get_if<1>(&content_)) {
      if (*exception == nullptr) Detail::RefuseMovedFrom();
      std::rethrow_exception(*exception);
    }
  }
  // Neither a value, nor an exception that isn't null.
  void Clear() noexcept { content_.template emplace<1>(nullptr); }

  std::variant<T, std::exception_ptr> content_;
};

}  // namespace Azure::Messaging::WebPubSub
