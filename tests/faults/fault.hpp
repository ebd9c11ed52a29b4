#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// One way in which an attempt goes wrong, and what comes of it. Everything that a cell of the
/// matrix expects follows from these columns and the kind of the operation.
struct Fault {
  std::string Name;
  /// The place where it happens.
  /// @param faults how many attempts go wrong before the server serves.
  std::function<std::unique_ptr<Site>(int faults, const std::string& goodResponse)> MakeSite;
  /// See Outcome::Ending.
  std::string Ending;
  /// Whether the service may have taken such an attempt on.
  bool MayHaveBeenAccepted;
  /// Whether it is repeated, unless that could double a send.
  bool IsRepeated;
  /// How many whole requests the server has read after one such attempt.
  int RequestsSeen;
  /// Whether another attempt finds a server that serves.
  bool CanRecover = true;
  /// Whether it is one only if there's a body to read: none for HEAD.
  bool IsInTheBody = false;
  /// Whether it takes a whole time-out.
  bool IsSlow = false;
  /// Whether fewer kinds of operations have to do, for the time that it takes.
  bool IsCostly = false;
};

inline void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.Name; }

const std::vector<Fault>& Faults();

}  // namespace Azure::Messaging::WebPubSub::Testing
