#pragma once

#include <string>
#include <vector>

#include "recording.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Why the local service deviates from the recorded behavior of the emulator.
enum class LeftOutReason {
  /// Recorded traffic of the real service shows otherwise.
  RealService,
  /// The documentation says otherwise.
  Documentation,
  /// The behavior is a default of the emulator's web server.
  WebServer,
  /// The local service does not support the feature.
  OutOfScope,
};

/// The name of a reason in the report of the replay.
std::string NameOf(LeftOutReason why);

/// A row that is not replayed.
struct LeftOutRow {
  std::string Group;
  /// Empty for all rows of the group.
  std::string Name;
  LeftOutReason Reason;
  std::string Explanation;

  [[nodiscard]] bool Is(const RecordedRow& row) const {
    return row.Group == Group && (Name.empty() || row.Name == Name);
  }
};

const std::vector<LeftOutRow>& LeftOutRows();

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
