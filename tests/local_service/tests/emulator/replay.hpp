#pragma once

#include <string>

#include "stage.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// Does what a row was recorded of, and expects what was recorded.
using Replay = void (*)(const RecordedRow& row, Amendments& amended);

/// How the rows of a group are replayed; null if nobody knows.
Replay FindReplay(const std::string& group);

// By group.
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

/// A row whose group is known, but not it: a failure of the test.
void FailUnknown(const RecordedRow& row);
/// A response that was recorded as the bytes on the wire, in the form of the others.
nlohmann::json ParseRecordedBytes(const std::string& bytes);

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
