#pragma once

#include <azure/messaging/webpubsub/export.hpp>

#include <memory>
#include <utility>

namespace Azure::Messaging::WebPubSub {

/// What keeps values that were moved from safe. Not for use by applications.
///
/// One rule holds for every class of the library: a value that was moved from is empty. What reads
/// it gets empty values, what needs its content throws std::logic_error, and a call that receives
/// it as an argument throws std::invalid_argument with the parameter's name. It may be assigned to
/// and destroyed. So are its copies. Moving a value to itself keeps it, or leaves it moved from.
namespace Detail {

/// @throws std::logic_error that says so.
[[noreturn]] AZURE_MESSAGING_WEBPUBSUB_API void RefuseMovedFrom();

/// A member that is `T()` once it was moved from, and keeps its value when it is moved to itself.
/// The standard promises neither for a string, a function or a number.
template <class T>
class EmptiedByMove {
 public:
  EmptiedByMove() = default;
  explicit EmptiedByMove(T value) : value_(std::move(value)) {}
  EmptiedByMove(const EmptiedByMove&) = default;
  EmptiedByMove(EmptiedByMove&& other) noexcept : value_(std::exchange(other.value_, T())) {}
  EmptiedByMove& operator=(const EmptiedByMove&) = default;
  EmptiedByMove& operator=(EmptiedByMove&& other) noexcept {
    T taken = std::exchange(other.value_, T());  // first: `other` may be this object
    value_ = std::move(taken);
    return *this;
  }
  ~EmptiedByMove() = default;

  T& operator*() noexcept { return value_; }
  const T& operator*() const noexcept { return value_; }
  T* operator->() noexcept { return &value_; }
  const T* operator->() const noexcept { return &value_; }

 private:
  T value_{};
};

/// A shared pointer to what a value is made of: throws std::logic_error where it is null because
/// the value was moved from.
template <class T>
class CheckedPointer {
 public:
  CheckedPointer() = default;
  template <class U>
  explicit CheckedPointer(std::shared_ptr<U> pointer) : pointer_(std::move(pointer)) {}

  explicit operator bool() const noexcept { return pointer_ != nullptr; }
  T* operator->() const { return Shared().get(); }
  T& operator*() const { return *Shared(); }
  [[nodiscard]] const std::shared_ptr<T>& Shared() const {
    if (!pointer_) RefuseMovedFrom();
    return pointer_;
  }
  friend bool operator==(const CheckedPointer& a, const CheckedPointer& b) noexcept {
    return a.pointer_ == b.pointer_;
  }

 private:
  std::shared_ptr<T> pointer_;
};

/// The base of a value whose public members are moved out of it: remembers that this happened, so
/// that a call doesn't take a list that went elsewhere for an empty one.
class MoveMark {
 public:
  MoveMark() = default;
  MoveMark(const MoveMark&) = default;
  MoveMark(MoveMark&& other) noexcept : wasMovedFrom_(std::exchange(other.wasMovedFrom_, true)) {}
  MoveMark& operator=(const MoveMark&) = default;
  MoveMark& operator=(MoveMark&& other) noexcept {
    const bool wasMovedFrom = std::exchange(other.wasMovedFrom_, true);
    if (this != &other) wasMovedFrom_ = wasMovedFrom;  // a move to itself empties the members
    return *this;
  }
  ~MoveMark() = default;

  /// True until another value is assigned.
  [[nodiscard]] bool WasMovedFrom() const noexcept { return wasMovedFrom_; }

 private:
  bool wasMovedFrom_ = false;
};

}  // namespace Detail
}  // namespace Azure::Messaging::WebPubSub
