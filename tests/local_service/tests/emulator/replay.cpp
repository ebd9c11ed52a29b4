#include "replay.hpp"

#include <gtest/gtest.h>

#include <map>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

Replay FindReplay(const std::string& group) {
  static const std::map<std::string, Replay> Replays = {
      {"health", ReplayHealth},
      {"ops", ReplayOperation},
      {"send", ReplaySend},
      {"names", ReplayNames},
      {"encoding", ReplayEncoding},
      {"api-version", ReplayVersion},
      {"jwt", ReplayRequestToken},
      {"generateToken", ReplayGeneratedToken},
      {"list", ReplayList},
      {"bulk", ReplayBulk},
      {"handshake", ReplayHandshake},
      {"raw", ReplayRawClient},
      {"json", ReplayJsonClient},
      {"json-bad", ReplayBadJson},
      {"roles", ReplayRole},
      {"close", ReplayClose},
      {"permissions", ReplayPermission},
      {"reliable", ReplayReliable},
      {"nextLink", ReplayNextLink},
      {"filter-culture", ReplayCulture},
      {"http", ReplayHttp},
      {"filter-runtime", ReplayFilter},
  };
  const auto found = Replays.find(group);
  return found == Replays.end() ? nullptr : found->second;
}

void FailUnknown(const RecordedRow& row) { ADD_FAILURE() << "no replay for \"" << row.Name << '"'; }

nlohmann::json ParseRecordedBytes(const std::string& bytes) {
  const std::size_t headEnd = bytes.find("\r\n\r\n");
  nlohmann::json headers = nlohmann::json::object();
  for (std::size_t at = bytes.find("\r\n") + 2; at < headEnd;) {
    const std::size_t end = bytes.find("\r\n", at);
    const std::size_t colon = bytes.find(": ", at);
    headers[bytes.substr(at, colon - at)] = bytes.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  std::string body = bytes.substr(headEnd + 4);
  if (headers.contains("Transfer-Encoding")) {
    const std::size_t begin = body.find("\r\n") + 2;
    body = body.substr(begin, body.find("\r\n", begin) - begin);
  }
  return {{"status", std::stoi(bytes.substr(bytes.find(' ') + 1, 3))},
          {"headers", headers},
          {"body", body}};
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
