#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// One recorded exchange with Microsoft's emulator.
struct RecordedRow {
  std::size_t Number = 0;
  std::string Group;
  std::string Name;
  /// The input and the observed output. The members depend on the group.
  nlohmann::json Content;
  /// The headers of the request, in order.
  nlohmann::ordered_json Headers;
};

/// The rows of data/emulator.json, in order.
std::vector<RecordedRow> ReadRecording();

/// Expands abbreviations in a recorded text: `<g x 1025>` stands for 1,025 times "g".
std::string Expand(std::string text);
std::string ReplaceAll(std::string text, const std::string& what, const std::string& by);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
