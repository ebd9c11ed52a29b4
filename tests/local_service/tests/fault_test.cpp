#include "local_service/fault.hpp"

#include <gtest/gtest.h>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

// The statuses of the faults for a series of equal requests; 0 for none.
std::vector<int> StatusesOf(FaultPlan& plan, int requests) {
  std::vector<int> statuses;
  for (int i = 0; i < requests; ++i) {
    const auto fault = plan.Take("POST", "/api/hubs/chat/:send");
    statuses.push_back(fault ? fault->Status : 0);
  }
  return statuses;
}

Fault FaultFrom(int nth, int count, int status) {
  Fault fault;
  fault.Nth = nth;
  fault.Count = count;
  fault.Status = status;
  return fault;
}

TEST(FaultPlan, CountsMatchingRequests) {
  struct Case {
    int Nth;
    int Count;
    std::vector<int> Statuses;
  };
  for (const Case& row : {Case{1, 1, {503, 0, 0, 0}}, Case{2, 1, {0, 503, 0, 0}},
                          Case{1, 2, {503, 503, 0, 0}}, Case{2, 0, {0, 503, 503, 503}}}) {
    FaultPlan plan;
    plan.Add(FaultFrom(row.Nth, row.Count, 503));
    EXPECT_EQ(StatusesOf(plan, 4), row.Statuses) << row.Nth << ", " << row.Count;
  }
}

TEST(FaultPlan, AppliesTheFaultThatWasAddedFirst) {
  FaultPlan plan;
  plan.Add(FaultFrom(1, 1, 503));
  plan.Add(FaultFrom(1, 3, 429));
  EXPECT_EQ(StatusesOf(plan, 4), (std::vector<int>{503, 429, 429, 0}));
  plan.Add(FaultFrom(1, 1, 500));
  plan.Clear();
  EXPECT_EQ(StatusesOf(plan, 1), std::vector<int>{0});
}

TEST(FaultPlan, MatchesMethodsAndPathPatterns) {
  struct Case {
    std::string Method;
    std::string Path;
    bool Matches;
  };
  for (const Case& row :
       {Case{"", "*", true}, Case{"POST", "*", true}, Case{"PUT", "*", false},
        Case{"", "/api/hubs/chat/:send", true}, Case{"", "/api/hubs/chat", false},
        Case{"", "/api/hubs/chat*", true}, Case{"", "*/:send", true}, Case{"", "*/:sen", false},
        Case{"", "/api/*/chat/*", true}, Case{"", "/api/*h*a*t*", true},
        Case{"", "/api/*x*", false}, Case{"", "", false}, Case{"", "**", true},
        Case{"", "/api/hubs/chat/:send*", true}}) {
    Fault fault;
    fault.Method = row.Method;
    fault.Path = row.Path;
    FaultPlan plan;
    plan.Add(fault);
    EXPECT_EQ(plan.Take("POST", "/api/hubs/chat/:send").has_value(), row.Matches)
        << row.Method << ' ' << row.Path;
  }
}

TEST(Fault, IsValidated) {
  EXPECT_EQ(FindError(Fault()), std::nullopt);
  EXPECT_NE(FindError(FaultFrom(0, 1, 500)), std::nullopt);
  EXPECT_NE(FindError(FaultFrom(1, -1, 500)), std::nullopt);
  EXPECT_NE(FindError(FaultFrom(1, 1, 100)), std::nullopt);
  Fault split;
  split.Headers = {{"Retry-After", "1\r\nX-More: 2"}};
  EXPECT_NE(FindError(split), std::nullopt);
}

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
