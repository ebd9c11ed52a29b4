#pragma once

#include <string>

#include "stage.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Repeats the recorded input of a row, and expects the recorded output.
using Replay = void (*)(const RecordedRow& row, Amendments& amended);

/// The function that replays the rows of a group; null if there is none.
Replay FindReplay(const std::string& group);

// The functions for each group of rows
void ReplayHealth(const RecordedRow& row, Amendments& amended);
void ReplayOperation(const RecordedRow& row, Amendments& amended);
void ReplayNames(const RecordedRow& row, Amendments& amended);
void ReplayVersion(const RecordedRow& row, Amendments& amended);
void ReplayHttp(const RecordedRow& row, Amendments& amended);
void ReplayRequestToken(const RecordedRow& row, Amendments& amended);
void ReplayGeneratedToken(const RecordedRow& row, Amendments& amended);
void ReplaySend(const RecordedRow& row, Amendments& amended);
void ReplayEncoding(const RecordedRow& row, Amendments& amended);
void ReplayFilter(const RecordedRow& row, Amendments& amended);
void ReplayCulture(const RecordedRow& row, Amendments& amended);
void ReplayList(const RecordedRow& row, Amendments& amended);
void ReplayNextLink(const RecordedRow& row, Amendments& amended);
void ReplayBulk(const RecordedRow& row, Amendments& amended);
void ReplayPermission(const RecordedRow& row, Amendments& amended);
void ReplayClose(const RecordedRow& row, Amendments& amended);
void ReplayHandshake(const RecordedRow& row, Amendments& amended);
void ReplayRawClient(const RecordedRow& row, Amendments& amended);
void ReplayJsonClient(const RecordedRow& row, Amendments& amended);
void ReplayBadJson(const RecordedRow& row, Amendments& amended);
void ReplayRole(const RecordedRow& row, Amendments& amended);
void ReplayReliable(const RecordedRow& row, Amendments& amended);

/// Fails the test for an unknown row of a known group.
void FailUnknown(const RecordedRow& row);
/// Converts a response that was recorded as bytes to the format of the other recorded responses.
nlohmann::json ParseRecordedBytes(const std::string& bytes);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
