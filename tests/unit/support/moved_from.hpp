#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// What every value must do once it was moved from, in whatever way: a row for each type.
namespace Azure::Messaging::WebPubSub::Testing {

/// Collects what isn't as it must be.
class Findings {
 public:
  void Require(bool holds, const std::string& what) {
    if (!holds) all_ += what + "; ";
  }
  /// Expects a std::logic_error.
  template <class Action>
  void Throws(const std::string& what, Action&& action) {
    RequireRefusal(what, "", std::forward<Action>(action));
  }
  /// Expects a std::invalid_argument that names a parameter.
  template <class Action>
  void Refuses(const std::string& parameter, Action&& action) {
    RequireRefusal(parameter, parameter + ": ", std::forward<Action>(action));
  }

  [[nodiscard]] const std::string& All() const { return all_; }

 private:
  template <class Action>
  void RequireRefusal(const std::string& what, const std::string& begin, Action&& action) {
    try {
      std::forward<Action>(action)();
      Require(false, what + " isn't refused");
    } catch (const std::logic_error& error) {
      Require(std::string(error.what()).rfind(begin, 0) == 0,
              what + " is refused: " + error.what());
      const bool isArgument = dynamic_cast<const std::invalid_argument*>(&error) != nullptr;
      Require(isArgument || begin.empty(), what + " isn't refused as an argument");
    } catch (const std::exception& other) {
      Require(false, what + " throws " + other.what());
    }
  }

  std::string all_;
};

/// A type, and what its values do.
struct MovedFromRow {
  std::string Name;
  std::function<void()> Check;
};

inline void PrintTo(const MovedFromRow& row, std::ostream* out) { *out << row.Name; }

/// The ways in which a value is moved from.
template <class T>
class MovedFromCheck {
 public:
  using Check = std::function<void(T& value, Findings& findings)>;

  MovedFromCheck(std::function<T()> make, Check whole, Check empty)
      : make_(std::move(make)), whole_(std::move(whole)), empty_(std::move(empty)) {}

  void Run() const {
    ByConstruction();
    ByAssignment();
    ToItself();
    BySwap();
    InAContainer();
    if constexpr (std::is_copy_constructible_v<T>) CopiedAfterwards();
  }

 private:
  void ByConstruction() const {
    T value = make_();
    T taken(std::move(value));
    ExpectWhole(taken, "moved to");
    ExpectEmpty(value, "moved from");
    T again(std::move(value));
    ExpectEmpty(again, "moved from what was moved from");
    ExpectEmpty(value, "moved from twice");
  }

  void ByAssignment() const {
    T value = make_();
    T other = make_();
    other = std::move(value);
    ExpectWhole(other, "assigned to by a move");
    ExpectEmpty(value, "moved from by an assignment");
    value = make_();
    ExpectWhole(value, "assigned to after it was moved from");
    T last(std::move(value));
    value = std::move(last);
    ExpectWhole(value, "moved back");
  }

  // Which keeps the value or leaves it moved from, but nothing between.
  void ToItself() const {
    T value = make_();
    T& same = value;
    value = std::move(same);
    const std::string notWhole = Found(whole_, value);  // first: it consumes nothing
    if (!notWhole.empty()) ExpectEmpty(value, ("moved to itself: " + notWhole).c_str());
  }

  void BySwap() const {
    T value = make_();
    T taken(std::move(value));
    std::swap(value, taken);
    ExpectWhole(value, "swapped");
    ExpectEmpty(taken, "swapped with what was moved from");
    std::swap(value, value);
    ExpectWhole(value, "swapped with itself");
  }

  void InAContainer() const {
    std::vector<T> all;
    all.push_back(make_());
    T taken(std::move(all.front()));
    all.push_back(make_());  // moves or copies the first one
    all.push_back(make_());
    ExpectEmpty(all.front(), "moved from in a container that grew");
    all.erase(all.begin());
    ExpectWhole(all.front(), "behind an erased one");
  }

  void CopiedAfterwards() const {
    T value = make_();
    T taken(std::move(value));
    T copy(value);
    ExpectEmpty(copy, "a copy of what was moved from");
    copy = taken;
    ExpectWhole(copy, "a copy of what was moved to");
    copy = value;
    ExpectEmpty(copy, "assigned from what was moved from");
  }

  static std::string Found(const Check& check, T& value) {
    Findings findings;
    try {
      check(value, findings);
    } catch (const std::exception& exception) {
      findings.Require(false, exception.what());
    }
    return findings.All();
  }
  void ExpectWhole(T& value, const char* when) const {
    EXPECT_EQ(Found(whole_, value), "") << when;
  }
  void ExpectEmpty(T& value, const char* when) const {
    EXPECT_EQ(Found(empty_, value), "") << when;
  }

  std::function<T()> make_;
  Check whole_;
  Check empty_;
};

/// @param make makes a value that isn't empty.
/// @param whole checks that a value is what `make` made.
/// @param empty checks that a value is what becomes of one that was moved from.
template <class Make, class Whole, class Empty>
MovedFromRow RowOf(std::string name, Make make, Whole whole, Empty empty) {
  using T = decltype(make());
  return {std::move(name), [check = MovedFromCheck<T>(make, whole, empty)] { check.Run(); }};
}

}  // namespace Azure::Messaging::WebPubSub::Testing
