#pragma once

#include <exception>
#include <utility>
#include <variant>

namespace Azure::Messaging::WebPubSub {

/// How a call ended: a value, or the exception that its blocking form would have thrown.
///
///     if (result) use(result.Value());
template <class T>
class Result {
 public:
  // Implicit, so that either may be returned.
  // NOLINTBEGIN(google-explicit-constructor)
  /// @param value what the call returns.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  /// @param exception not null.
  Result(std::exception_ptr exception) : content_(std::in_place_index<1>, std::move(exception)) {}
  // NOLINTEND(google-explicit-constructor)

  /// Whether the call succeeded.
  [[nodiscard]] bool HasValue() const noexcept { return content_.index() == 0; }
  /// The same.
  explicit operator bool() const noexcept { return HasValue(); }

  /// The value, valid as long as the result.
  /// @throws whatever the call failed with.
  [[nodiscard]] const T& Value() const& {
    ThrowIfFailed();
    return std::get<0>(content_);
  }
  /// @overload
  [[nodiscard]] T Value() && {
    ThrowIfFailed();
    return std::get<0>(std::move(content_));
  }

  /// What the call failed with; null if there is a value.
  [[nodiscard]] std::exception_ptr Exception() const noexcept {
    const auto* exception = std::get_if<1>(&content_);
    return exception != nullptr ? *exception : nullptr;
  }

 private:
  void ThrowIfFailed() const {
    if (const auto* exception = std::get_if<1>(&content_)) std::rethrow_exception(*exception);
  }

  std::variant<T, std::exception_ptr> content_;
};

}  // namespace Azure::Messaging::WebPubSub
