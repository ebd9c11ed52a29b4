#pragma once

// A stand-in for azure-core's header of this name, reduced to what a credential needs.
#include <chrono>
#include <cstdint>
#include <ratio>
#include <stdexcept>

namespace Azure {
namespace Core {

struct HundredNanosecondsClock {
  using duration = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<HundredNanosecondsClock>;
  static constexpr bool is_steady = false;
};

}  // namespace Core

/// A time from year 1 to year 9999, a range that std::chrono::system_clock need not cover.
class DateTime : public Core::HundredNanosecondsClock::time_point {
  using SystemTime = std::chrono::system_clock::time_point;
  // From 0001-01-01 to 1970-01-01.
  static constexpr duration SystemEpoch = std::chrono::hours(24 * 719162);

 public:
  constexpr DateTime() = default;
  constexpr explicit DateTime(time_point time) : time_point(time) {}
  // As in azure-core.
  DateTime(const SystemTime& time)  // NOLINT(google-explicit-constructor)
      : time_point(SystemEpoch + std::chrono::duration_cast<duration>(time.time_since_epoch())) {}

  explicit operator SystemTime() const {
    if (*this < DateTime((SystemTime::min)()) || *this > DateTime((SystemTime::max)())) {
      throw std::invalid_argument("outside of what the system's clock can hold");
    }
    return SystemTime(
        std::chrono::duration_cast<SystemTime::duration>(time_since_epoch() - SystemEpoch));
  }
};

}  // namespace Azure
