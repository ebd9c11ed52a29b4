#pragma once

#include <string>
#include <vector>

#include "recording.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Why the local service does not do what the emulator was seen to do.
enum class WhyLeftOut {
  /// Traffic of the real service was recorded that says otherwise.
  RealService,
  /// The documentation says otherwise.
  Documentation,
  /// It is what the emulator's web server does by default.
  WebServer,
  /// It is about something that the local service does not have.
  OutOfScope,
};

/// As the report of the replay names it.
std::string NameOf(WhyLeftOut why);

/// A row that is not replayed.
struct LeftOutRow {
  std::string Group;
  /// Empty: every row of the group.
  std::string Name;
  WhyLeftOut Why;
  std::string Because;

  [[nodiscard]] bool Is(const RecordedRow& row) const {
    return row.Group == Group && (Name.empty() || row.Name == Name);
  }
};

const std::vector<LeftOutRow>& LeftOutRows();

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
