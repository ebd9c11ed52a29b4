#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::vector<WireCase> AllCases() {
  std::vector<WireCase> all;
  for (const auto& cases :
       {WireOperationCases(), WirePagingCases(), WireEncodingCases(), WireEndpointCases(),
        WireAccessCases(), WireArgumentCases(), WirePipelineCases(), WireConstructorCases(),
        WireFilterCases(), WireConnectionStringCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

// Each request and result of .NET is a row here, which either runs or is left out for one of
// three reasons.
TEST(WireTable, HasEveryRowOfTheDataExactlyOnce) {
  std::map<std::string, WireCase> cases;
  for (WireCase& row : AllCases()) {
    const std::string name = row.Name;
    EXPECT_EQ(WireRows().count(name), 1U) << "not in the data: " << name;
    EXPECT_TRUE(cases.emplace(name, std::move(row)).second) << "duplicate: " << name;
  }
  for (const auto& [name, row] : WireRows()) {
    EXPECT_EQ(cases.count(name), 1U) << "missing: " << name;
  }
}

TEST(WireTable, SaysWhyARowIsLeftOut) {
  for (const WireCase& row : AllCases()) {
    const bool runs = row.Treatment == WireTreatment::Runs;
    EXPECT_EQ(static_cast<bool>(row.Call), runs) << row.Name;
    if (!runs || !row.Changes.empty()) {
      EXPECT_NE(row.Why, "") << row.Name;
    }
  }
}

TEST(WireTable, IsCounted) {
  std::map<WireTreatment, std::size_t> counts;
  std::size_t changed = 0;
  std::size_t total = 0;
  for (const WireCase& row : AllCases()) {
    const bool runs = row.Treatment == WireTreatment::Runs;
    ++counts[row.Treatment];
    ++total;
    changed += runs && !row.Changes.empty() ? 1 : 0;
  }
  std::cout << "wire table: " << total << " rows\n"
            << "  run:                               " << counts[WireTreatment::Runs] << " ("
            << changed << " of them except for a bug or difference in a URL)\n"
            << "  left out, a bug of .NET:           " << counts[WireTreatment::DotNetBug] << "\n"
            << "  left out, an intended difference:  " << counts[WireTreatment::Difference] << "\n"
            << "  left out, a .NET-only concept:     " << counts[WireTreatment::DotNetOnly] << "\n";
  EXPECT_EQ(total, WireRows().size());
  // Most rows must compare requests with .NET's: otherwise the table proves little.
  EXPECT_GT(counts[WireTreatment::Runs], total * 3 / 4);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
