#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "site.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// One way in which an attempt fails, and the expected result. Everything that a cell of the matrix
/// expects follows from these columns and the kind of the operation.
struct Fault {
  std::string Name;
  /// Makes the server, or the absence of one, that causes the fault.
  /// @param faults how many attempts fail before the server responds with `goodResponse`.
  /// @param wire the same for a fault without a server that can recover.
  std::function<std::unique_ptr<Site>(int faults, const std::string& goodResponse, Wire wire)>
      MakeSite;
  /// See Outcome::Ending.
  std::string Ending;
  /// Whether the service may have accepted an attempt that fails like this.
  bool MayHaveBeenAccepted;
  /// Whether the call is retried, except where a retry could send a message twice.
  bool IsRepeated;
  /// How many whole requests the server has read after one attempt.
  int RequestsSeen;
  /// Whether a later attempt can succeed.
  bool CanRecover = true;
  /// Whether it is a fault only for a response with a body, and so not for HEAD.
  bool IsInTheBody = false;
  /// Whether the attempt lasts until it times out.
  bool IsSlow = false;
  /// Whether only the representative operations are tested, because each test takes long.
  bool IsCostly = false;
};

inline void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.Name; }

const std::vector<Fault>& Faults();
/// Those of servers that can speak TLS.
std::vector<Fault> ServedFaults();

}  // namespace Azure::Messaging::WebPubSub::Testing
