// Replays the recorded behavior of Microsoft's emulator against the local service, row by row.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "left_out.hpp"
#include "replay.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

/// The results of the replay.
struct Report {
  std::size_t Rows = 0;
  std::size_t Ran = 0;
  std::map<std::string, std::size_t> LeftOut;
  Amendments Amended;

  void Print() const {
    std::cout << "The emulator's recording: " << Rows << " rows, of which " << Ran << " ran\n";
    for (const auto& [why, count] : LeftOut) {
      std::cout << "  left out " << count << ": " << why << '\n';
    }
    for (const auto& [rule, count] : Amended) {
      std::cout << "  amended " << count << ": " << rule << '\n';
    }
    std::cout << std::flush;
  }
};

const LeftOutRow* FindLeftOut(const RecordedRow& row) {
  const auto& rows = LeftOutRows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const LeftOutRow& one) { return one.Is(row); });
  return found == rows.end() ? nullptr : &*found;
}

void ReplayRow(const RecordedRow& row, Report& report) {
  const Replay replay = FindReplay(row.Group);
  if (replay == nullptr) {
    ADD_FAILURE() << "the row is neither replayed nor left out";
    return;
  }
  try {
    replay(row, report.Amended);
    ++report.Ran;
  } catch (const std::exception& exception) {
    ADD_FAILURE() << exception.what();
  }
}

TEST(EmulatorReplay, MatchesTheRecording) {
  Report report;
  for (const RecordedRow& row : ReadRecording()) {
    SCOPED_TRACE("row " + std::to_string(row.Number) + ", " + row.Group + ": " + row.Name);
    ++report.Rows;
    if (const LeftOutRow* leftOut = FindLeftOut(row)) {
      ++report.LeftOut[NameOf(leftOut->Reason)];
    } else {
      ReplayRow(row, report);
    }
  }
  std::size_t accounted = report.Ran;
  for (const auto& [why, count] : report.LeftOut) accounted += count;
  EXPECT_EQ(accounted, report.Rows);
  EXPECT_EQ(report.Rows, 553U);
  report.Print();
}

TEST(EmulatorReplay, LeavesOutOnlyRecordedRows) {
  const auto rows = ReadRecording();
  for (const LeftOutRow& leftOut : LeftOutRows()) {
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                            [&](const RecordedRow& row) { return leftOut.Is(row); }))
        << leftOut.Group << ": " << leftOut.Name;
    EXPECT_FALSE(leftOut.Explanation.empty()) << leftOut.Group << ": " << leftOut.Name;
  }
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
