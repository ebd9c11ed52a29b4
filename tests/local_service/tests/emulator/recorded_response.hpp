#pragma once

#include <map>
#include <string>

#include "http_connection.hpp"
#include "recording.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Expects the recorded response of a row, amended by the rules in the source.
/// @param request the beginning of the request: method and path.
/// @param amended counts, for each rule, the rows that it has amended.
void ExpectRecorded(const nlohmann::json& recorded, const std::string& request,
                    const HttpResponse& response, std::map<std::string, int>& amended);

/// Replaces the parts of a text that differ from run to run by the placeholders of the recording.
std::string Anonymize(std::string text, std::uint16_t port);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
