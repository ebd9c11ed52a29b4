#include "recording.hpp"

#include <fstream>
#include <regex>
#include <stdexcept>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

using nlohmann::json;

std::vector<RecordedRow> ReadRecording() {
  std::ifstream file(WEBPUBSUB_EMULATOR_RECORDING);
  if (!file) throw std::runtime_error(std::string("can't read ") + WEBPUBSUB_EMULATOR_RECORDING);
  const auto recording = nlohmann::ordered_json::parse(file);
  std::vector<RecordedRow> rows;
  for (const auto& row : recording.at("rows")) {
    const auto request = row.value("request", nlohmann::ordered_json());
    rows.push_back(
        {rows.size(), row.at("group"), row.at("name"), json::parse(row.dump()),
         request.is_object() ? request.at("headers") : nlohmann::ordered_json::object()});
  }
  return rows;
}

std::string Expand(std::string text) {
  static const std::regex Shortened("<([a-z]) x ([0-9]+)>");
  for (std::smatch match; std::regex_search(text, match, Shortened);) {
    const std::string run(std::stoul(match[2].str()), match[1].str().front());
    text = match.prefix().str() + run + match.suffix().str();
  }
  return text;
}

std::string ReplaceAll(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
