#pragma once

#include <map>
#include <string>

#include "http_connection.hpp"
#include "recording.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Expects a response to be the one of a row but for what outranks it: see the rules in the source.
/// @param request how it begins: method and path.
/// @param amended counts, by rule, the rows that were changed by one.
void ExpectRecorded(const nlohmann::json& recorded, const std::string& request,
                    const HttpResponse& response, std::map<std::string, int>& amended);

/// Puts the recording's placeholders where a text has what differs from run to run.
std::string Anonymize(std::string text, std::uint16_t port);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
