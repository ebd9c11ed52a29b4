#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// One thing that Microsoft's own emulator was seen to do.
struct RecordedRow {
  std::size_t Number = 0;
  std::string Group;
  std::string Name;
  /// What was sent, and what came of it: its members differ from group to group.
  nlohmann::json Content;
  /// Those of the request, in order.
  nlohmann::ordered_json Headers;
};

/// The rows of data/emulator.json, in order.
std::vector<RecordedRow> ReadRecording();

/// Writes out what a recorded text has shortened: `<g x 1025>` is 1,025 times a "g".
std::string Expand(std::string text);
std::string ReplaceAll(std::string text, const std::string& what, const std::string& by);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
