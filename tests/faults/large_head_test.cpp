// A request head that is too large, because a policy has made it so, is not sent.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "fault_bench.hpp"
#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t KiB = 1024;

struct HeadRow {
  std::string Name;
  std::function<void(HttpRequest&)> Enlarge;
  bool IsSent;
};
void PrintTo(const HeadRow& row, std::ostream* out) { *out << row.Name; }

class Enlarging final : public HttpPolicy {
 public:
  explicit Enlarging(std::function<void(HttpRequest&)> enlarge) : enlarge_(std::move(enlarge)) {}
  void OnRequest(HttpRequest& request, int, const Context&) const override { enlarge_(request); }

 private:
  const std::function<void(HttpRequest&)> enlarge_;
};

auto UrlOf(std::size_t size) {
  return [size](HttpRequest& request) {
    std::string url = request.Url() + "&x=";
    url.resize(size, 'x');
    request.SetUrl(url);
  };
}
auto Headers(std::size_t count, std::size_t size) {
  return [=](HttpRequest& request) {
    for (std::size_t i = 0; i < count; ++i) {
      request.Headers().Set("x-large-" + std::to_string(i), std::string(size, 'x'));
    }
  };
}

class LargeHead : public testing::TestWithParam<std::tuple<HeadRow, Form, bool>> {};

TEST_P(LargeHead, IsNotSentAndCannotHaveBeenAccepted) {
  const auto& [row, form, isPerCall] = GetParam();
  ScriptedServer server([](ScriptedConnection& connection, int) {
    while (!connection.ReadRequest().empty()) connection.Write(PlainResponse(202));
  });
  FaultBench bench;
  auto& policies = isPerCall ? bench.Options.PerCallPolicies : bench.Options.PerRetryPolicies;
  policies.push_back(std::make_shared<Enlarging>(row.Enlarge));
  const auto client = bench.Client(server.Url(), false);
  const OperationKind send = OperationKindNamed("Send");
  const Outcome outcome = OutcomeOf([&, form = form] { send.Call(form, client); });
  if (row.IsSent) {
    EXPECT_EQ(outcome, Success());
    EXPECT_THAT(server.Requests(), SizeIs(1));
  } else {
    EXPECT_EQ(outcome, (Outcome{"Transport Other", false, 1}));
    EXPECT_THAT(server.Requests(), IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, LargeHead,
    testing::Combine(testing::Values(HeadRow{"UrlOf64KiB", UrlOf(64 * KiB), true},
                                     HeadRow{"UrlOfMore", UrlOf(64 * KiB + 1), false},
                                     HeadRow{"UrlOf2MiB", UrlOf(2 * KiB * KiB), false},
                                     HeadRow{"UrlOf9MiB", UrlOf(9 * KiB * KiB), false},
                                     HeadRow{"HeadersOf500KiB", Headers(5, 100 * KiB), true},
                                     HeadRow{"OneHeaderOf600KiB", Headers(1, 600 * KiB), false},
                                     HeadRow{"HeadersOf2MiB", Headers(20, 100 * KiB), false}),
                     testing::Values(Form::Blocking, Form::Asynchronous), testing::Bool()),
    [](const auto& row) {
      return std::get<0>(row.param).Name + NameOf(std::get<1>(row.param)) +
             (std::get<2>(row.param) ? "PerCall" : "PerAttempt");
    });

}  // namespace
}  // namespace Azure::Messaging::WebPubSub::Testing
