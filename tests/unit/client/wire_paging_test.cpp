#include "support/wire_row.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

ListOptions Sizes(std::optional<int> maxPageSize, std::optional<int> maxCount = {}) {
  ListOptions options;
  options.MaxPageSize = maxPageSize;
  options.MaxCount = maxCount;
  return options;
}

class WirePaging : public ::testing::TestWithParam<WireCase> {};

TEST_P(WirePaging, MatchesDotNet) { CheckWireCase(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Rows, WirePaging, ::testing::ValuesIn(WirePagingCases()), WireTestName);

}  // namespace

std::vector<WireCase> WirePagingCases() {
  const auto plain = [](WireCall& c) { return c.Client().ListConnectionsInGroup("group1"); };
  const auto twoPages = [](WireCall& c) {
    return c.Client().ListConnectionsInGroup("group1", Sizes(2, 5));
  };
  return {
      Runs("list.plain", plain),
      Runs("list.twopages", twoPages),
      Runs("list.twopages.async", twoPages),
      Runs("list.nextlink.empty", plain),
      Runs("list.nextlink.null", plain),
      Differs("list.novalue", "an invalid page is an error (API.md, errors)",
              [plain](WireCall& c) {
                EXPECT_THROW((void)plain(c).begin(), InvalidResponseException);
                EXPECT_EQ(c.Urls().size(), 1U);
              }),
      Differs("list.nextlink.otherhost", "a nextLink is followed only within its origin",
              [plain](WireCall& c) {
                EXPECT_THROW((void)plain(c).begin(), InvalidResponseException);
                EXPECT_EQ(c.Urls().size(), 1U);
              }),
      Runs("list.aspages.token",
           [](WireCall& c) {
             ListOptions options = Sizes(7, 5);
             options.ContinuationToken = WireRows().at("list.aspages.token").Requests.at(0).Url;
             return c.Client().ListConnectionsInGroup("group1", options);
           }),
      Runs("list.pagesizehint",
           [](WireCall& c) { return c.Client().ListConnectionsInGroup("group1", Sizes(7)); }),
      Differs("list.negative", "MaxPageSize is 1 to 200, MaxCount at least 1 (API.md, operations)",
              [](WireCall& c) {
                Refused("options.MaxPageSize", [](WireCall& d) {
                  (void)d.Client().ListConnectionsInGroup("group1", Sizes(-1));
                })(c);
                Refused("options.MaxCount", [](WireCall& d) {
                  (void)d.Client().ListConnectionsInGroup("group1", Sizes({}, -2));
                })(c);
              }),
      Runs("list.404", plain),
      Runs("list.lazy",
           [plain](WireCall& c) {
             const auto list = plain(c);
             return WireOutcome::OfText("not enumerated");
           }),
  };
}

}  // namespace Azure::Messaging::WebPubSub::Testing
